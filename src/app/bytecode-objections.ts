import { objectionToBytecode } from "../bytecode/places.ts";
import { mayGoBy } from "../bytecode/units.ts";
import { environmentAbove } from "../environments/around.ts";
import type { BytecodeRule } from "../model/bytecode.ts";
import type { Step } from "../model/plan.ts";
import type { Host } from "../system/host.ts";
import { interpretersOf } from "./bytecode-interpreters.ts";

/**
 * Judges bytecode again, file by file, right before it goes: by step, why it does not go by the plan's rule any more.
 * Interpreters are asked again only where the rule depends on them.
 */
export async function bytecodeObjections(
  host: Host,
  rule: BytecodeRule,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, string>> {
  const around = [...new Set(steps.flatMap(({ path }) => environmentAbove(path) ?? []))];
  const { usability } =
    rule === "stale"
      ? (await interpretersOf(host)).with(around)
      : { usability: { of: () => "unknown" as const, doubts: [] } };
  return new Map(
    steps.flatMap(({ id, path, safety }): [string, string][] => {
      const objection = objectionToBytecode(path, mayGoBy(rule, safety === "medium"), usability);
      return objection === null ? [] : [[id, objection]];
    }),
  );
}
