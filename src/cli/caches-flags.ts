import type { OutputFlags } from "./output-flags.ts";

export interface CachesFlags extends OutputFlags {
  readonly top?: number;
  readonly clean?: true;
  readonly cleanAll?: true;
  readonly permanent?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly force?: true;
  readonly package?: readonly string[];
  readonly kind?: readonly string[];
  /** Milliseconds. */
  readonly olderThan?: number;
  readonly keepLatest?: number;
  readonly unused?: true;
  readonly detached?: true;
  /** Bytes. */
  readonly maxSize?: number;
  readonly untilFree?: number;
  /** A directory, as it was written. */
  readonly backup?: string;
}
