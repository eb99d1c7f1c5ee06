import type { EnvironmentSameness } from "./duplicates.ts";
import type { AbsolutePath } from "./path.ts";

/** Why uv copied files that it might have linked, and the one setting that mends it. */
export interface CopiedByUv {
  readonly because: string;
  /** A setting or a command; null where nothing is to be mended. */
  readonly mend: string | null;
}

/** Bytecode, and whether the same bytes lie anywhere else that was looked at. */
export interface BytecodeSharing {
  readonly path: AbsolutePath;
  readonly isUnique: boolean;
}

interface Explained {
  readonly path: AbsolutePath;
  readonly roots: readonly AbsolutePath[];
  readonly cache: AbsolutePath | null;
  /** Null where uv has linked, or had no part in it. */
  readonly copiedByUv: CopiedByUv | null;
}

/** Who shares one file. */
export interface FileSharing extends Explained {
  readonly kind: "file";
  readonly environment: AbsolutePath;
  /** `numpy 2.3.5`, or null. */
  readonly package: string | null;
  /** A list of its package states its hash. */
  readonly isStated: boolean;
  readonly size: number;
  readonly allocated: number;
  readonly links: number;
  /** Its other names, as far as they were looked at. */
  readonly names: readonly AbsolutePath[];
  readonly extents: { readonly count: number; readonly shared: "yes" | "no" | "in part" } | null;
  /** Files that are stated to have the same content and are other files. */
  readonly twins: readonly AbsolutePath[];
  readonly bytecode: readonly BytecodeSharing[];
}

/** Files with blocks that another file holds too, wherever that lies. */
export interface SharedExtents {
  /** Files of which all is shared, and the bytes that they take. */
  readonly files: number;
  readonly allocated: number;
  /** Files of which only a part is. */
  readonly inPart: number;
}

/** Who shares the files of one environment. */
export interface EnvironmentSharing extends Explained, Omit<EnvironmentSameness, "path" | "leftOut"> {
  readonly kind: "environment";
  /** Files with more than one link, and of these those with a name that was not found. */
  readonly linked: number;
  readonly linkedElsewhere: number;
  /** Places that hold further links to its files, with their number. */
  readonly holders: readonly { readonly path: AbsolutePath; readonly files: number }[];
  /** Null where the filesystem says nothing of any file. */
  readonly extents: SharedExtents | null;
  readonly bytecode: { readonly files: number; readonly unique: number };
}

export type Sharing = FileSharing | EnvironmentSharing;
