import type { BytecodeRule } from "./bytecode.ts";
import type { Bytes } from "./finding.ts";
import type { AbsolutePath } from "./path.ts";
import type { Safety } from "./safety.ts";

/** How closely git is listened to: see `docs/cleaning.md`. Tracked files are never removed at any level. */
export type Protection = "none" | "warn" | "block" | "paranoid";

/** From the loosest to the strictest. */
export const PROTECTIONS: readonly Protection[] = ["none", "warn", "block", "paranoid"];

/** Why something is refused or asked about. Stable: JSON shows it, and a recheck compares it. */
export type ReasonCode =
  | "data"
  | "medium"
  | "guarded"
  | "tracked"
  | "holds-repository"
  | "in-use"
  | "runs-here"
  | "read-only"
  | "unchecked-hash"
  | "unproven"
  | "relied-on"
  | "unreadable"
  | "other-owner"
  | "not-ignored"
  | "uncommitted"
  | "unpushed"
  | "stashed"
  | "recently-used";

export interface Reason {
  readonly code: ReasonCode;
  readonly weight: "ask" | "refuse";
  /** A clause for a person, without a full stop. */
  readonly text: string;
}

/** What is to happen with a finding, with every reason. The heaviest reason makes the verdict. */
export interface Decision {
  readonly finding: string;
  readonly path: AbsolutePath;
  readonly verdict: "allow" | "ask" | "refuse";
  readonly reasons: readonly Reason[];
}

/** What a place was when the plan was made; it must be the same when the plan is carried out. */
export interface Identity {
  /** Decimal: exact above 2⁵³. */
  readonly device: string;
  readonly inode: string;
  readonly type: "file" | "directory";
  /** Nanoseconds since the epoch, decimal. */
  readonly modified: string;
}

export type Action = "trash" | "delete" | "move";

export interface Step {
  /** Unique within the plan: `1`, `2` … */
  readonly id: string;
  readonly action: Action;
  readonly finding: string;
  readonly artifact: string;
  readonly path: AbsolutePath;
  /** The directory that its files are moved to, for `move`. */
  readonly to?: AbsolutePath | undefined;
  readonly project: AbsolutePath | null;
  readonly safety: Safety;
  readonly identity: Identity;
  readonly bytes: Bytes;
  /** Lines that bring an environment's packages back (`name==version`, conda addresses), or null. */
  readonly pinned: readonly string[] | null;
  /** What was asked about it and accepted; anything new is a reason to leave it. */
  readonly accepted: readonly ReasonCode[];
}

export interface Plan {
  readonly schema: "pyshed.plan/1";
  /** Unique: it names the run in the journal. */
  readonly id: string;
  /** Which machine and user it was made for; it is refused elsewhere. */
  readonly machine: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly roots: readonly AbsolutePath[];
  readonly protection: Protection;
  /** Set where single bytecode files were judged: each is judged again by this rule before it goes. */
  readonly bytecode?: BytecodeRule | undefined;
  /** In the order in which they are carried out; none lies inside another. */
  readonly steps: readonly Step[];
  /** One for every finding that was considered, also those that are left. */
  readonly decisions: readonly Decision[];
  /** What carrying it out gives back at once: its `delete` steps together, shared files counted once. */
  readonly forecast: Bytes;
  /** What purging its `trash` steps gives back later, on top of that. */
  readonly later: Bytes;
}

export const NO_BYTES: Bytes = { apparent: 0, allocated: 0, frees: 0, freesUpTo: 0 };

/** Sum of things that share nothing. */
export function addBytes(a: Bytes, b: Bytes): Bytes {
  return {
    apparent: a.apparent + b.apparent,
    allocated: a.allocated + b.allocated,
    frees: a.frees + b.frees,
    freesUpTo: a.freesUpTo + b.freesUpTo,
  };
}
