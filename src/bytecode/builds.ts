import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import { codeOf, readPart, statusOrNothing } from "../system/files.ts";
import { namesIn } from "../system/visible.ts";
import { parseBytecodeName } from "./file-name.ts";
import { HEADER_BYTES, parseHeader } from "./header.ts";
import { CACHE_NAME } from "./places.ts";

/**
 * Why a `__pycache__` or a bytecode file must not go by its name alone: Python believes what is in it without a look at
 * the source (PEP 552, unchecked hash), so somebody has built it. What cannot be read may be such a file. Null when there
 * is none, and for what is no bytecode by its name. It reads headers, and judges nothing else.
 */
export function buildIn(path: AbsolutePath): string | null {
  if (nameOf(path) === CACHE_NAME && statusOrNothing(path)?.kind === "directory") {
    for (const name of namesIn(path)) {
      const why = ofFile(join(path, name));
      if (why !== null) return why;
    }
    return null;
  }
  return ofFile(path);
}

function ofFile(path: AbsolutePath): string | null {
  const name = parseBytecodeName(nameOf(path));
  if (!name) return null;
  try {
    const header = parseHeader(readPart(path, 0, HEADER_BYTES), name.tag);
    const isBuild = typeof header !== "string" && header.kind === "hash" && !header.isChecked;
    return isBuild
      ? `${nameOf(path)} is somebody's build, which Python believes without a look at its source: 'pyshed bytecode --clean --pick' takes it`
      : null;
  } catch (error) {
    return codeOf(error) === "ENOENT" ? null : `${nameOf(path)} cannot be read, and may be somebody's build`;
  }
}
