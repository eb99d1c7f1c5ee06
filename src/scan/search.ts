import type { Artifact, ForeignTree } from "../model/artifact.ts";
import type { Problem } from "../model/finding.ts";
import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import { gradeOf } from "../proof/grade.ts";
import { placeAt, type Place } from "../proof/place.ts";
import { holds } from "../proof/prove.ts";
import type { DirectoryReader, Entry } from "../system/directory-reader.ts";
import { normalise } from "../system/command-line.ts";
import { codeOf, linkTarget } from "../system/files.ts";
import type { Boundaries } from "./boundaries.ts";
import { isProjectRoot, isSourceFile } from "./projects.ts";
import type { Catalogue } from "./recognise.ts";
import type { MeasureTask, SearchTask, SeenLink, Surroundings, Task } from "./tasks.ts";

/** What the search needs and where it leaves what it sees. */
export interface SearchContext {
  readonly catalogue: Catalogue;
  readonly boundaries: Boundaries;
  readonly reader: DirectoryReader;
  readonly depth: number | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly neverProjects: ReadonlySet<AbsolutePath>;
  push(task: Task): void;
  onEntries(count: number): void;
  onSource(project: AbsolutePath, path: AbsolutePath, modified: number): void;
  onLink(link: SeenLink): void;
  onProblem(problem: Problem): void;
}

/** Looks through one directory: it is a finding, another tool's tree, or a place with further directories. */
export function search(task: SearchTask, context: SearchContext): void {
  const { directory } = task;
  const entries = entriesOf(directory, context);
  if (!entries) return;
  const held = new Set(entries.map(({ name }) => name));
  const place = placeAt(directory, { now: context.now, entries });
  const finding = provenDirectory(place, held, task, context);
  if (finding) return context.push(finding);
  context.onEntries(entries.length);
  const surroundings = surroundingsIn(place, held, task.surroundings, context.catalogue);
  if (surroundings === "nothing") return;
  const mayOwn = surroundings === "anything" && !context.neverProjects.has(directory);
  const project = mayOwn && isProjectRoot(held) ? directory : task.project;
  const inside: SearchTask = { ...task, project, surroundings };
  for (const entry of entries) searchEntry(entry, place, inside, context);
}

/** What the search needs of an entry, kept until the directory is understood. */
type SearchedEntry = Pick<Entry, "name" | "kind" | "device" | "modified">;

function entriesOf(directory: AbsolutePath, context: SearchContext): readonly SearchedEntry[] | undefined {
  const entries: SearchedEntry[] = [];
  try {
    context.reader.read(directory, {
      onEntry: ({ name, kind, device, modified }) => entries.push({ name, kind, device, modified }),
      onFault: (name, code) =>
        context.onProblem({ path: join(directory, name), code, message: "could not be looked at" }),
    });
    return entries;
  } catch (error) {
    context.onProblem({ path: directory, code: codeOf(error), message: "could not be listed" });
    return undefined;
  }
}

function searchEntry(entry: SearchedEntry, directory: Place, parent: SearchTask, context: SearchContext): void {
  const { name } = entry;
  const path = join(parent.directory, name);
  if (entry.kind === "directory") {
    const mayGoDeeper = context.depth === null || parent.depth < context.depth;
    if (!mayGoDeeper || isClosedByName(name, context.catalogue)) return;
    if (!context.boundaries.mayEnter(path, entry, parent.device)) return;
    context.push({ ...parent, directory: path, depth: parent.depth + 1, device: entry.device });
  } else if (entry.kind === "file") {
    const finding = provenFile(path, directory, parent, context);
    if (finding) context.push(finding);
    else if (parent.project !== null && isSourceFile(name)) context.onSource(parent.project, path, entry.modified);
  } else if (entry.kind === "link" && parent.surroundings === "anything") {
    const target = linkTarget(path);
    if (target === undefined || !/env/i.test(`${name} ${target}`)) return;
    context.onLink({ path, target: normalise(target.startsWith("/") ? target : `${parent.directory}/${target}`) });
  }
}

function provenDirectory(
  place: Place,
  held: ReadonlySet<string>,
  task: SearchTask,
  context: SearchContext,
): MeasureTask | undefined {
  const { directories } = context.catalogue;
  const candidates = [...directories.byEntries(held), ...directories.byName(place.name)];
  return firstProven(candidates, task.directory, () => place, task, context);
}

function provenFile(
  path: AbsolutePath,
  directory: Place,
  task: SearchTask,
  context: SearchContext,
): MeasureTask | undefined {
  const candidates = context.catalogue.files.byName(nameOf(path));
  const withinDepth = context.depth === null || task.depth < context.depth;
  if (candidates.length === 0 || !withinDepth) return undefined;
  return firstProven(candidates, path, () => placeAt(path, { now: context.now, parent: directory }), task, context);
}

function firstProven(
  candidates: readonly Artifact[],
  path: AbsolutePath,
  look: () => Place,
  task: SearchTask,
  context: SearchContext,
): MeasureTask | undefined {
  const allowed = candidates.filter((artifact) => mayLieIn(artifact, task.surroundings));
  if (allowed.length === 0) return undefined;
  const place = look();
  const artifact = allowed.find(({ proof }) => holds(proof, place));
  if (!artifact) return undefined;
  const grade = gradeOf(artifact, place);
  const project = context.neverProjects.has(path) || task.project === path ? null : task.project;
  return { type: "measure", artifact: artifact.id, path, project, inside: null, ...grade };
}

function mayLieIn(artifact: Artifact, surroundings: Surroundings): boolean {
  if (surroundings === "environments") return artifact.holds !== undefined;
  if (surroundings === "packages") return artifact.livesInSitePackages === true;
  return true;
}

/** A name such as `.git` closes a directory without a look inside. */
export function isClosedByName(name: string, { trees }: Pick<Catalogue, "trees">): boolean {
  return trees.byName(name).some((tree) => tree.inside === "nothing" && !tree.proof);
}

/** What a directory turns its inside into: another tool's tree, installed packages, or nothing new. */
export function surroundingsIn(
  place: Place,
  held: ReadonlySet<string>,
  outside: Surroundings,
  catalogue: Pick<Catalogue, "trees">,
): Surroundings | "nothing" {
  if (place.name === "site-packages" || place.name === "dist-packages") return "packages";
  const tree = foreignTreeAt(place, held, catalogue);
  if (!tree) return outside;
  if (tree.inside === "findings") return outside === "anything" ? "no-projects" : outside;
  return tree.inside;
}

/** The other tool whose own tree begins at this directory, which holds these names. */
export function foreignTreeAt(
  place: Place,
  held: ReadonlySet<string>,
  { trees }: Pick<Catalogue, "trees">,
): ForeignTree | undefined {
  const suggested = [...trees.byName(place.name), ...trees.byEntries(held)];
  return suggested.find(({ proof }) => !proof || holds(proof, place));
}
