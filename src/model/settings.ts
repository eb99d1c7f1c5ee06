import type { AbsolutePath } from "./path.ts";
import type { TextEdit } from "./text-edit.ts";

/** One change to a file of settings. */
export interface SettingsEdit {
  /** The file; for a crontab, the program that changes it. */
  readonly path: AbsolutePath;
  readonly edit: TextEdit;
  /** What reads the file. */
  readonly readBy: string;
  /** Nobody has tried it on that system. */
  readonly isUntried: boolean;
  /** The text that a program keeps instead of a file. */
  readonly kept?: KeptText | undefined;
}

/** A text that only a program may read and write: `crontab -l`, `crontab -`. */
export interface KeptText {
  readonly by: "crontab";
  /** What it was when the change was planned; null where there was none. */
  readonly text: string | null;
}

/** What a change of settings does, before it is done. */
export interface SettingsChange {
  readonly edits: readonly SettingsEdit[];
  /** Files that cannot be changed, and why. */
  readonly obstacles: readonly { readonly path: AbsolutePath; readonly reasons: readonly string[] }[];
  /** Commands that only their user can run. */
  readonly byHand: readonly string[];
}
