import { newRunId } from "../../src/app/run-id.ts";
import { artifacts } from "../../src/catalog/index.ts";
import { applyPlan } from "../../src/execute/apply.ts";
import type { RunOptions } from "../../src/execute/run.ts";
import { trashFor } from "../../src/execute/trash/trash-for.ts";
import { parentOf, type AbsolutePath } from "../../src/model/path.ts";
import { NO_BYTES, type Action, type Plan } from "../../src/model/plan.ts";
import type { RunReport } from "../../src/model/run.ts";
import type { Host } from "../../src/system/host.ts";
import { machineOf } from "../../src/system/machine.ts";
import { identityAt } from "../../src/system/place-identity.ts";

export interface Place {
  readonly artifact: string;
  readonly path: AbsolutePath;
  readonly pinned?: readonly string[];
}

/** A plan for places that a test made itself, without a scan and without evidence. */
export function planOf(host: Host, root: AbsolutePath, action: Action, places: readonly Place[]): Plan {
  return {
    schema: "pyshed.plan/1",
    id: newRunId(host),
    machine: machineOf(host),
    createdAt: new Date(host.now()).toISOString(),
    roots: [root],
    protection: "none",
    steps: places.map(({ artifact, path, pinned }, index) => ({
      id: String(index + 1),
      action,
      finding: `finding-${index + 1}`,
      artifact,
      path,
      project: parentOf(path),
      safety: "low",
      identity: identityAt(path)!,
      bytes: NO_BYTES,
      pinned: pinned ?? null,
      accepted: [],
    })),
    decisions: [],
    forecast: NO_BYTES,
    later: NO_BYTES,
  };
}

/** Carries a plan out without asking git and the processes: for tests of what comes after that. */
export function applyUnasked(host: Host, plan: Plan, options: RunOptions = {}): Promise<RunReport> {
  const request = {
    plan,
    artifactOf: (id: string) => artifacts.find((artifact) => artifact.id === id),
    objections: async () => new Map<string, string>(),
    pinsOf: ({ pinned }: Plan["steps"][number]) => pinned,
  };
  return applyPlan(host, trashFor(host), request, options);
}
