import { foreignTrees } from "../catalog/foreign-trees.ts";
import { artifacts } from "../catalog/index.ts";
import { environmentsIn } from "../environments/several.ts";
import type { Problem } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import { portableReader } from "../system/directory-reader.ts";
import { handleReader } from "../system/handle-reader.ts";
import type { Host } from "../system/host.ts";
import { boundaries } from "./boundaries.ts";
import { compileCatalogue } from "./recognise.ts";
import { resolveRoots } from "./roots.ts";
import { search } from "./search.ts";
import { workerSettings } from "./settings.ts";
import type { MeasureTask, Task } from "./tasks.ts";
import type { WalkRequest } from "./walk.ts";

export interface FoundEnvironment {
  readonly path: AbsolutePath;
  readonly kind: "python-environment" | "conda-environment";
}

export interface FoundEnvironments {
  readonly roots: readonly AbsolutePath[];
  /** In the order of their paths. */
  readonly environments: readonly FoundEnvironment[];
  readonly problems: readonly Problem[];
}

const byId = new Map(artifacts.map((artifact) => [artifact.id, artifact]));

/**
 * The environments below some roots, proven as in a scan and not looked into. In this thread: what lies around
 * environments is little beside what lies in them.
 */
export function findEnvironments(host: Host, request: WalkRequest, signal?: AbortSignal): FoundEnvironments {
  const { roots, tasks, problems: rootProblems } = resolveRoots(host, request);
  const settings = workerSettings(host, request, roots);
  const problems: Problem[] = [...rootProblems];
  const environments: FoundEnvironment[] = [];
  const stack: Task[] = [...tasks];
  const context = {
    catalogue: compileCatalogue(artifacts, foreignTrees),
    boundaries: boundaries(settings),
    reader: handleReader() ?? portableReader,
    depth: settings.depth,
    now: settings.now,
    neverProjects: new Set(settings.neverProjects),
    push: (task: Task) => stack.push(task),
    onEntries: () => {},
    onSource: () => {},
    onLink: () => {},
    onProblem: (problem: Problem) => problems.push(problem),
  };
  for (let task = stack.pop(); task && !signal?.aborted; task = stack.pop()) {
    if (task.type === "search") search(task, context);
    else environments.push(...held(task));
  }
  context.reader.close();
  return { roots, environments: environments.toSorted((a, b) => (a.path < b.path ? -1 : 1)), problems };
}

function held({ artifact: id, path }: MeasureTask): readonly FoundEnvironment[] {
  const artifact = byId.get(id);
  if (artifact?.holds) return [{ path, kind: artifact.holds }];
  return artifact?.holdsEnvironments ? environmentsIn(path) : [];
}
