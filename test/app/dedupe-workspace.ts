import { dedupe, type DedupeOptions, type DedupeResult } from "../../src/app/dedupe.ts";
import type { DuplicatesRequest } from "../../src/app/duplicates.ts";
import type { Workspace } from "./workspace.ts";

export function dedupeRequest(root: string, changes: Partial<DuplicatesRequest> = {}): DuplicatesRequest {
  return { roots: [root], depth: null, oneFileSystem: true, withBytecode: false, ...changes };
}

/** Links everything below the tree and says yes. */
export function dedupeAll(work: Workspace, options: Partial<DedupeOptions> = {}): Promise<DedupeResult> {
  return dedupe(work.host, dedupeRequest(work.root), { confirm: async () => true, isMeasured: false, ...options });
}

/** What was left of the run, with its reasons. */
export function leftOf({ report }: DedupeResult): (string | null)[] {
  return report!.outcomes.filter(({ result }) => result !== "done").map(({ reason }) => reason);
}
