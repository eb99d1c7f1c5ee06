import { setImmediate } from "node:timers/promises";
import { estimateCompileTime, Sources } from "../bytecode/compile-time.ts";
import { bytecodeIn, CACHE_NAME } from "../bytecode/places.ts";
import { BytecodeTally, ownerOf } from "../bytecode/tally.ts";
import { unitsOf } from "../bytecode/units.ts";
import type { BytecodeAdvice, BytecodeOwner, BytecodeRule, CompileTime, Interpreter } from "../model/bytecode.ts";
import type { Finding } from "../model/finding.ts";
import { openLinkSum } from "../model/links.ts";
import { isWithin, join, type AbsolutePath } from "../model/path.ts";
import { isSourceFile } from "../scan/projects.ts";
import type { Measured, NewestSource } from "../scan/tasks.ts";
import { visit, type Visited } from "../scan/visit.ts";
import type { Host } from "../system/host.ts";
import { adviceOn } from "./bytecode-advice.ts";
import { interpretersOf, type Interpreters } from "./bytecode-interpreters.ts";
import { centralPlace, realCentral } from "./central-place.ts";
import { surveyOf, type ScanOptions, type ScanRequest, type Survey } from "./scan.ts";

/** The bytecode below some roots, as findings and file by file. */
export interface BytecodeSurvey extends Survey {
  readonly interpreters: readonly Interpreter[];
  /** Why nothing, or not everything, could be judged stale. */
  readonly doubts: readonly string[];
  /** The one cache for all, where it lies below the roots or around them: nothing of it is told here. */
  readonly central: AbsolutePath | null;
  /** How long it takes to compile again what would go. */
  compileTime(): Promise<CompileTime>;
  /** What cleaning would do. */
  outlook(): Promise<BytecodeOutlook>;
}

export interface BytecodeOutlook {
  /** Whose bytecode it is, the biggest first. */
  readonly owners: readonly BytecodeOwner[];
  /** What cleaning all that may go gives back, in bytes: what git tracks and what cannot be written to stays. */
  readonly frees: number;
  /** What its user had better know before cleaning. */
  readonly advice: readonly BytecodeAdvice[];
}

/** Looks at every bytecode file below the roots. `rule` says what of it becomes findings that may go. */
export async function surveyBytecode(
  host: Host,
  request: ScanRequest,
  rule: BytecodeRule,
  options: ScanOptions = {},
): Promise<BytecodeSurvey> {
  const startedAt = host.now();
  const place = centralPlace(host);
  const central = place.isThere ? realCentral(place) : null;
  const wanted = { ...request, central };
  const asked = await interpretersOf(host);
  const first = await gather(host, wanted, rule, asked, options);
  const all = asked.with(first.environments);
  // An environment may use an interpreter that nobody else knows of: what seemed stale is not.
  const gathered = all === asked ? first : await gather(host, wanted, rule, all, options);
  const { tally, sources, places, walked } = gathered;
  const survey = surveyOf(host, request, walked, { startedAt, interrupted: options.signal?.aborted ?? false });
  const { findings } = survey.result;
  const outlookWithout = (staying: ReadonlySet<AbsolutePath>): Pick<BytecodeOutlook, "owners" | "frees"> => {
    const going = findings.filter(
      ({ path, safety }) => safety !== "data" && safety !== "medium" && !staying.has(path) && places.has(path),
    );
    const goingOf = new Map<string, Finding[]>();
    for (const finding of going) {
      const key = keyOf(places.get(finding.path)!);
      goingOf.set(key, goingOf.get(key) ?? []);
      goingOf.get(key)!.push(finding);
    }
    const freesOf = (some: readonly Finding[]): number => survey.sumOf(some.map(({ id }) => id)).frees;
    const owners = tally.owners().map((owner): BytecodeOwner => {
      const own = goingOf.get(keyOf(owner)) ?? [];
      return { ...owner, removable: own.reduce((sum, { files }) => sum + files, 0), frees: freesOf(own) };
    });
    return {
      owners: owners.toSorted((a, b) => b.allocated - a.allocated || (a.path < b.path ? -1 : 1)),
      frees: freesOf(going),
    };
  };
  return {
    ...survey,
    interpreters: all.known,
    doubts: all.usability.doubts,
    central: walked.roots.some((root) => central !== null && (isWithin(central, root) || isWithin(root, central)))
      ? central
      : null,
    compileTime: () => estimateCompileTime(host, sources, all.known),
    outlook: async () => {
      const { advice, staying } = await adviceOn(host, findings, (path) => places.get(path)?.path ?? path);
      return { advice, ...outlookWithout(staying) };
    },
  };
}

/** Directories after which others get a turn: Ctrl-C, progress. */
const TURN = 256;
const PROGRESS_MS = 100;

async function gather(
  host: Host,
  request: ScanRequest & { readonly central: AbsolutePath | null },
  rule: BytecodeRule,
  { usability }: Interpreters,
  { signal, onEvent }: ScanOptions,
) {
  const visiting = visit(host, request, { identified: CACHE_NAME, leftOut: request.central });
  const tally = new BytecodeTally(visiting.roots);
  const sources = new Sources();
  const measured: Measured[] = [];
  const linkSum = openLinkSum();
  const newestSources = new Map<AbsolutePath, NewestSource>();
  const environments = new Set<AbsolutePath>();
  /** Findings' owners. */
  const places = new Map<AbsolutePath, Pick<BytecodeOwner, "kind" | "path">>();
  let [turn, shownAt, bytes] = [0, host.now(), 0];
  for (const visited of visiting.directories()) {
    if (turn++ % TURN === 0) {
      await setImmediate();
      if (signal?.aborted) break;
    }
    if (host.now() - shownAt >= PROGRESS_MS) {
      shownAt = host.now();
      onEvent?.({ type: "progress", entries: visiting.entries, findings: measured.length, bytes });
    }
    noteSources(visited, newestSources);
    if (visited.environment === visited.path) environments.add(visited.path);
    const place = bytecodeIn(visited, usability);
    if (!place) continue;
    tally.add(place);
    for (const file of place.files) sources.add(file);
    for (const unit of unitsOf(place, rule)) {
      measured.push(unit);
      linkSum.add(unit.links);
      places.set(unit.path, ownerOf(place, visiting.roots));
      bytes += unit.allocated;
    }
  }
  const { roots, problems, entries } = visiting;
  const walked = { roots, measured, linkSum, newestSources, links: [], entries, problems };
  return { tally, sources, places, environments: [...environments], walked };
}

function keyOf({ kind, path }: Pick<BytecodeOwner, "kind" | "path">): string {
  return `${kind} ${path}`;
}

/** What says when somebody last worked on a project. */
function noteSources({ path, entries, project, environment }: Visited, newest: Map<AbsolutePath, NewestSource>): void {
  if (project === null || environment !== null) return;
  for (const { name, kind, modified } of entries) {
    if (kind !== "file" || !isSourceFile(name) || (newest.get(project)?.modified ?? -Infinity) >= modified) continue;
    newest.set(project, { project, path: join(path, name), modified });
  }
}
