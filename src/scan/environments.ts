import { foreignTrees } from "../catalog/foreign-trees.ts";
import { artifacts } from "../catalog/index.ts";
import { environmentsIn } from "../environments/several.ts";
import type { Artifact } from "../model/artifact.ts";
import type { Problem } from "../model/finding.ts";
import { nameOf, type AbsolutePath } from "../model/path.ts";
import { portableReader } from "../system/directory-reader.ts";
import { handleReader } from "../system/handle-reader.ts";
import type { Host } from "../system/host.ts";
import { boundaries } from "./boundaries.ts";
import { compileCatalogue, recogniser } from "./recognise.ts";
import { resolveRoots } from "./roots.ts";
import { search } from "./search.ts";
import { workerSettings } from "./settings.ts";
import type { MeasureTask, SearchTask, Task } from "./tasks.ts";
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

/** Directories at the top of an environment that packages are installed to. */
const OF_PACKAGES = /^(bin|conda-meta|DLLs|etc|include|lib(32|64|exec|rary|s)?|man|sbin|scripts|share|tcl|var)$/i;

const byId = new Map(artifacts.map((artifact) => [artifact.id, artifact]));

/**
 * The environments below some roots, proven as in a scan, and those that lie inside of them, but not where packages are
 * installed, which may bring what looks like one. In this thread: what lies around packages is little beside them.
 */
export function findEnvironments(host: Host, request: WalkRequest, signal?: AbortSignal): FoundEnvironments {
  const { roots, tasks, problems: rootProblems } = resolveRoots(host, request);
  const settings = workerSettings(host, request, roots);
  const problems: Problem[] = [...rootProblems];
  /** By path: those of a directory of several are met again inside of it. */
  const environments = new Map<AbsolutePath, FoundEnvironment>();
  const stack: SearchTask[] = tasks.map(inEnvironment);
  const catalogue = compileCatalogue(artifacts, foreignTrees);
  let isEnvironment = false;
  const context = {
    catalogue,
    boundaries: boundaries(settings),
    reader: handleReader() ?? portableReader,
    depth: settings.depth,
    now: settings.now,
    neverProjects: new Set(settings.neverProjects),
    push(task: Task) {
      if (task.type === "search") {
        if (task.surroundings !== "packages") stack.push(task);
        return;
      }
      const here = held(task);
      for (const one of here) environments.set(one.path, one);
      isEnvironment ||= here.length > 0;
    },
    onEntries: () => {},
    onSource: () => {},
    onLink: () => {},
    onProblem: (problem: Problem) => problems.push(problem),
  };
  /** Takes no directory for a finding, so that it goes on into it. */
  const inside = {
    ...context,
    catalogue: { ...catalogue, directories: recogniser<Artifact>([]) },
    push(task: Task) {
      if (task.type === "search" && !OF_PACKAGES.test(nameOf(task.directory))) stack.push(task);
    },
  };
  for (let task = stack.pop(); task && !signal?.aborted; task = stack.pop()) {
    isEnvironment = false;
    search(task, context);
    if (isEnvironment) search({ ...task, surroundings: "environments" }, inside);
  }
  context.reader.close();
  const all = [...environments.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { roots, environments: all, problems };
}

/** A root among installed packages, or anywhere else in an environment, is searched for environments all the same. */
function inEnvironment(task: SearchTask): SearchTask {
  return task.surroundings === "packages" ? { ...task, surroundings: "environments" } : task;
}

function held({ artifact: id, path }: MeasureTask): readonly FoundEnvironment[] {
  const artifact = byId.get(id);
  if (artifact?.holds) return [{ path, kind: artifact.holds }];
  return artifact?.holdsEnvironments ? environmentsIn(path) : [];
}
