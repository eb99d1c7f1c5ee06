import { DIRECTORY, FILE_TYPE, REGULAR, SYMBOLIC_LINK } from "../../system/syscalls/status-record.ts";
import type { Expectation } from "./outcome.ts";

/** What can be seen of a place now. */
export interface Identity {
  readonly device: number;
  readonly inode: bigint;
  readonly mode: number;
  readonly mountId: number;
}

/** How what is there differs from what the plan saw; null when it is the same. */
export function difference(seen: Identity, expected: Expectation): string | null {
  const kind = kindOf(seen.mode);
  if (kind !== expected.kind) return `it is a ${kind} now, the plan saw a ${expected.kind}`;
  if (seen.device !== expected.device) return "it lies on another filesystem now";
  if (seen.inode !== expected.inode) return "another one has taken its place since it was planned";
  const knowsMounts = seen.mountId !== 0 && expected.mountId !== undefined && expected.mountId !== 0;
  return knowsMounts && seen.mountId !== expected.mountId ? "it is mounted differently now" : null;
}

export function kindOf(mode: number): Expectation["kind"] {
  const type = mode & FILE_TYPE;
  if (type === REGULAR) return "file";
  if (type === DIRECTORY) return "directory";
  return type === SYMBOLIC_LINK ? "link" : "other";
}

/** A name that stands for one entry of a directory and nothing else. */
export function isEntryName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !name.includes("/") && !name.includes("\0");
}
