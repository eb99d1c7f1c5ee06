import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import type { Reason } from "../model/plan.ts";
import { codeOf, readPart, statusOrNothing } from "../system/files.ts";
import { namesIn } from "../system/visible.ts";
import { parseBytecodeName } from "./file-name.ts";
import { HEADER_BYTES, isCutHeader, parseHeader } from "./header.ts";
import { numbaFilesIn } from "./numba-files.ts";
import { CACHE_NAME } from "./places.ts";

/**
 * Why a `__pycache__` or a bytecode file must not go by the names alone: Python believes what is in it without a look at
 * the source (PEP 552, unchecked hash), so somebody has built it, or it only has a name like what numba or an interrupted
 * write leaves. What cannot be read may be such a file. Null where nothing speaks against it. It reads the first bytes,
 * and judges nothing else.
 */
export function objectionByName(path: AbsolutePath): Reason | null {
  if (nameOf(path) !== CACHE_NAME || statusOrNothing(path)?.kind !== "directory") return toFile(path);
  const names = namesIn(path);
  const numba = numbaFilesIn(path, names);
  for (const name of names) {
    if (NUMBA.test(name) && !numba.has(name)) return unproven(`${name} is not known to be numba's`);
    const why = toFile(join(path, name));
    if (why) return why;
  }
  return null;
}

const NUMBA = /\.nb[ic]$/;

function toFile(path: AbsolutePath): Reason | null {
  const name = parseBytecodeName(nameOf(path));
  if (!name) return null;
  try {
    const head = readPart(path, 0, HEADER_BYTES);
    const header = parseHeader(head, name);
    if (typeof header === "string") {
      const isKnown = !name.isTemporary || isCutHeader(head, name.tag);
      return isKnown ? null : unproven(`${nameOf(path)} does not begin like bytecode`);
    }
    return header.kind === "hash" && !header.isChecked
      ? build(
          `${nameOf(path)} is somebody's build, which Python believes without a look at its source: 'pyshed bytecode --clean --pick' takes it`,
        )
      : null;
  } catch (error) {
    return codeOf(error) === "ENOENT" ? null : build(`${nameOf(path)} cannot be read, and may be somebody's build`);
  }
}

function build(text: string): Reason {
  return { code: "unchecked-hash", weight: "refuse", text };
}

function unproven(text: string): Reason {
  return { code: "unproven", weight: "refuse", text };
}
