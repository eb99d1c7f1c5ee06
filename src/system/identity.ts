import * as fs from "node:fs";
import { codeOf, toNative } from "./files.ts";

/** Device and inode: the same however a place is reached, by links, bind mounts or from inside a container. */
export type Identity = string;

/** What a path leads to, links followed. `hidden` when that could not be read, undefined when nothing is there. */
export function identityOf(path: string): Identity | "hidden" | undefined {
  try {
    const stats = fs.statSync(toNative(path), { bigint: true, throwIfNoEntry: false });
    return stats && `${stats.dev}:${stats.ino}`;
  } catch (error) {
    const code = codeOf(error);
    return code === "ENOTDIR" || code === "ELOOP" || code === "ENAMETOOLONG" || code === "ESRCH" ? undefined : "hidden";
  }
}

/** The same for the place itself, which may be a link. */
export function ownIdentityOf(path: string): Identity | undefined {
  try {
    const stats = fs.lstatSync(toNative(path), { bigint: true, throwIfNoEntry: false });
    return stats && `${stats.dev}:${stats.ino}`;
  } catch {
    // Cannot be seen: then it is compared by its name alone.
    return undefined;
  }
}
