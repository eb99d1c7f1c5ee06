import type { ScanResult } from "../model/finding.ts";
import { groupFindings, type Group, type SumOf } from "../model/group.ts";
import { selectGroups, sortGroups } from "../model/selection.ts";
import type { ScanFlags } from "./scan-options.ts";

/** What of a scan the user asked to see. */
export interface ScanChoice {
  readonly result: ScanResult;
  /** Groups left out because they free less than `--min-size`. */
  readonly tooSmall: number;
}

/** True when the choice can only be made at the end of the scan. */
export function needsWhole(flags: ScanFlags, idleDays: number | undefined): boolean {
  return idleDays !== undefined || flags.minSize !== undefined || flags.sort !== undefined || (flags.top ?? 0) > 0;
}

/** Leaves out what frees less than `--min-size`. */
export function chooseGroups(result: ScanResult, flags: ScanFlags, sumOf: SumOf): ScanChoice {
  const { minSize = 0 } = flags;
  if (minSize === 0) return { result, tooSmall: 0 };
  const isLarge = ({ freesUpTo }: Group): boolean => freesUpTo >= minSize;
  const tooSmall = groupFindings(result, sumOf).filter((group) => !isLarge(group)).length;
  return { result: selectGroups(result, isLarge, sumOf), tooSmall };
}

/** The same findings and projects in the order of the rows, and only those of the first rows where that was asked. */
export function arrange(result: ScanResult, flags: ScanFlags, sumOf: SumOf): ScanResult {
  if (flags.sort === undefined && (flags.top ?? 0) === 0) return result;
  const sorted = sortGroups(groupFindings(result, sumOf), flags.sort ?? "size");
  const shown = flags.top ? sorted.slice(0, flags.top) : sorted;
  const projects = new Map(result.projects.map((project) => [project.path, project]));
  return {
    ...result,
    findings: shown.flatMap(({ findings }) => findings),
    projects: shown.flatMap(({ kind, path }) => {
      const project = kind === "project" ? projects.get(path) : undefined;
      return project ? [project] : [];
    }),
  };
}
