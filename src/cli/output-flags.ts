import type { AppearanceFlags } from "./appearance.ts";

/** The options of a command that writes text, or one JSON document. */
export interface OutputFlags extends AppearanceFlags {
  readonly json?: true;
}
