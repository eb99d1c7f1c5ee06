import type { Finding } from "./finding.ts";
import type { AbsolutePath } from "./path.ts";
import type { ProofOutcome } from "./proof.ts";

/** One sign that somebody worked on a project or used an environment. */
export interface ActivitySign {
  /** `newest source file src/app.py`, `git HEAD`, `access time of .venv/pyvenv.cfg`. */
  readonly what: string;
  /** Milliseconds since the epoch; null when there is nothing to see. */
  readonly time: number | null;
  /** Why it is weak or was not counted, or null. */
  readonly note: string | null;
}

/** What `pyshed why` answers. */
export interface Explanation {
  readonly path: AbsolutePath;
  readonly subject: "finding" | "project" | "nothing";
  readonly project: AbsolutePath | null;
  /** The finding itself, or the one that the path lies in. */
  readonly finding: Finding | null;
  /** For every artifact that the name suggests: which proof held or failed. */
  readonly proofs: readonly { readonly artifact: string; readonly title: string; readonly outcome: ProofOutcome }[];
  /** Another tool's own tree that the path lies in (`uv cache`), where nothing is a finding. */
  readonly foreignTree: string | null;
  readonly activity: readonly ActivitySign[];
  /** The newest sign that counted. */
  readonly lastActivity: number | null;
  readonly decidedBy: string | null;
}
