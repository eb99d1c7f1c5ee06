import type { Bytes, Finding, ScanResult } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Identity } from "../model/plan.ts";
import type { PlaceSums } from "../model/sums.ts";
import { DAY_MS } from "../model/time.ts";
import { isWanted, type Wanted } from "../model/wanted.ts";
import { allocatedOf, findingOf, projectsOf, settle, sumOf, sumsOf, totalsOf, type Settled } from "../scan/assemble.ts";
import { walk, type Walked, type WalkRequest } from "../scan/walk.ts";
import { indexPlace } from "./index-place.ts";
import { keepSnapshot } from "./keep-snapshot.ts";
import { uvCacheLinks } from "../environments/uv-cache-links.ts";
import { projectActivity, type Activity } from "../evidence/activity.ts";
import type { Reliance } from "../evidence/relied-on.ts";
import type { Threads } from "../scan/threads.ts";
import type { Host } from "../system/host.ts";

export interface ScanRequest extends WalkRequest, Wanted {
  /** Only what has been idle for at least so many days; null means everything. */
  readonly idleDays: number | null;
}

export type ScanEvent =
  | { readonly type: "progress"; readonly entries: number; readonly findings: number; readonly bytes: number }
  /** What it shares with other findings is not settled yet. */
  | { readonly type: "finding"; readonly finding: Finding };

export interface ScanOptions {
  readonly onEvent?: (event: ScanEvent) => void;
  /**
   * Takes what earlier scans have counted where it still holds, and leaves what later ones may take or compare. The version of the
   * program: another one may count differently.
   */
  readonly remembersAs?: string | undefined;
  /** Stops the walk; what was found so far is returned with `interrupted`. */
  readonly signal?: AbortSignal;
  /** Threads that have been started for it. Whoever started them dismisses them where it comes to no walk. */
  readonly threads?: Threads | undefined;
}

/** A scan and what it knows beyond its figures. */
export interface Survey {
  readonly result: ScanResult;
  /** What removing these findings together gives back, shared files counted once; ids as in the result. */
  sumOf(ids: readonly string[]): Bytes;
  /** The sums behind that, so that they can be added to those of other places. */
  sumsOf(ids: readonly string[]): readonly PlaceSums[];
  /** What was seen on the way that needs a place: other environments, and links. */
  readonly reliances: readonly Reliance[];
  /** What lay at a finding's place before it was looked into; by its id. */
  identityOf(id: string): Identity | undefined;
  /** Projects, and findings of no project, that were left out because nothing says when they were used. */
  readonly unknownAge: number;
}

/**
 * Roots become findings, projects and totals. A root that cannot be scanned is a problem, not an exception;
 * `roots` in the result holds those that were scanned. Everything is walked whatever is selected, so that ages and
 * sharing are judged by all the evidence.
 */
export async function survey(host: Host, request: ScanRequest, options: ScanOptions = {}): Promise<Survey> {
  const startedAt = host.now();
  let findings = 0;
  const index = options.remembersAs ? indexPlace(host, options.remembersAs) : null;
  const walked = await walk(
    host,
    { ...request, index },
    {
      signal: options.signal,
      threads: options.threads,
      onMeasured(one) {
        if (!isWanted(request, one.artifact)) return;
        findings++;
        options.onEvent?.({ type: "finding", finding: findingOf(one) });
      },
      onProgress: (seen, bytes) => options.onEvent?.({ type: "progress", entries: seen, findings, bytes }),
    },
  );
  const found = surveyOf(host, request, walked, { startedAt, interrupted: options.signal?.aborted ?? false });
  if (options.remembersAs) keepSnapshot(host, request, found.result, allocatedOf(walked));
  return found;
}

/** What a walk saw, as findings, projects and totals. */
export function surveyOf(
  host: Host,
  request: ScanRequest,
  walked: Walked,
  { startedAt, interrupted }: Pick<ScanResult, "startedAt" | "interrupted">,
): Survey {
  const { roots, measured, newestSources, links, problems } = walked;
  const settled = settle(walked, uvCacheLinks(host));
  const activityOf = (project: AbsolutePath, inProject: readonly Finding[]): Activity =>
    projectActivity(host, project, newestSources.get(project) ?? null, inProject);
  const allProjects = projectsOf(settled, request, activityOf);
  const projects = allProjects.filter((project) => isIdle(project, request, startedAt));
  const kept = new Set(projects.map(({ path }) => path));
  const byId = new Map(settled.map((one) => [one.finding.id, one]));
  const outermost = (finding: Finding): Finding => (finding.inside && byId.get(finding.inside)?.finding) || finding;
  const wanted = settled.filter(({ finding }) => isWanted(request, finding.artifact));
  const chosen = wanted.filter(({ finding }) =>
    finding.project ? kept.has(finding.project) : isIdle(outermost(finding), request, startedAt),
  );
  const loose = wanted
    .map(({ finding }) => finding)
    .filter(({ project, inside }) => project === null && inside === null);
  const ageless = [...allProjects, ...loose].filter(({ lastActivity }) => lastActivity === null);
  const chosenOf = (ids: readonly string[]): Settled[] => {
    const named = new Set(ids);
    return chosen.filter(({ finding }) => named.has(finding.id));
  };
  return {
    unknownAge: request.idleDays === null ? 0 : ageless.length,
    result: {
      roots,
      startedAt,
      durationMs: host.now() - startedAt,
      interrupted,
      findings: chosen.map(({ finding }) => finding),
      projects,
      totals: totalsOf(chosen, walked),
      problems,
    },
    reliances: [
      ...links.map(({ path, target }): Reliance => ({ kind: "link", by: path, place: target })),
      ...measured.flatMap(({ path, environment }): Reliance[] =>
        environment?.home?.startsWith("/")
          ? [{ kind: "environment", by: path, place: environment.home as AbsolutePath }]
          : [],
      ),
    ],
    identityOf: (id) => byId.get(id)?.measured.identity,
    sumOf: (ids) => sumOf(chosenOf(ids)),
    sumsOf: (ids) => sumsOf(chosenOf(ids)),
  };
}

/** The same for whoever needs the figures only. */
export async function scan(host: Host, request: ScanRequest, options: ScanOptions = {}): Promise<ScanResult> {
  return (await survey(host, request, options)).result;
}

/** Idle for as long as was asked; an unknown age is not idle. */
function isIdle({ lastActivity }: { lastActivity: number | null }, { idleDays }: ScanRequest, now: number): boolean {
  return idleDays === null || (lastActivity !== null && now - lastActivity >= idleDays * DAY_MS);
}
