import { plural } from "../model/count.ts";
import { hashOfPath } from "../environments/listed-hashes.ts";
import { readStatedFiles, type StatedFiles, type StatedPlace } from "../environments/stated-files.ts";
import type { Problem } from "../model/finding.ts";
import { NameHash } from "../model/name-hash.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import {
  portableReader,
  type DirectoryReader,
  type Entry,
  type EntryName,
  type EntryVisitor,
} from "../system/directory-reader.ts";
import { codeOf, status } from "../system/files.ts";
import { namesIn } from "../system/visible.ts";
import { handleReader } from "../system/handle-reader.ts";
import type { Collected } from "./all-files.ts";
import { FileColumns, type TakenColumns } from "./file-columns.ts";
import {
  BYTECODE,
  STATED,
  TOUCHED,
  UNSTATED,
  WRITTEN_IN_PLACE,
  type Access,
  type FileTable,
  type TablePackage,
} from "./file-table.ts";
import { sharedMemory } from "./memory.ts";

/** Where files are collected from. */
export interface CollectTask {
  readonly path: AbsolutePath;
  readonly kind: "python-environment" | "conda-environment" | "uv-cache";
  /** Bytecode is looked at as well. */
  readonly withBytecode: boolean;
  /** Environments inside of it, whose files are their own. */
  readonly without?: readonly AbsolutePath[];
}

const NOBODY = -1;
const FIRST_ROOM = 16_384;
const CACHE = "__pycache__";
const CACHE_NAME = Buffer.from(CACHE);
const BYTECODE_SUFFIX = Buffer.from(".pyc");
const PATH_SUFFIX = Buffer.from(".pth");

/** One for all environments of a thread. */
let reader: DirectoryReader | undefined;

/**
 * Lists every file of an environment, with what its package's list says of its content. Reads no contents.
 * The memory of files that were taken over already is used again.
 */
export function collect(task: CollectTask, memory: TakenColumns | null = null): Collected {
  const { path, kind } = task;
  const collector = new Collector(task, new FileColumns(memory ?? FIRST_ROOM, sharedMemory));
  if (kind !== "uv-cache") collector.add("", kind);
  else for (const name of namesIn(path)) collector.add(name, "unpacked-wheel");
  return collector.finish(kind === "uv-cache" ? "uv-cache" : "environment");
}

class Collector implements EntryVisitor {
  readonly #root: AbsolutePath;
  readonly #withBytecode: boolean;
  readonly #without: ReadonlySet<AbsolutePath>;
  readonly #device: number;
  readonly #reader = (reader ??= handleReader() ?? portableReader);
  readonly #columns: FileColumns;
  readonly #accesses: Access[] = [];
  /** Of the last file, and its place in them. */
  #access: Access = { mode: -1, owner: -1, group: -1 };
  #lastAccess = -1;
  readonly #packages: TablePackage[] = [];
  readonly #problems: Problem[] = [];
  /** Files, and the bytes that they take; in an array, where a number may grow without another form of the object. */
  readonly #all = new Float64Array(2);
  /** Of the directory that is read, and of a path in it. */
  readonly #before = new NameHash();
  readonly #hash = new NameHash();
  #here: Here | null = null;

  constructor({ path, withBytecode, without = [] }: CollectTask, columns: FileColumns) {
    this.#columns = columns;
    this.#root = path;
    this.#withBytecode = withBytecode;
    this.#without = new Set(without);
    this.#device = status(path)?.device ?? -1;
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
    for (const [index, { name, version, isEditable, installedBy }] of stated.packages.entries()) {
      const edited = changed[index]! > 0 ? `${plural(changed[index]!, "file")} changed since it was installed` : null;
      this.#packages.push({ name, version, installedBy, leftOut: isEditable ? "it is editable" : edited });
    }
  }

