import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import type { TemporaryTree } from "./temporary-tree.ts";

const PRELOADED = pathToFileURL(join(import.meta.dirname, "hold.mjs")).href;

export interface Held {
  /** The tree's environment: a program started with it stops at the moment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Lets it go on. */
  release(): void;
}

/** A program is held where it has written what matches, or at the end of its walk: until released or interrupted. */
export function heldAt(tree: TemporaryTree, moment: RegExp | "end of the walk"): Held {
  const until = join(tree.home, "tmp", "go-on");
  const at = moment instanceof RegExp ? { HOLD_AT: moment.source } : { HOLD_WALK: "1" };
  return {
    environment: { ...tree.environment, ...at, HOLD_UNTIL: until, NODE_OPTIONS: `--import=${PRELOADED}` },
    release: () => writeFileSync(until, ""),
  };
}
