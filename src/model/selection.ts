import type { ScanResult } from "./finding.ts";
import { counts, groupFindings, type Group, type SumOf } from "./group.ts";
import { inNaturalOrder } from "./natural-order.ts";

export type SortOrder = "size" | "age" | "name";

/** Biggest first, longest idle first (unknown age last), or by name. Never depends on the order given. */
export function sortGroups(groups: readonly Group[], order: SortOrder): Group[] {
  const byName = (a: Group, b: Group): number => inNaturalOrder(a.name, b.name) || inNaturalOrder(a.path, b.path);
  const bySize = (a: Group, b: Group): number => b.frees - a.frees || b.allocated - a.allocated || byName(a, b);
  const byAge = (a: Group, b: Group): number => ageKey(a) - ageKey(b) || bySize(a, b);
  return groups.toSorted({ size: bySize, age: byAge, name: byName }[order]);
}

function ageKey(group: Group): number {
  return group.lastActivity ?? Number.MAX_SAFE_INTEGER;
}

/** The scan as if only some of its groups had been found. */
export function selectGroups(result: ScanResult, keep: (group: Group) => boolean, sumOf: SumOf): ScanResult {
  const groups = groupFindings(result, sumOf);
  const chosen = groups.filter(keep);
  if (chosen.length === groups.length) return result;
  const ids = new Set(chosen.flatMap(({ findings }) => findings.map(({ id }) => id)));
  const findings = result.findings.filter(({ id }) => ids.has(id));
  const projects = new Set(chosen.filter(({ kind }) => kind === "project").map(({ path }) => path));
  const { allocated, frees, freesUpTo } = sumOf([...ids]);
  return {
    ...result,
    findings,
    projects: result.projects.filter(({ path }) => projects.has(path)),
    totals: { ...result.totals, findings: findings.filter(counts).length, allocated, frees, freesUpTo },
  };
}
