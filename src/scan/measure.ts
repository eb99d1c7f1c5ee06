import { artifacts } from "../catalog/index.ts";
import { openContents } from "../environments/contents.ts";
import { openSeveral } from "../environments/several.ts";
import type { Problem } from "../model/finding.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { strictest, type Safety } from "../model/safety.ts";
import { plural } from "../model/time.ts";
import { gradeOf } from "../proof/grade.ts";
import { placeAt } from "../proof/place.ts";
import { holds } from "../proof/prove.ts";
import type { DirectoryReader } from "../system/directory-reader.ts";
import { status, statusOrNothing, type Status } from "../system/files.ts";
import { identityAt } from "../system/place-identity.ts";
import type { Boundaries } from "./boundaries.ts";
import type { Catalogue } from "./recognise.ts";
import { tally, type Tally } from "./tally.ts";
import type { Measured, MeasureTask } from "./tasks.ts";

export interface MeasureContext {
  readonly catalogue: Catalogue;
  readonly boundaries: Boundaries;
  readonly reader: DirectoryReader;
  /** Milliseconds since the epoch. */
  readonly now: number;
  push(task: MeasureTask): void;
  onEntries(count: number): void;
  onProblem(problem: Problem): void;
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
  const several = artifact?.holdsEnvironments ? openSeveral(task.path) : null;
  const contents = holdsWhat ? openContents(task.path, holdsWhat) : several;
  const observer = {
    onEntries: context.onEntries,
    onDirectory: (path: AbsolutePath, name: string) => {
      if (holdsWhat) pushNested(path, name, task, context);
    },
  };
  const sums = tally(task.path, placeStatus, context, observer, contents);
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
  };
}

/** What lives inside an environment and may go without it: pip's leftovers. */
function pushNested(path: AbsolutePath, name: string, task: MeasureTask, context: MeasureContext): void {
  const candidates = context.catalogue.insideEnvironments.byName(name);
  if (candidates.length === 0) return;
  const place = placeAt(path, { now: context.now });
  const artifact = candidates.find(({ proof }) => holds(proof, place));
  if (!artifact) return;
  const grade = gradeOf(artifact, place);
  const inside = { artifact: task.artifact, path: task.path };
  context.push({ type: "measure", artifact: artifact.id, path, project: task.project, inside, ...grade });
}

/** When the environment was made and, where the mount keeps access times, last started. */
function signsOfUse(environment: AbsolutePath, limits: Boundaries): number {
  const configuration: Status | undefined = statusOrNothing(join(environment, "pyvenv.cfg"));
  if (!configuration) return 0;
  return limits.keepsAccessTimes(environment)
    ? Math.max(configuration.modified, configuration.accessed)
    : configuration.modified;
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
