import { readStatedFiles, type FileClaim, type StatedFiles, type StatedPlace } from "../environments/stated-files.ts";
import type { Problem } from "../model/finding.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { plural } from "../model/time.ts";
import { portableReader, type DirectoryReader, type Entry } from "../system/directory-reader.ts";
import { codeOf, status } from "../system/files.ts";
import { namesIn } from "../system/visible.ts";
import { handleReader } from "../system/handle-reader.ts";
import { ColumnBuilder } from "./file-columns.ts";
import { BYTECODE, STATED, UNSTATED, WRITTEN_IN_PLACE, type FileTable, type TablePackage } from "./file-table.ts";

/** Where files are collected from. */
export interface CollectTask {
  readonly path: AbsolutePath;
  readonly kind: "python-environment" | "conda-environment" | "uv-cache";
  /** Bytecode is looked at as well. */
  readonly withBytecode: boolean;
}

const CHANGED = 1;
const NOBODY = -1;

/** Lists every file of an environment, with what its package's list says of its content. Reads no contents. */
export function collect({ path, kind, withBytecode }: CollectTask): FileTable {
  const collector = new Collector(path, withBytecode);
  if (kind !== "uv-cache") collector.add("", kind);
  else for (const name of namesIn(path)) collector.add(name, "unpacked-wheel");
  return collector.finish(kind === "uv-cache" ? "uv-cache" : "environment");
}

class Collector {
  readonly #root: AbsolutePath;
  readonly #withBytecode: boolean;
  readonly #device: number;
  readonly #reader: DirectoryReader = handleReader() ?? portableReader;
  readonly #columns = new ColumnBuilder();
  readonly #directories: string[] = [];
  readonly #packages: TablePackage[] = [];
  readonly #problems: Problem[] = [];
  readonly #all = { files: 0, allocated: 0 };

  constructor(root: AbsolutePath, withBytecode: boolean) {
    this.#root = root;
    this.#withBytecode = withBytecode;
    this.#device = status(root)?.device ?? -1;
  }

  /** `top`, relative to the root, holds an environment or an unpacked wheel. */
  add(top: string, kind: StatedPlace): void {
    const place = top === "" ? this.#root : join(this.#root, top);
    const stated = readStatedFiles(place, kind);
    const changed = new Int32Array(stated.packages.length);
    const firstPackage = this.#packages.length;
    const stack = [""];
    for (let within = stack.pop(); within !== undefined; within = stack.pop()) {
      this.#read(top, within, stated, { stack, changed, firstPackage });
    }
    for (const [index, { name, version, isEditable }] of stated.packages.entries()) {
      const edited = changed[index]! > 0 ? `${plural(changed[index]!, "file")} changed since it was installed` : null;
      this.#packages.push({ name, version, leftOut: isEditable ? "it is editable" : edited });
    }
  }

  finish(kind: FileTable["kind"]): FileTable {
    this.#reader.close();
    return {
      root: this.#root,
      kind,
      device: this.#device,
      packages: this.#packages,
      directories: this.#directories,
      problems: this.#problems,
      allFiles: this.#all.files,
      allAllocated: this.#all.allocated,
      columns: this.#columns.finish(),
    };
  }

  #read(top: string, within: string, stated: StatedFiles, state: AddState): void {
    const relative = top === "" ? within : within === "" ? top : `${top}/${within}`;
    const directory = relative === "" ? this.#root : join(this.#root, relative);
    const claims = stated.claims.get(within);
    const isBytecode = within === "__pycache__" || within.endsWith("/__pycache__");
    let number = NOBODY;
    const onEntry = (entry: Entry): void => {
      if (entry.device !== this.#device) return;
      if (entry.kind === "directory") state.stack.push(within === "" ? entry.name : `${within}/${entry.name}`);
      if (entry.kind !== "file") return;
      const isCompiled = isBytecode || entry.name.endsWith(".pyc");
      this.#all.files++;
      this.#all.allocated += entry.allocated;
      if (entry.size === 0) return;
      if (number === NOBODY) number = this.#directories.push(relative) - 1;
      this.#addFile(entry, number, isCompiled, within, claims?.get(entry.name), stated, state);
    };
    const skips = (name: string): boolean => name === "__pycache__" || name.endsWith(".pyc");
    try {
      this.#reader.read(directory, {
        ...(this.#withBytecode ? {} : { skips }),
        onEntry,
        onFault: (name, code) =>
          this.#problems.push({ path: join(directory, name), code, message: "could not be looked at" }),
      });
    } catch (error) {
      this.#problems.push({ path: directory, code: codeOf(error), message: "could not be listed" });
    }
  }

  #addFile(
    entry: Entry,
    directory: number,
    isCompiled: boolean,
    within: string,
    claim: FileClaim | undefined,
    { packages }: StatedFiles,
    { changed, firstPackage }: AddState,
  ): void {
    const owner = isCompiled ? undefined : claim;
    const installedBy = owner ? packages[owner.owner]!.installedBy : Infinity;
    if (owner && ((owner.size >= 0 && owner.size !== entry.size) || entry.modified > installedBy)) {
      changed[owner.owner]! += CHANGED;
    }
    const isStated = owner !== undefined && owner.high >= 0;
    const kind = isCompiled ? BYTECODE : isStated ? STATED : UNSTATED;
    const isConfiguration = within === "etc" || within.startsWith("etc/") || entry.name.endsWith(".pth");
    this.#columns.add({
      entry,
      directory,
      package: owner ? firstPackage + owner.owner : NOBODY,
      // Nothing says of these that programs replace them rather than write to them.
      kind: kind === UNSTATED || isConfiguration ? kind | WRITTEN_IN_PLACE : kind,
      high: isStated ? owner.high : -1,
      low: isStated ? owner.low : -1,
      notAfter: installedBy,
    });
  }
}

interface AddState {
  readonly stack: string[];
  /** Files changed, by package of the place. */
  readonly changed: Int32Array;
  readonly firstPackage: number;
}
