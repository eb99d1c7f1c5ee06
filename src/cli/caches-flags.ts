import type { OutputFlags } from "./output-flags.ts";

export interface CachesFlags extends OutputFlags {
  readonly top?: number;
  readonly clean?: true;
  readonly cleanAll?: true;
  readonly permanent?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly force?: true;
}
