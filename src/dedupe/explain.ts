import type { EnvironmentSharing, FileSharing, SharedExtents } from "../model/sharing.ts";
import { join, nameOf, parentOf, relativeTo, type AbsolutePath } from "../model/path.ts";
import { extentReader } from "../system/extents.ts";
import type { AllFiles } from "./all-files.ts";
import type { Analysis } from "./analyse.ts";
import { BYTECODE, STATED } from "./file-table.ts";

type Answer<Kind> = Omit<Kind, "path" | "roots" | "cache" | "copiedByUv">;

/** Who holds links to the files of an environment, and what of it is elsewhere as well. */
export function explainEnvironment(
  { files, tallies }: Analysis,
  path: AbsolutePath,
): Answer<EnvironmentSharing> | undefined {
  const index = tableOf(files, path);
  const table = files.tables[index];
  if (!table) return undefined;
  const found = new Map<number | bigint, number>();
  let linked = 0;
  for (let file = files.start(index); file < files.end(index); file++) {
    if (files.links(file) < 2) continue;
    linked++;
    found.set(files.inode(file), (found.get(files.inode(file)) ?? 0) + 1);
  }
  const holders = files.tables.flatMap((other, at) => {
    if (at === index || other.device !== table.device) return [];
    let shared = 0;
    for (let file = files.start(at); file < files.end(at); file++) {
      const known = found.get(files.inode(file));
      if (known === undefined) continue;
      shared++;
      found.set(files.inode(file), known + 1);
    }
    return shared === 0 ? [] : [{ path: other.root, files: shared }];
  });
  let linkedElsewhere = 0;
  let bytecode = 0;
  let unique = 0;
  const contents = contentsOfBytecode(files);
  for (let file = files.start(index); file < files.end(index); file++) {
    if (files.links(file) > 1 && found.get(files.inode(file))! < files.links(file)) linkedElsewhere++;
    if ((files.kind(file) & BYTECODE) === 0) continue;
    bytecode++;
    if (isUnique(files, contents, file)) unique++;
  }
  return {
    kind: "environment",
    files: table.allFiles,
    allocated: table.allAllocated,
    ...tallies.ofTable(index),
    linked,
    linkedElsewhere,
    holders: holders.toSorted((a, b) => b.files - a.files),
    extents: sharedExtents(files, index),
    bytecode: { files: bytecode, unique },
  };
}

/** Asks the filesystem about every file of a table; one that has several names counts once. */
function sharedExtents(files: AllFiles, index: number): SharedExtents | null {
  const reader = extentReader();
  const seen = new Set<number | bigint>();
  const all = { files: 0, allocated: 0, inPart: 0 };
  let isKnown = false;
  for (let file = files.start(index); reader && file < files.end(index); file++) {
    if (seen.has(files.inode(file))) continue;
    seen.add(files.inode(file));
    const extents = reader.read(files.path(file));
    if (!extents) continue;
    isKnown = true;
    if (extents.isShared === "in part") all.inPart++;
    else if (extents.isShared) {
      all.files++;
      all.allocated += files.allocated(file);
    }
  }
  return isKnown ? all : null;
}

/** Undefined when it is not among the files that were looked at: empty, a link, or no regular file. */
export function explainFile(
  { files }: Analysis,
  environment: AbsolutePath,
  path: AbsolutePath,
): Answer<FileSharing> | undefined {
  const file = find(files, environment, path);
  if (file === undefined) return undefined;
  const table = files.table(file);
  const owner = table.packages[files.package(file)];
  const extents = extentReader()?.read(path);
  const names: AbsolutePath[] = [];
  const twins: AbsolutePath[] = [];
  for (let other = 0; other < files.count; other++) {
    if (other === file) continue;
    if (files.inode(other) === files.inode(file) && files.table(other).device === table.device)
      names.push(files.path(other));
    else if (files.hasSameContent(file, other)) twins.push(files.path(other));
  }
  const contents = contentsOfBytecode(files);
  return {
    kind: "file",
    environment,
    package: owner ? `${owner.name} ${owner.version}` : null,
    isStated: (files.kind(file) & STATED) !== 0,
    size: files.size(file),
    allocated: files.allocated(file),
    links: files.links(file),
    names,
    extents: extents
      ? { count: extents.count, shared: extents.isShared === "in part" ? "in part" : extents.isShared ? "yes" : "no" }
      : null,
    twins,
    bytecode: bytecodeOf(files, environment, path).map((one) => ({
      path: files.path(one),
      isUnique: isUnique(files, contents, one),
    })),
  };
}

function tableOf(files: AllFiles, environment: AbsolutePath): number {
  return files.tables.findIndex(({ root, kind }) => root === environment && kind === "environment");
}

function find(files: AllFiles, environment: AbsolutePath, path: AbsolutePath): number | undefined {
  const index = tableOf(files, environment);
  if (index < 0) return undefined;
  const wanted = relativeTo(path, environment);
  const name = nameOf(wanted);
  for (let file = files.start(index); file < files.end(index); file++) {
    if (files.name(file) === name && files.relativePath(file) === wanted) return file;
  }
  return undefined;
}

/** The bytecode of a source, or the file itself where it is bytecode. */
function bytecodeOf(files: AllFiles, environment: AbsolutePath, path: AbsolutePath): number[] {
  const index = tableOf(files, environment);
  const directory = relativeTo(join(parentOf(path), "__pycache__"), environment);
  const stem = nameOf(path).replace(/\.py$/, ".");
  const found: number[] = [];
  for (let file = files.start(index); file < files.end(index); file++) {
    if ((files.kind(file) & BYTECODE) === 0) continue;
    const relative = files.relativePath(file);
    const isOfSource = path.endsWith(".py") && parentOf(`/${relative}` as AbsolutePath) === `/${directory}`;
    if (relative === relativeTo(path, environment) || (isOfSource && nameOf(relative).startsWith(stem)))
      found.push(file);
  }
  return found;
}

/** How many files have each content, by a text for it. What was not read has no twin of its size. */
function contentsOfBytecode(files: AllFiles): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let file = 0; file < files.count; file++) {
    if ((files.kind(file) & BYTECODE) === 0) continue;
    const key = keyOf(files, file);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function isUnique(files: AllFiles, contents: ReadonlyMap<string, number>, file: number): boolean {
  const key = keyOf(files, file);
  return key === undefined || contents.get(key) === 1;
}

function keyOf(files: AllFiles, file: number): string | undefined {
  const { high, low } = files.columns;
  return high[file]! < 0 ? undefined : `${high[file]}:${low[file]}:${files.size(file)}`;
}
