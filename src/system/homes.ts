import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import { list, readText, realPath } from "./files.ts";
import type { Host } from "./host.ts";

/** Home directories of every user that this machine names, also where links lead; the caller's own is the first. */
export function homes(host: Host): AbsolutePath[] {
  const named = (readText("/etc/passwd" as AbsolutePath) ?? "")
    .split("\n")
    .map((line) => line.split(":")[5] ?? "")
    .filter((home) => home.startsWith("/"));
  // Users from elsewhere (LDAP, Windows) are not in a file; their homes lie beside the others.
  const beside = ["/home", "/Users", parentOf(host.home)].flatMap((directory) => entriesOf(directory as AbsolutePath));
  return withRealPaths([host.home, ...(named as AbsolutePath[]), ...beside]);
}

/** Each path and, where it differs, the path with its links resolved. */
export function withRealPaths(paths: readonly AbsolutePath[]): AbsolutePath[] {
  return [...new Set(paths.flatMap((path) => [path, realPathOrNothing(path) ?? path]))];
}

function entriesOf(directory: AbsolutePath): AbsolutePath[] {
  if (!["home", "Users"].includes(directory.split("/").at(-1)!)) return [];
  try {
    return list(directory).map((name) => join(directory, name));
  } catch {
    // No such directory on this system.
    return [];
  }
}

function realPathOrNothing(path: AbsolutePath): AbsolutePath | undefined {
  try {
    return realPath(path);
  } catch {
    // It does not exist: its name is guarded all the same.
    return undefined;
  }
}
