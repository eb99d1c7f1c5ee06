import type { EnvironmentFacts, Finding, Project, ScanResult } from "../../src/model/finding.ts";
import { plainSum } from "../../src/model/group.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { DAY_MS } from "../../src/model/time.ts";
import type { ScanView } from "../../src/report/scan-text.ts";

export const NOW = Date.UTC(2026, 10, 21, 12);
export const MIB = 2 ** 20;
export const GIB = 2 ** 30;

export function daysAgo(days: number): number {
  return NOW - days * DAY_MS;
}

/** A finding of `size` bytes that all come free; anything else by name. */
export function finding(path: string, size: number, more: Partial<Finding> = {}): Finding {
  return {
    id: path,
    artifact: "mypy-cache",
    tool: "mypy",
    path: path as AbsolutePath,
    project: null,
    safety: "safe",
    reasons: [],
    bytes: { apparent: size, allocated: size, frees: size, freesUpTo: size },
    files: 3,
    directories: 1,
    lastActivity: null,
    largest: [],
    environment: null,
    sharedWith: null,
    inside: null,
    isFromIndex: false,
    ...more,
  };
}

export const PYTHON_311: EnvironmentFacts = {
  python: "3.11.7",
  home: "/usr/bin",
  creator: "venv",
  packages: 45,
  notRestorable: [],
};

export function environment(path: string, size: number, more: Partial<Finding> = {}): Finding {
  return finding(path, size, { artifact: "venv", tool: "venv", safety: "low", environment: PYTHON_311, ...more });
}

/** A scan of `/home/ann`; projects and totals follow from the findings. */
export function scanResult(
  findings: readonly Finding[],
  ages: Readonly<Record<string, number | null>> = {},
  more: Partial<ScanResult> = {},
): ScanResult {
  const sumOf = plainSum(findings);
  const paths = [...new Set(findings.flatMap(({ project }) => (project === null ? [] : [project])))];
  const projects = paths.map((path): Project => {
    const ids = findings.filter(({ project }) => project === path).map(({ id }) => id);
    const { frees, freesUpTo } = sumOf(ids);
    const lastActivity = ages[path] ?? null;
    return {
      path,
      frees,
      freesUpTo,
      lastActivity,
      decidedBy: lastActivity === null ? null : "git HEAD",
      findings: ids,
    };
  });
  const { allocated, frees, freesUpTo } = sumOf(findings.map(({ id }) => id));
  return {
    roots: ["/home/ann" as AbsolutePath],
    startedAt: NOW - 1300,
    durationMs: 1300,
    interrupted: false,
    findings,
    projects,
    totals: { findings: findings.length, allocated, frees, freesUpTo, entries: 722_534 },
    problems: [],
    ...more,
  };
}

export function view(result: ScanResult, more: Partial<ScanView> = {}): ScanView {
  return {
    look: { colour: false, symbols: true, columns: 80 },
    sort: "size",
    top: 20,
    tree: false,
    now: NOW,
    sumOf: plainSum(result.findings),
    unread: 0,
    remarks: [],
    ...more,
  };
}
