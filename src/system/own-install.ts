import { fileURLToPath } from "node:url";
import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "./files.ts";

/** The program that runs pyshed, links resolved or not as the system gives it. */
export function ownExecutable(): AbsolutePath {
  return withSlashes(process.execPath);
}

/** The directory that pyshed is installed in: the nearest above this code with a `package.json`. */
export function ownInstallation(): AbsolutePath {
  const start = parentOf(withSlashes(fileURLToPath(import.meta.url)));
  for (let above = start; above !== parentOf(above); above = parentOf(above)) {
    if (statusOrNothing(join(above, "package.json"))?.kind === "file") return above;
  }
  return start;
}

function withSlashes(path: string): AbsolutePath {
  return (process.platform === "win32" ? path.replaceAll("\\", "/") : path) as AbsolutePath;
}
