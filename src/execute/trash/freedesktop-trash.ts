import type { Host } from "../../system/host.ts";
import { mutatingCalls } from "../../system/mutate/calls.ts";
import { moveToTrash } from "./move-to-trash.ts";
import { purgeFromTrash, stateInTrash } from "./purge-from-trash.ts";
import { restoreFromTrash } from "./restore-from-trash.ts";
import { ONLY_PERMANENT, type Trash } from "./trash.ts";

/** The trash of Linux desktops, which `trash-list`, `trash-restore` and file managers show too. */
export function freedesktopTrash(host: Host): Trash {
  return {
    title: "the trash",
    trashItem(target, expected, options = {}) {
      const calls = options.calls ?? mutatingCalls();
      if (calls) return moveToTrash(calls, host, target, expected, options);
      return { status: "failed", code: "ENOSYS", reason: NO_CALLS, hint: ONLY_PERMANENT };
    },
    restoreItem(item, options = {}) {
      const calls = options.calls ?? mutatingCalls();
      return calls ? restoreFromTrash(calls, host, item) : { status: "failed", code: "ENOSYS", reason: NO_CALLS };
    },
    purgeItem: (item, options) => purgeFromTrash(host, item, options),
    stateOf: (item) => stateInTrash(item),
  };
}

const NO_CALLS = "the trash needs system calls by directory handle, which could not be loaded here";
