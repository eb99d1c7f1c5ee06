import { objectionToCentral } from "../bytecode/central.ts";
import { objectionToBytecode } from "../bytecode/places.ts";
import { mayGoBy } from "../bytecode/units.ts";
import { environmentAbove } from "../environments/around.ts";
import { isWithin } from "../model/path.ts";
import type { Plan, Step } from "../model/plan.ts";
import type { Host } from "../system/host.ts";
import { interpretersOf } from "./bytecode-interpreters.ts";

/**
 * Judges bytecode again, file by file, right before it goes: by step, why it does not go by the plan's rule any more.
 * Interpreters are asked again only where the rule depends on them.
 */
export async function bytecodeObjections(
  host: Host,
  plan: Pick<Plan, "bytecode" | "roots" | "createdAt">,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, string>> {
  const { bytecode: rule = "all" } = plan;
  const around = [...new Set(steps.flatMap(({ path }) => environmentAbove(path) ?? []))];
  const { usability } = rule === "all" ? NOBODY_ASKED : (await interpretersOf(host)).with(around);
  const plannedAt = Date.parse(plan.createdAt);
  return new Map(
    steps.flatMap(({ id, path, safety }): [string, string][] => {
      const prefix = plan.roots.find((root) => isWithin(path, root)) ?? path;
      const objection =
        rule === "gc"
          ? objectionToCentral(prefix, path, plannedAt, usability)
          : objectionToBytecode(path, mayGoBy(rule, safety === "medium"), usability);
      return objection === null ? [] : [[id, objection]];
    }),
  );
}

const NOBODY_ASKED = { usability: { of: () => "unknown" as const, doubts: [] } };
