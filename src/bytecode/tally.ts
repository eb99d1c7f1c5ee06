import { BYTECODE_CLASSES, type BytecodeClass, type BytecodeOwner, type BytecodeSum } from "../model/bytecode.ts";
import { isWithin, parentOf, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";
import type { BytecodePlace } from "./places.ts";

/** Adds bytecode up by owner and class: an environment's, a project's, or what lies in neither. Every inode once. */
export class BytecodeTally {
  readonly #roots: readonly AbsolutePath[];
  readonly #owners = new Map<string, Mutable>();
  /** Files with several names that were counted. */
  readonly #seen = new Set<string>();

  constructor(roots: readonly AbsolutePath[]) {
    this.#roots = roots;
  }

  add(place: BytecodePlace): void {
    const owner = this.#ownerOf(place);
    if (place.isCache) {
      owner.directories++;
      owner.allocated += statusOrNothing(place.path)?.allocated ?? 0;
    }
    for (const { entry, class: what } of place.files) {
      const allocated = this.#isNew(entry) ? entry.allocated : 0;
      const sum = owner.classes.get(what) ?? { files: 0, allocated: 0 };
      owner.classes.set(what, { files: sum.files + 1, allocated: sum.allocated + allocated });
      owner.files++;
      owner.allocated += allocated;
    }
    for (const entry of place.rebuiltToo) owner.allocated += this.#isNew(entry) ? entry.allocated : 0;
  }

  /** What is known of each, but for what cleaning would take. */
  owners(): Omit<BytecodeOwner, "removable" | "frees">[] {
    return [...this.#owners.values()].map(({ classes, ...owner }) => ({
      ...owner,
      classes: Object.fromEntries(
        BYTECODE_CLASSES.flatMap((one) => (classes.has(one) ? [[one, classes.get(one)]] : [])),
      ),
    }));
  }

  #isNew({ device, inode, links }: BytecodePlace["files"][number]["entry"]): boolean {
    if (links < 2) return true;
    const key = `${device}:${inode}`;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  #ownerOf(place: BytecodePlace): Mutable {
    const { kind, path } = ownerOf(place, this.#roots);
    const key = `${kind} ${path}`;
    const known = this.#owners.get(key);
    if (known) return known;
    const made: Mutable = { kind, path, directories: 0, files: 0, allocated: 0, classes: new Map() };
    this.#owners.set(key, made);
    return made;
  }
}

interface Mutable {
  readonly kind: BytecodeOwner["kind"];
  readonly path: AbsolutePath;
  directories: number;
  files: number;
  allocated: number;
  readonly classes: Map<BytecodeClass, BytecodeSum>;
}

/** Whose bytecode it is. What belongs to nobody counts for the first directory below the root. */
export function ownerOf(
  { path, project, environment }: Pick<BytecodePlace, "path" | "project" | "environment">,
  roots: readonly AbsolutePath[],
): Pick<BytecodeOwner, "kind" | "path"> {
  if (environment !== null) return { kind: "environment", path: environment };
  if (project !== null) return { kind: "project", path: project };
  const root = roots.find((one) => isWithin(path, one));
  if (root === undefined || path === root || parentOf(path) === root) return { kind: "place", path: root ?? path };
  const below = path.indexOf("/", root.endsWith("/") ? root.length : root.length + 1);
  return { kind: "place", path: (below < 0 ? path : path.slice(0, below)) as AbsolutePath };
}
