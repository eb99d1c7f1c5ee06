import type { AbsolutePath } from "./path.ts";

/** Room that is nearly used up, where what goes to the trash frees nothing. */
export interface Shortage {
  /** Something that is to go there. */
  readonly path: AbsolutePath;
  readonly of:
    | { readonly kind: "disk" }
    /** What a user or a group may keep there; `id` is its number. */
    | { readonly kind: "user" | "group"; readonly id: number }
    /** What a subvolume of btrfs may hold. */
    | { readonly kind: "subvolume" };
}
