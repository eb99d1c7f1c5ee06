export type RefusalCode =
  /** Another pyshed is at work. */
  | "busy"
  /** Nothing can be written down, and what is wanted must be. */
  | "no-journal"
  | "plan-used"
  | "plan-unreadable"
  | "plan-unknown-version"
  | "plan-other-machine"
  /** The file belongs to somebody else, or others can write to it. */
  | "plan-of-others"
  | "plan-bad-path"
  | "plan-outside-roots"
  | "plan-nested"
  /** A file of another kind lies where the plan is to be written. */
  | "plan-file-taken"
  /** Copies would lie in what is to be cleaned, have no room, or no place. */
  | "backup-inside"
  | "backup-full"
  | "backup-frees-nothing"
  | "backup-unusable"
  | "unknown-run"
  /** The path is neither an environment nor a file in one. */
  | "not-explained"
  | "nothing-to-undo";

/** Refused before anything was done: one sentence and a hint. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly hint: string | null;

  constructor(code: RefusalCode, message: string, hint: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.name = "Refusal";
    this.code = code;
    this.hint = hint;
  }
}
