import type { LinkMeans } from "./duplicates.ts";
import type { Bytes } from "./finding.ts";
import type { AbsolutePath } from "./path.ts";
import type { Identity } from "./plan.ts";

/**
 * A file that others are linked to, as the plan saw it: the place of its root, its path below that ("" where it is that
 * of the linked file), inode, modification time in nanoseconds since the epoch; these two decimal.
 */
export type Leader = readonly [root: number, path: string, inode: string, modified: string];

/** A file that is linked: path relative to the environment, inode, modification time, place of its leader. */
export type LinkedFile = readonly [path: string, inode: string, modified: string, leader: number];

/** Which files of one environment are linked to which others on its filesystem. */
export interface LinkList {
  readonly means: LinkMeans;
  /** Decimal. */
  readonly device: string;
  /** Environments, and uv's stores of unpacked wheels, that leaders lie in. */
  readonly roots: readonly AbsolutePath[];
  readonly leaders: readonly Leader[];
  readonly files: readonly LinkedFile[];
}

/** Files of one package in one environment become links: all that may, or some where they are many. */
export interface LinkStep {
  /** Unique within the plan: `1`, `2` … */
  readonly id: string;
  readonly environment: AbsolutePath;
  /** The environments that it links files to; uv's cache is none. */
  readonly leaderEnvironments: readonly AbsolutePath[];
  /** What the files belong to: `numpy 2.3.5`. */
  readonly title: string;
  readonly identity: Identity;
  /** How many there are. */
  readonly files: number;
  /** Made anew at each call, for the lists of all steps at once would fill the memory. */
  readonly links: () => LinkList;
  readonly bytes: Bytes;
}

export interface LinkPlan {
  /** Names the run in the journal. */
  readonly id: string;
  readonly steps: readonly LinkStep[];
  readonly forecast: Bytes;
}
