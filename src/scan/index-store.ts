import { NameHash } from "../model/name-hash.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { encode, list, readInto, statusOrNothing } from "../system/files.ts";
import { isPrivate, makePrivateDirectory, removeOwnFile, replaceCacheFile } from "../system/own-files.ts";
import { decodeRemembered, encodeRemembered, type Remembered } from "./remembered.ts";

/** The index on disk: one file for each environment, so that two scans at once can't harm each other's work. */
export interface IndexStore {
  /** Undefined when there is nothing that can be used. Good until the next one is asked for. */
  get(place: AbsolutePath): Remembered | undefined;
  /** Nothing happens when it can't be kept: it only saves time. */
  put(remembered: Remembered): void;
}

/** Where the index lies and whose it is. */
export interface IndexPlace {
  readonly directory: AbsolutePath;
  readonly userId: number;
  readonly version: string;
}

/** All files together may take so many bytes. */
export const LARGEST_INDEX = 256 * 1024 * 1024;
const LARGEST_FILE = LARGEST_INDEX / 8;
const OLDEST_MS = 90 * 86_400_000;

export function indexStore({ directory, userId, version }: IndexPlace): IndexStore {
  let isReady: boolean | undefined;
  return {
    get(place) {
      try {
        if (!isPrivate(directory, userId)) return undefined;
        const remembered = decodeRemembered(readOver(join(directory, fileName(place))));
        return remembered?.head.version === version ? remembered : undefined;
      } catch {
        // Not there, unreadable or damaged: then it is measured, and made anew.
        return undefined;
      }
    },
    put(remembered) {
      try {
        if (!isReady) makePrivateDirectory(directory, userId);
        isReady = true;
        const bytes = encodeRemembered(remembered);
        if (bytes.length <= LARGEST_FILE) replaceCacheFile(join(directory, fileName(remembered.head.path)), bytes);
      } catch {
        // A full disk, or a directory of somebody else: the next scan takes as long as this one.
      }
    },
  };
}

/** Takes away what is old, and the oldest until the rest has room. */
export function boundIndex({ directory, userId }: IndexPlace, now: number, room = LARGEST_INDEX): void {
  if (!isPrivate(directory, userId)) return;
  const files = list(directory)
    .map((name) => ({ path: join(directory, name), found: statusOrNothing(join(directory, name)) }))
    .flatMap(({ path, found }) => (found?.kind === "file" ? [{ path, ...found }] : []))
    .sort((a, b) => b.modified - a.modified);
  let used = 0;
  for (const { path, allocated, modified } of files) {
    used += allocated;
    if (used > room || now - modified > OLDEST_MS) removeOwnFile(path);
  }
}

/** Each file is read over the one before it: new memory for each costs more than reading it. */
let memory = Buffer.alloc(0);

/** Throws when it cannot be read, or is too large to be one of ours. */
function readOver(path: AbsolutePath): Uint8Array {
  const size = statusOrNothing(path)?.size ?? 0;
  if (size > memory.length) memory = Buffer.allocUnsafeSlow(Math.min(2 * size, LARGEST_FILE));
  return memory.subarray(0, readInto(path, memory));
}

/** Two places that had the same name would only put out each other's file: what it is of stands in it. */
function fileName(place: AbsolutePath): string {
  const path = encode(place);
  const { high, low } = new NameHash().add(path, 0, path.length);
  return Buffer.from(Int32Array.of(high, low).buffer).toString("hex");
}
