import type { RemovalRules } from "./rules.ts";

export interface WorkerOrder {
  readonly memory: SharedArrayBuffer;
  readonly rules: RemovalRules;
}

export type WorkerMessage =
  | { readonly type: "ready" }
  /** It has no calls by handle. */
  | { readonly type: "useless" }
  /** Something in the item could not go. */
  | { readonly type: "left"; readonly inside: string; readonly code: string }
  | { readonly type: "done" };
