import type { Bytes, Finding, ScanResult } from "./finding.ts";
import { isWithin, nameOf, parentOf, type AbsolutePath } from "./path.ts";
import { strictest, type Safety } from "./safety.ts";

/** What one row of a table shows: a project, an environment of no project, or other leftovers of no project. */
export interface Group {
  readonly kind: "project" | "environment" | "place";
  /** The project, the environment, or the first directory below the scan's root. */
  readonly path: AbsolutePath;
  /** Short, and unlike the name of any other group; not escaped. */
  readonly name: string;
  /** Those that lie inside another one included. */
  readonly findings: readonly Finding[];
  /** Bytes, without what is never removed and without what lies inside another finding. */
  readonly allocated: number;
  readonly frees: number;
  readonly freesUpTo: number;
  /** Milliseconds since the epoch; null when unknown. */
  readonly lastActivity: number | null;
  /** The strictest among what can go; `data` only when nothing can. */
  readonly safety: Safety;
}

/** True for a finding that sums count: it can be removed and lies in no other finding. */
export function counts(finding: Finding): boolean {
  return finding.safety !== "data" && finding.inside === null;
}

/** What removing a set of findings gives back, shared files counted once; by their ids. */
export type SumOf = (ids: readonly string[]) => Bytes;

/** A sum for findings that share nothing with one another. */
export function plainSum(findings: readonly Finding[]): SumOf {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  return (ids) => {
    const counted = ids.map((id) => byId.get(id)).filter((finding) => finding !== undefined && counts(finding));
    const add = (key: keyof Bytes): number => counted.reduce((total, finding) => total + (finding?.bytes[key] ?? 0), 0);
    return { apparent: add("apparent"), allocated: add("allocated"), frees: add("frees"), freesUpTo: add("freesUpTo") };
  };
}

/** The findings of a scan, each in exactly one group; in no particular order. */
export function groupFindings(result: ScanResult, sumOf: SumOf = plainSum(result.findings)): Group[] {
  const byId = new Map(result.findings.map((finding) => [finding.id, finding]));
  const members = new Map<string, { kind: Group["kind"]; path: AbsolutePath; findings: Finding[] }>();
  for (const finding of result.findings) {
    const { kind, path } = homeOf(outermost(finding, byId), result.roots);
    const key = `${kind} ${path}`;
    const group = members.get(key);
    if (group) group.findings.push(finding);
    else members.set(key, { kind, path, findings: [finding] });
  }
  const projects = new Map(result.projects.map((project) => [project.path, project]));
  const groups = [...members.values()].map(({ kind, path, findings }): Omit<Group, "name"> => {
    const counted = findings.filter(counts);
    const known = kind === "project" ? projects.get(path) : undefined;
    const { allocated, frees, freesUpTo } = sumOf(counted.map(({ id }) => id));
    return {
      kind,
      path,
      findings,
      allocated,
      frees: known?.frees ?? frees,
      freesUpTo: known?.freesUpTo ?? freesUpTo,
      lastActivity: known ? known.lastActivity : newestOf(findings),
      safety: counted.length === 0 ? "data" : counted.map(({ safety }) => safety).reduce(strictest),
    };
  });
  return withNames(groups);
}

function outermost(finding: Finding, byId: ReadonlyMap<string, Finding>): Finding {
  const outer = finding.inside === null ? undefined : byId.get(finding.inside);
  return outer && outer !== finding ? outermost(outer, byId) : finding;
}

/** Where a finding is shown: its project, itself when it is an environment of no project, or a directory below its root. */
export function homeOf(finding: Finding, roots: readonly AbsolutePath[]): Pick<Group, "kind" | "path"> {
  if (finding.project !== null) return { kind: "project", path: finding.project };
  if (finding.environment !== null) return { kind: "environment", path: finding.path };
  const root = roots.find((candidate) => isWithin(finding.path, candidate));
  if (root === undefined || finding.path === root || parentOf(finding.path) === root) {
    return { kind: "place", path: parentOf(finding.path) };
  }
  const below = root.endsWith("/") ? root.length : root.length + 1;
  return { kind: "place", path: finding.path.slice(0, finding.path.indexOf("/", below)) as AbsolutePath };
}

/** One unknown age makes the whole unknown. */
function newestOf(findings: readonly Finding[]): number | null {
  let newest: number | null = null;
  for (const { lastActivity } of findings.filter(({ inside }) => inside === null)) {
    if (lastActivity === null) return null;
    newest = Math.max(newest ?? lastActivity, lastActivity);
  }
  return newest;
}

const USUAL_ENVIRONMENT_NAMES: ReadonlySet<string> = new Set([".venv", "venv", ".env", "env", "virtualenv"]);

/** An environment with a usual name is called by what it stands in; names that clash grow to the left. */
function withNames(groups: readonly Omit<Group, "name">[]): Group[] {
  const labelled = groups.map((group) => {
    const name = nameOf(group.path);
    const path = group.kind === "environment" && USUAL_ENVIRONMENT_NAMES.has(name) ? parentOf(group.path) : group.path;
    return { group, parts: path.split("/").filter((part) => part !== "") };
  });
  const names = new Map<Omit<Group, "name">, string>();
  let undecided = labelled;
  for (let length = 1; undecided.length > 0; length++) {
    const uses = new Map<string, number>();
    const nameAt = (parts: readonly string[]): string => parts.slice(-length).join("/") || "/";
    for (const { parts } of undecided) uses.set(nameAt(parts), (uses.get(nameAt(parts)) ?? 0) + 1);
    for (const { group, parts } of undecided) names.set(group, nameAt(parts));
    undecided = undecided.filter(({ parts }) => parts.length > length && (uses.get(nameAt(parts)) ?? 0) > 1);
  }
  return groups.map((group) => ({ ...group, name: names.get(group) ?? group.path }));
}
