import type { AbsolutePath } from "./path.ts";

/** What an owner says of its store after a cleaning. */
export interface OwnerCheck {
  readonly cache: string;
  readonly store: string;
  readonly path: AbsolutePath;
  readonly command: readonly string[];
  /** It could read its store. */
  readonly isSound: boolean;
  /** What it wrote, or how it failed. */
  readonly said: string;
}
