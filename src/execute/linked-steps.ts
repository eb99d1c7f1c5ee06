import { codeOf } from "../system/files.ts";
import { inodeOf } from "../system/place-identity.ts";
import type { IntentRecord } from "./journal-records.ts";
import type { RunLog } from "./run-logs.ts";

/** A step that made files into links, or moved them. */
export interface LinkedStep {
  readonly log: RunLog;
  readonly intent: IntentRecord;
  /** Undone by a later run, wholly. */
  readonly isUndone: boolean;
}

/** Every step of the runs that linked (or moved) something, the oldest first. */
export function linkedSteps(logs: readonly RunLog[], act: "link" | "move" = "link"): LinkedStep[] {
  const undone = new Set(
    logs.flatMap((log) =>
      log.intents.flatMap(({ step, undoes }) =>
        undoes && log.outcomes.get(step)?.result === "done" ? [`${undoes.run}/${undoes.step}`] : [],
      ),
    ),
  );
  return logs.flatMap((log) =>
    log.intents.flatMap((intent) => {
      const result = log.outcomes.get(intent.step)?.result;
      if (intent.act !== act || intent.undoes || (result !== "done" && result !== "partial")) return [];
      return [{ log, intent, isUndone: undone.has(`${log.run.run}/${intent.step}`) }];
    }),
  );
}

const NOTHING_THERE: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR"]);

/** Is its environment there, and no other one under its name? One that cannot be looked at counts as there. */
export function isStillThere({ intent: { path, identity } }: LinkedStep): boolean {
  try {
    return String(inodeOf(path)) === identity.inode;
  } catch (error) {
    return !NOTHING_THERE.has(codeOf(error));
  }
}
