import { artifacts } from "../catalog/index.ts";
import { partArtifacts } from "../catalog/parts.ts";
import { pinnedList } from "../environments/pinned-list.ts";
import type { Reliance } from "../evidence/relied-on.ts";
import { applyPlan } from "../execute/apply.ts";
import type { RunOptions } from "../execute/run.ts";
import type { Trash } from "../execute/trash/trash.ts";
import type { Plan } from "../model/plan.ts";
import type { RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { objectionsTo } from "./objections.ts";

const byId = new Map([...artifacts, ...partArtifacts].map((artifact) => [artifact.id, artifact]));

/** What was found out about a plan before it is carried out. */
export interface Known {
  /** What speaks against some of its steps, by step. */
  readonly against: ReadonlyMap<string, string>;
  /** Who needs what, as a scan saw it. */
  readonly reliances: readonly Reliance[];
}

/** Carries out a plan with everything that its steps are checked against. */
export function carryOut(
  host: Host,
  trash: Trash,
  plan: Plan,
  options: RunOptions,
  { against, reliances }: Known,
): Promise<RunReport> {
  return applyPlan(
    host,
    trash,
    {
      plan,
      artifactOf: (id) => byId.get(id),
      objections: async (steps) => new Map([...(await objectionsTo(host, plan, steps, reliances)), ...against]),
      pinsOf: ({ artifact, path, pinned }) => (byId.get(artifact)?.holds ? pinnedList(path) : pinned),
    },
    options,
  );
}
