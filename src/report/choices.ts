import type { Bytes, Finding, ScanResult } from "../model/finding.ts";
import { groupFindings, type Group, type SumOf } from "../model/group.ts";
import type { Decision } from "../model/plan.ts";
import { strictest } from "../model/safety.ts";
import { sortGroups, type SortOrder } from "../model/selection.ts";

/** A finding and what policy says of it. */
export interface Judged {
  readonly finding: Finding;
  readonly decision: Decision;
  /** False when it cannot go whatever is chosen. */
  readonly mayGo: boolean;
}

/** Something that goes only by a number of its own. */
export interface Single {
  /** `2a`: the row's number and a letter. */
  readonly number: string;
  readonly item: Judged;
}

/** One numbered row. Its number stands for `items`: what may go and need not be picked by itself. */
export interface ChoiceRow {
  /** As a table shows it, with the figures of `items`. */
  readonly group: Group;
  readonly items: readonly Judged[];
  readonly singles: readonly Single[];
  /** What stays, whatever is chosen. */
  readonly kept: readonly Judged[];
}

export interface Choices {
  readonly rows: readonly ChoiceRow[];
  /** What stays and has no row. */
  readonly kept: readonly Judged[];
  /** What all numbers of rows together free. */
  readonly bytes: Bytes;
  readonly sumOf: SumOf;
}

export interface ChoiceView {
  readonly sort: SortOrder;
  /** Rows shown, and therefore to be chosen from; 0 shows all. */
  readonly top: number;
  /** What frees less has no row, in bytes. */
  readonly minSize: number;
}

/** Findings as numbered rows, one for each project or place. */
export function choicesOf(items: readonly Judged[], scan: ScanResult, sumOf: SumOf, view: ChoiceView): Choices {
  const judged = new Map(items.map((item) => [item.finding.id, item]));
  const withRow = new Map<Group, ChoiceRow>();
  const kept: Judged[] = [];
  for (const group of groupFindings(scan, sumOf)) {
    const own = group.findings.flatMap(({ id }) => judged.get(id) ?? []);
    if (!own.some(({ mayGo }) => mayGo)) kept.push(...own);
    else if (group.freesUpTo >= view.minSize) {
      const row = rowOf(group, own, sumOf);
      withRow.set(row.group, row);
    }
  }
  const sorted = sortGroups([...withRow.keys()], view.sort);
  const shown = view.top === 0 ? sorted : sorted.slice(0, view.top);
  const rows = shown.map((group, index) => numbered(withRow.get(group)!, index + 1));
  return {
    rows,
    kept,
    bytes: sumOf(rows.flatMap(({ items: going }) => going.map(({ finding }) => finding.id))),
    sumOf,
  };
}

function rowOf(group: Group, own: readonly Judged[], sumOf: SumOf): ChoiceRow {
  const items = own.filter(({ decision }) => decision.verdict !== "refuse");
  const singles = own.filter(({ decision, mayGo }) => decision.verdict === "refuse" && mayGo);
  return {
    group: groupOfSome(
      group,
      items.map(({ finding }) => finding),
      sumOf,
    ),
    items,
    singles: singles.map((item) => ({ number: "", item })),
    kept: own.filter(({ mayGo }) => !mayGo),
  };
}

/** The group as if nothing else lay in it; something whose outer finding is not among them counts by itself. */
export function groupOfSome(group: Group, findings: readonly Finding[], sumOf: SumOf): Group {
  const ids = new Set(findings.map(({ id }) => id));
  const { allocated, frees, freesUpTo } = sumOf([...ids]);
  return {
    ...group,
    findings: findings.map((one) => (one.inside === null || ids.has(one.inside) ? one : { ...one, inside: null })),
    allocated,
    frees,
    freesUpTo,
    safety: findings.length === 0 ? "medium" : findings.map(({ safety }) => safety).reduce(strictest),
  };
}

function numbered(row: ChoiceRow, number: number): ChoiceRow {
  return { ...row, singles: row.singles.map(({ item }, index) => ({ number: `${number}${letters(index)}`, item })) };
}

/** `a` to `z`, then `aa`. */
function letters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? letters(rest - 1) : "") + String.fromCharCode(97 + (index % 26));
}
