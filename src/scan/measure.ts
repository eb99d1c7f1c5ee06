import { plural } from "../model/count.ts";
import { artifacts } from "../catalog/index.ts";
import { openContents } from "../environments/contents.ts";
import { openSeveral } from "../environments/several.ts";
import { isProgramOfPixi } from "../environments/user-data.ts";
import type { Problem } from "../model/finding.ts";
import type { Artifact } from "../model/artifact.ts";
import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import { strictest, type Safety } from "../model/safety.ts";
import { gradeOf } from "../proof/grade.ts";
import { placeAt } from "../proof/place.ts";
import { holds } from "../proof/prove.ts";
import type { DirectoryReader } from "../system/directory-reader.ts";
import { status, statusOrNothing, type Status } from "../system/files.ts";
import { identityAt } from "../system/place-identity.ts";
import type { Boundaries } from "./boundaries.ts";
import type { Catalogue } from "./recognise.ts";
import type { IndexStore } from "./index-store.ts";
import type { Recall } from "./recall.ts";
import { Recorder } from "./recorder.ts";
import { tally, type Tally } from "./tally.ts";
import type { Measured, MeasureTask } from "./tasks.ts";

export interface MeasureContext {
  readonly catalogue: Catalogue;
  readonly boundaries: Boundaries;
  readonly reader: DirectoryReader;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What earlier scans have left, or null to measure everything. */
  readonly index: Index | null;
  push(task: MeasureTask): void;
  onEntries(count: number): void;
  onProblem(problem: Problem): void;
}

export interface Index {
  readonly store: IndexStore;
  readonly recall: Recall;
  readonly version: string;
}

const byId = new Map(artifacts.map((artifact) => [artifact.id, artifact]));

/** Sums one finding and looks into it where it is an environment. Undefined when it has gone meanwhile. */
export function measure(task: MeasureTask, context: MeasureContext): Measured | undefined {
  const identity = identityAt(task.path);
  const placeStatus = status(task.path);
  if (!identity || !placeStatus) return undefined;
  const artifact = byId.get(task.artifact);
  const holdsWhat = artifact?.holds;
  const used = holdsWhat ? signsOfUse(task.path, context.boundaries) : 0;
  const recalled = holdsWhat ? recall(task, placeStatus, context) : undefined;
  const sums = recalled ?? count(task, placeStatus, artifact, context);
  for (const problem of sums.problems) context.onProblem(problem);
  const { safety, reasons } = judge(task, sums);
  const environment = sums.contents && "facts" in sums.contents ? sums.contents : null;
  return {
    artifact: task.artifact,
    path: task.path,
    project: task.project,
    inside: task.inside,
    identity,
    safety,
    reasons,
    apparent: sums.apparent,
    allocated: sums.allocated,
    unshared: sums.unshared,
    frees: sums.frees,
    links: sums.links,
    files: sums.files,
    directories: sums.directories,
    lastActivity: (holdsWhat ? Math.max(sums.newestBytecode, used) : sums.newest) || placeStatus.modified || null,
    largest: environment?.largest ?? [],
    environment: environment?.facts ?? null,
    isFromIndex: recalled !== undefined,
  };
}

/** What the index knows, if all of it still holds. */
function recall(task: MeasureTask, placeStatus: Status, context: MeasureContext): Tally | undefined {
  const remembered = context.boundaries.holdsMounts(task.path) ? undefined : context.index?.store.get(task.path);
  const recalled = remembered && context.index?.recall.check(remembered, task.path, placeStatus);
  if (!recalled) return undefined;
  // As the walk counts them: all that is listed in it, not the environment itself.
  context.onEntries(recalled.files + recalled.directories - 1);
  for (const path of recalled.nested) pushNested(path, nameOf(path), task, context);
  return recalled;
}

/** Sums everything, and leaves what the index needs where it is an environment. */
function count(task: MeasureTask, placeStatus: Status, artifact: Artifact | undefined, context: MeasureContext): Tally {
  const { index } = context;
  const holdsWhat = artifact?.holds;
  const several = artifact?.holdsEnvironments ? openSeveral(task.path) : null;
  const contents = holdsWhat ? openContents(task.path, holdsWhat) : several;
  const recorder = holdsWhat && index ? new Recorder(context.now) : null;
  const observer = {
    onEntries: context.onEntries,
    onDirectory: (path: AbsolutePath, name: string) => {
      if (holdsWhat && pushNested(path, name, task, context)) recorder?.nested(path);
    },
  };
  const sums = tally(task.path, placeStatus, context, observer, contents, recorder);
  if (index && recorder && sums.contents && "facts" in sums.contents) {
    const { path } = task;
    const of = { path, device: placeStatus.device, version: index.version, isProgramOfPixi: isProgramOfPixi(path) };
    const remembered = recorder.finish(of, sums, sums.contents);
    if (remembered) index.store.put(remembered);
  }
  return sums;
}

/** What lives inside an environment and may go without it: pip's leftovers. True when this is one. */
function pushNested(path: AbsolutePath, name: string, task: MeasureTask, context: MeasureContext): boolean {
  const candidates = context.catalogue.insideEnvironments.byName(name);
  if (candidates.length === 0) return false;
  const place = placeAt(path, { now: context.now });
  const artifact = candidates.find(({ proof }) => holds(proof, place));
  if (!artifact) return false;
  const grade = gradeOf(artifact, place);
  const inside = { artifact: task.artifact, path: task.path };
  context.push({ type: "measure", artifact: artifact.id, path, project: task.project, inside, ...grade });
  return true;
}

/** When the environment was made and, where the mount keeps access times, last started. */
function signsOfUse(environment: AbsolutePath, limits: Boundaries): number {
  const configuration: Status | undefined = statusOrNothing(join(environment, "pyvenv.cfg"));
  if (!configuration) return 0;
  return limits.accessTimeLagMs(environment) === null
    ? configuration.modified
    : Math.max(configuration.modified, configuration.accessed);
}

function judge(task: MeasureTask, sums: Tally): { safety: Safety; reasons: readonly string[] } {
  const { contents } = sums;
  const ofContents = contents === null ? [] : "facts" in contents ? contents.facts.notRestorable : contents.reasons;
  const reasons = [...task.reasons, ...ofContents];
  let safety = contents ? strictest(task.safety, contents.safety) : task.safety;
  if (sums.mounts.length > 0) {
    safety = "data";
    reasons.push(`another file system is mounted inside, at ${sums.mounts[0]}`);
  }
  if (sums.problems.length > 0) {
    safety = strictest(safety, "medium");
    reasons.push(`${plural(sums.problems.length, "place")} inside could not be read`);
  }
  return { safety, reasons };
}
