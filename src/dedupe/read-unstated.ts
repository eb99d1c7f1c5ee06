import { createHash } from "node:crypto";
import { keyOfDigest } from "../environments/content-key.ts";
import type { Problem } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import { codeOf, readPart } from "../system/files.ts";
import type { AllFiles } from "./all-files.ts";
import { STATED } from "./file-table.ts";
import type { Linkable } from "./linkable.ts";

const PIECE = 1024 * 1024;

/**
 * Reads files that no list states a hash for, and only those: where another file on the same filesystem has the same
 * size and could be linked to. Writes down their keys.
 */
export function readUnstated(files: AllFiles, linkable: Linkable, onProblem: (problem: Problem) => void): void {
  const wanted: number[] = [];
  for (let file = 0; file < files.count; file++)
    if ((files.kind(file) & STATED) === 0 && linkable.isFit(file)) wanted.push(file);
  const sizes = new Map<string, number>();
  for (const file of wanted) {
    const key = sizeKey(files, file);
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  for (const file of wanted) {
    if (sizes.get(sizeKey(files, file))! < 2) continue;
    const path = files.path(file);
    try {
      const { high, low } = keyOfDigest(digestOf(path, files.size(file)))!;
      files.columns.high[file] = high;
      files.columns.low[file] = low;
    } catch (error) {
      onProblem({ path, code: codeOf(error), message: "could not be read" });
    }
  }
}

function sizeKey(files: AllFiles, file: number): string {
  return `${files.table(file).device}:${files.size(file)}`;
}

function digestOf(path: AbsolutePath, size: number): Buffer {
  const hash = createHash("sha256");
  for (let start = 0; start < size; start += PIECE) hash.update(readPart(path, start, PIECE));
  return hash.digest();
}