  finish(kind: FileTable["kind"]): Collected {
    this.#reader.close();
    const table = {
      root: this.#root,
      kind,
      device: this.#device,
      packages: this.#packages,
      accesses: this.#accesses,
      problems: this.#problems,
      allFiles: this.#all[0]!,
      allAllocated: this.#all[1]!,
    };
    return { table, files: this.#columns.take() };
  }

  #read(top: string, within: string, stated: StatedFiles, state: AddState): void {
    const relative = top === "" ? within : within === "" ? top : `${top}/${within}`;
    const directory = relative === "" ? this.#root : join(this.#root, relative);
    if (this.#without.size > 0 && this.#without.has(directory)) return;
    this.#here = {
      stated,
      state,
      directory,
      relative,
      below: within === "" ? "" : `${within}/`,
      inBytecode: within === CACHE || within.endsWith(`/${CACHE}`),
      inConfiguration: within === "etc" || within.startsWith("etc/"),
      isEntered: false,
    };
    hashOfPath(this.#before, this.#here.below);
    try {
      this.#reader.read(directory, this);
    } catch (error) {
      this.#problems.push({ path: directory, code: codeOf(error), message: "could not be listed" });
    }
  }

  skips(name: EntryName): boolean {
    return !this.#withBytecode && isBytecode(name);
  }

  onFault(name: string, code: string): void {
    this.#problems.push({ path: join(this.#here!.directory, name), code, message: "could not be looked at" });
  }

  onEntry(entry: Entry): void {
    const here = this.#here!;
    if (entry.device !== this.#device) return;
    if (entry.kind === "directory") here.state.stack.push(here.below + entry.name);
    if (entry.kind !== "file") return;
    this.#all[0]!++;
    this.#all[1]! += entry.allocated;
    if (entry.size === 0) return;
    if (!here.isEntered) this.#columns.enter(here.relative);
    here.isEntered = true;
    const { stated, state } = here;
    const { bytes, start } = entry;
    const end = bytes.indexOf(0, start);
    const isCompiled = here.inBytecode || endsWith(bytes, start, end, BYTECODE_SUFFIX);
    const claim = isCompiled ? NOBODY : stated.claims.find(this.#hash.from(this.#before).add(bytes, start, end));
    const isStated = claim !== NOBODY && this.#isBelieved(entry, claim, stated, state);
    const kind = isCompiled ? BYTECODE : isStated ? STATED : UNSTATED;
    const isConfiguration = here.inConfiguration || endsWith(bytes, start, end, PATH_SUFFIX);
    const isTouched = isStated && entry.changed > stated.packages[stated.claims.owner(claim)]!.listedAt;
    this.#columns.add(entry, end, {
      package: claim === NOBODY ? NOBODY : state.firstPackage + stated.claims.owner(claim),
      // Nothing says of these that programs replace them rather than write to them.
      kind: kind | (kind === UNSTATED || isConfiguration ? WRITTEN_IN_PLACE : 0) | (isTouched ? TOUCHED : 0),
      high: isStated ? stated.claims.high(claim) : NOBODY,
      low: isStated ? stated.claims.low(claim) : NOBODY,
      access: this.#isOfLastAccess(entry) ? this.#lastAccess : this.#accessOf(entry),
    });
  }

  /** One file is mostly like the one before it. */
  #isOfLastAccess({ mode, owner, group }: Entry): boolean {
    const last = this.#access;
    return last.mode === mode && last.owner === owner && last.group === group;
  }

  /** There are a handful of different ones in an environment. */
  #accessOf({ mode, owner, group }: Entry): number {
    const known = this.#accesses.findIndex((one) => one.mode === mode && one.owner === owner && one.group === group);
    this.#access = known < 0 ? { mode, owner, group } : this.#accesses[known]!;
    this.#lastAccess = known < 0 ? this.#accesses.push(this.#access) - 1 : known;
    return this.#lastAccess;
  }

  /** Does its claim say what its content is? Counts it as changed where size or time say otherwise. */
  #isBelieved(entry: Entry, claim: number, { claims, packages }: StatedFiles, { changed }: AddState): boolean {
    const owner = claims.owner(claim);
    const size = claims.size(claim);
    const isChanged = (size >= 0 && size !== entry.size) || entry.modified > packages[owner]!.installedBy;
    if (isChanged) changed[owner]!++;
    return claims.high(claim) >= 0;
  }
}

/** Bytecode, or a directory that only holds such. */
function isBytecode({ bytes, start }: EntryName): boolean {
  const end = bytes.indexOf(0, start);
  const isCache = end - start === CACHE_NAME.length && endsWith(bytes, start, end, CACHE_NAME);
  return isCache || endsWith(bytes, start, end, BYTECODE_SUFFIX);
}

/** Does the name from `start` to `end` end with this? */
function endsWith(bytes: Uint8Array, start: number, end: number, suffix: Uint8Array): boolean {
  if (end - start < suffix.length) return false;
  for (let at = 1; at <= suffix.length; at++) if (bytes[end - at] !== suffix[suffix.length - at]) return false;
  return true;
}

/** The directory that is read. */
interface Here {
  readonly stated: StatedFiles;
  readonly state: AddState;
  readonly directory: AbsolutePath;
  /** Below the root. */
  readonly relative: string;
  /** What comes before a name in it, below the environment or unpacked wheel. */
  readonly below: string;
  readonly inBytecode: boolean;
  readonly inConfiguration: boolean;
  /** A file of it was taken. */
  isEntered: boolean;
}

interface AddState {
  readonly stack: string[];
  /** Files changed, by package of the place. */
  readonly changed: Int32Array;
  readonly firstPackage: number;
}
