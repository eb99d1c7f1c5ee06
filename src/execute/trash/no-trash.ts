import { NOTHING_REMOVED } from "../removal/outcome.ts";
import { ONLY_PERMANENT, type Trash } from "./trash.ts";

/** Where pyshed can't use the system's trash (Windows): it says so, and only `--permanent` removes anything. */
export function noTrash(system: string): Trash {
  const reason = `the trash of ${system} is not supported`;
  const code = "ENOSYS";
  return {
    title: "no trash",
    trashItem: () => ({ status: "failed", code, reason, hint: ONLY_PERMANENT }),
    restoreItem: () => ({ status: "failed", code, reason }),
    purgeItem: async () => ({
      status: "failed",
      reason,
      guarantee: "by path",
      removed: NOTHING_REMOVED,
      left: [],
      leftCount: 0,
    }),
    stateOf: () => "unknown",
  };
}
