import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { extendedAttributes } from "./extended-attributes.ts";

/** Everything that matters of one entry, as text: what a comparison shows when it fails. */
export type Snapshot = Readonly<Record<string, string>>;

export interface SnapshotOptions {
  /** Entries whose own times don't count (a directory that something was moved out of and back in). */
  readonly timesOf?: (path: string) => boolean;
  /** Also when anything about an entry was last changed: reading alone never moves that. */
  readonly changeTimes?: boolean;
}

/**
 * Path, type, permissions, owner, size, modification time to the nanosecond, content, link target, extended attributes
 * and which names share an inode, of a directory and everything in it. Paths that are not UTF-8 are percent-encoded.
 */
export function snapshot(directory: string, options: SnapshotOptions = {}): Snapshot {
  // A map, for a file may be called `__proto__`.
  const entries = new Map<string, string>();
  const groups = new Map<string, string>();
  const look = (path: Buffer, shown: string): void => {
    const stats = lstatSync(path, { bigint: true });
    const parts = [`mode ${stats.mode.toString(8)}`, `owner ${stats.uid}:${stats.gid}`];
    if (options.timesOf?.(shown) ?? true) parts.push(`modified ${stats.mtimeNs}`);
    if (options.changeTimes) parts.push(`changed ${stats.ctimeNs}`);
    const attributes = extendedAttributes(path);
    if (Object.keys(attributes).length > 0) parts.push(`attributes ${JSON.stringify(attributes)}`);
    if (stats.isSymbolicLink()) parts.push(`to ${readlinkSync(path, { encoding: "buffer" }).toString("latin1")}`);
    if (stats.isFile()) parts.push(`size ${stats.size}`, `sha256 ${hashOf(path)}`);
    if (!stats.isDirectory() && stats.nlink > 1n) {
      const key = `${stats.dev}:${stats.ino}`;
      if (!groups.has(key)) groups.set(key, shown);
      parts.push(`links ${stats.nlink} like ${groups.get(key)}`);
    }
    entries.set(shown, parts.join(", "));
    if (!stats.isDirectory()) return;
    for (const name of readdirSync(path, { encoding: "buffer" }).toSorted(Buffer.compare)) {
      look(Buffer.concat([path, Buffer.from("/"), name]), shown === "." ? show(name) : `${shown}/${show(name)}`);
    }
  };
  look(Buffer.from(directory), ".");
  return Object.fromEntries(entries);
}

function hashOf(path: Buffer): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
}

function show(name: Buffer): string {
  const text = name.toString("utf8");
  return Buffer.from(text).equals(name) ? text : name.toString("latin1").replace(/[^ -~]/g, encodeURIComponent);
}
