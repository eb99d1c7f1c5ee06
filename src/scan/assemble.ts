import { createHash } from "node:crypto";
import { artifacts } from "../catalog/index.ts";
import { partArtifacts } from "../catalog/parts.ts";
import type { Bytes, Finding, Project, Totals } from "../model/finding.ts";
import { otherLinks, type LinkCounts, type LinkTable } from "../model/links.ts";
import type { AbsolutePath } from "../model/path.ts";
import { bytesOf, outermostOf, type PlaceSums } from "../model/sums.ts";
import { isWanted, type Wanted } from "../model/wanted.ts";
import type { Measured } from "./tasks.ts";
import type { Walked } from "./walk.ts";

/** A measured place and what is said of it in the light of all the others. */
export interface Settled {
  readonly measured: Measured;
  readonly finding: Finding;
}

const toolOf = new Map([...artifacts, ...partArtifacts].map(({ id, tool }) => [id, tool]));

/** One finding by itself; what it shares with others is settled later. */
export function findingOf(measured: Measured): Finding {
  const { artifact, path, project, safety, reasons, files, directories, lastActivity, largest, environment } = measured;
  const { apparent, allocated, frees } = measured;
  return {
    id: findingId(artifact, path),
    artifact,
    tool: toolOf.get(artifact) ?? artifact,
    path,
    project,
    safety,
    reasons,
    bytes: { apparent, allocated, frees, freesUpTo: frees },
    files,
    directories,
    lastActivity,
    largest,
    environment,
    sharedWith: null,
    inside: measured.inside && findingId(measured.inside.artifact, measured.inside.path),
    isFromIndex: measured.isFromIndex,
  };
}

/** A stable name for one artifact at one place. */
function findingId(artifact: string, path: AbsolutePath): string {
  return createHash("sha256").update(`${artifact}\0${path}`).digest("hex").slice(0, 16);
}

/** Findings in the order of their paths, with what they share settled over the whole set. */
export function settle(
  { measured: all, linkSum: { counts } }: Pick<Walked, "measured" | "linkSum">,
  isInUvCache: (environment: AbsolutePath) => boolean,
): Settled[] {
  return all
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map((measured) => {
      const inCache = (): boolean => measured.environment !== null && isInUvCache(measured.path);
      return { measured, finding: { ...findingOf(measured), sharedWith: sharedWith(measured.links, counts, inCache) } };
    });
}

/** Says who holds the other links to a finding's files. */
function sharedWith(links: LinkTable, all: LinkCounts, isInUvCache: () => boolean): string | null {
  const where = otherLinks(links, all);
  if (where === "none") return null;
  if (where === "in the set") return "other findings";
  return isInUvCache() ? "uv's cache" : "files elsewhere";
}

/** The sums of each of these findings that lies in none of the others; what is never removed is left out. */
export function sumsOf(set: readonly Settled[]): readonly PlaceSums[] {
  const places = set.filter(({ measured }) => measured.safety !== "data");
  return outermostOf(places.map(({ measured }) => ({ path: measured.path, sums: measured })));
}

/** What counts in a sum: not what is never removed, and nothing twice. */
function counted(set: readonly Settled[]): Measured[] {
  return set.map(({ measured }) => measured).filter(({ safety, inside }) => safety !== "data" && inside === null);
}

/** What a set of findings holds and gives back when it goes together. */
export function sumOf(set: readonly Settled[]): Bytes {
  return bytesOf(counted(set));
}

/** The sums of what was chosen of a walk; the walk's own sum of links serves where everything was. */
export function totalsOf(set: readonly Settled[], { measured, linkSum, entries }: Walked): Totals {
  const all = counted(set);
  const isEverything = all.length === measured.filter(({ inside }) => inside === null).length;
  const { allocated, frees, freesUpTo } = isEverything ? bytesOf(all, 0, linkSum) : bytesOf(all);
  return { findings: all.length, allocated, frees, freesUpTo, entries };
}

/** Everything that was found on disk, what is never removed included, each inode once; bytes. */
export function allocatedOf({ measured, linkSum }: Pick<Walked, "measured" | "linkSum">): number {
  return bytesOf(
    measured.filter(({ inside }) => inside === null),
    0,
    linkSum,
  ).allocated;
}

/** Groups by project. Ages are judged by all of a project's findings, sums take the selected ones. */
export function projectsOf(
  everything: readonly Settled[],
  wanted: Wanted,
  activityOf: (
    project: AbsolutePath,
    findings: readonly Finding[],
  ) => { readonly lastActivity: number | null; readonly decidedBy: string | null },
): Project[] {
  const groups = new Map<AbsolutePath, Settled[]>();
  for (const settled of everything) {
    const { project } = settled.finding;
    if (project === null) continue;
    const group = groups.get(project);
    if (group) group.push(settled);
    else groups.set(project, [settled]);
  }
  return [...groups].flatMap(([path, members]) => {
    const chosen = members.filter(({ finding }) => isWanted(wanted, finding.artifact));
    if (chosen.length === 0) return [];
    const { frees, freesUpTo } = bytesOf(counted(chosen));
    const { lastActivity, decidedBy } = activityOf(
      path,
      members.map(({ finding }) => finding),
    );
    return [{ path, frees, freesUpTo, lastActivity, decidedBy, findings: chosen.map(({ finding }) => finding.id) }];
  });
}
