import { foreignTrees } from "../catalog/foreign-trees.ts";
import { ENVIRONMENT_MARKS, environmentAbove } from "../environments/around.ts";
import type { Problem } from "../model/finding.ts";
import { isWithin, join, nameOf, type AbsolutePath } from "../model/path.ts";
import type { Identity } from "../model/plan.ts";
import { placeAt } from "../proof/place.ts";
import { kept, portableReader, type DirectoryReader, type KeptEntry } from "../system/directory-reader.ts";
import { codeOf } from "../system/files.ts";
import { handleReader } from "../system/handle-reader.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";
import { boundaries } from "./boundaries.ts";
import { isProjectRoot } from "./projects.ts";
import { compileCatalogue } from "./recognise.ts";
import { resolveRoots } from "./roots.ts";
import { isClosedByName, surroundingsIn } from "./search.ts";
import { workerSettings } from "./settings.ts";
import type { SearchTask } from "./tasks.ts";
import type { WalkRequest } from "./walk.ts";

/** One directory on the way, with everything in it. */
export interface Visited {
  readonly path: AbsolutePath;
  /** What lay there before it was listed; undefined unless its name was asked for. */
  readonly identity: Identity | undefined;
  readonly entries: readonly KeptEntry[];
  /** What lies beside it; undefined for a root. */
  readonly siblings: readonly KeptEntry[] | undefined;
  readonly project: AbsolutePath | null;
  /** The environment that it is or lies in. */
  readonly environment: AbsolutePath | null;
  /** It belongs to another tool, which keeps environments there and nothing of anybody's project. */
  readonly isForeign: boolean;
}

export interface Visit {
  readonly roots: readonly AbsolutePath[];
  readonly problems: Problem[];
  /** Entries seen so far. */
  readonly entries: number;
  /** Every directory below the roots once, those above before those below; links are not followed. */
  directories(): Generator<Visited>;
}

interface Waiting extends SearchTask {
  readonly environment: AbsolutePath | null;
  readonly siblings: readonly KeptEntry[] | undefined;
}

/**
 * Walks roots in this thread and hands over every directory, for whoever needs each file. It goes where a scan goes, by
 * the same rules, and into environments as well. `identified` is the name of directories that may be acted on; `leftOut` is
 * a directory where it does not go, not even as a root.
 */
export function visit(
  host: Host,
  request: WalkRequest,
  { identified, leftOut = null }: { readonly identified: string; readonly leftOut?: AbsolutePath | null },
): Visit {
  const { roots, tasks, problems: rootProblems } = resolveRoots(host, request);
  const problems = [...rootProblems];
  const settings = workerSettings(host, request, roots);
  const limits = boundaries(settings);
  const reader = handleReader() ?? portableReader;
  const catalogue = compileCatalogue([], foreignTrees);
  const neverProjects = new Set(settings.neverProjects);
  let seen = 0;

  function* directories(): Generator<Visited> {
    const stack: Waiting[] = tasks.map((task) => ({
      ...task,
      environment: environmentAbove(task.directory) ?? null,
      siblings: undefined,
    }));
    try {
      for (let next = stack.pop(); next; next = stack.pop()) {
        const { directory, depth } = next;
        if (leftOut !== null && isWithin(directory, leftOut)) continue;
        const identity = nameOf(directory) === identified ? identityAt(directory) : undefined;
        const entries = entriesOf(reader, directory, problems);
        if (!entries) continue;
        seen += entries.length;
        const held = new Set(entries.map(({ name }) => name));
        const environment = ENVIRONMENT_MARKS.some((name) => held.has(name)) ? directory : next.environment;
        const surroundings = environment
          ? next.surroundings
          : surroundingsIn(placeAt(directory, { now: settings.now, entries }), held, next.surroundings, catalogue);
        if (surroundings === "nothing") continue;
        const mayOwn = surroundings === "anything" && environment === null && !neverProjects.has(directory);
        const project = mayOwn && isProjectRoot(held) ? directory : next.project;
        const isForeign = surroundings === "environments" && environment === null;
        yield { path: directory, identity, entries, siblings: next.siblings, project, environment, isForeign };
        if (request.depth !== null && depth >= request.depth) continue;
        for (const entry of entries) {
          const path = join(directory, entry.name);
          if (entry.kind !== "directory" || isClosedByName(entry.name, catalogue)) continue;
          if (!limits.mayEnter(path, entry, next.device)) continue;
          const below = { directory: path, depth: depth + 1, device: entry.device, project, surroundings, environment };
          stack.push({ type: "search", ...below, siblings: entries });
        }
      }
    } finally {
      reader.close();
    }
  }

  return {
    roots,
    problems,
    get entries() {
      return seen;
    },
    directories,
  };
}

function entriesOf(
  reader: DirectoryReader,
  directory: AbsolutePath,
  problems: Problem[],
): readonly KeptEntry[] | undefined {
  const entries: KeptEntry[] = [];
  try {
    reader.read(directory, {
      onEntry: (entry) => entries.push(kept(entry)),
      onFault: (name, code) => problems.push({ path: join(directory, name), code, message: "could not be looked at" }),
    });
    return entries;
  } catch (error) {
    problems.push({ path: directory, code: codeOf(error), message: "could not be listed" });
    return undefined;
  }
}
