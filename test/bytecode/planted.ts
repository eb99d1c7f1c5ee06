import { chmodSync, statSync, utimesSync } from "node:fs";
import { sourceHash } from "../../src/bytecode/source-hash.ts";
import type { TemporaryTree } from "../support/temporary-tree.ts";

/** The interpreter that these tests pretend to have; no machine has it, and none has 3.4's. */
export const HERE = { tag: "cpython-399", magic: 9999 } as const;
export const GONE = { tag: "cpython-34", magic: 3310 } as const;

function head(magic: number, ...words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * words.length);
  bytes.writeUInt16LE(magic, 0);
  bytes.write("\r\n", 2, "latin1");
  words.forEach((word, index) => bytes.writeUInt32LE(word >>> 0, 4 + 4 * index));
  return bytes;
}

/** Bytecode of a source by its time and size, with something behind the header. */
export function byTime(source: string, magic: number = HERE.magic, length: 8 | 12 | 16 = 16): Buffer {
  const { mtimeMs, size } = statSync(source);
  const seconds = Math.trunc(mtimeMs / 1000);
  const words = length === 16 ? [0, seconds, size] : length === 12 ? [seconds, size] : [seconds];
  return Buffer.concat([head(magic, ...words), Buffer.alloc(5000, 1)]);
}

/** Bytecode by the hash of its source. */
export function byHash(source: string, isChecked: boolean, magic: number = HERE.magic): Buffer {
  const hash = Buffer.alloc(8);
  hash.writeBigUInt64LE(sourceHash([Buffer.from(source)], magic));
  return Buffer.concat([head(magic, isChecked ? 3 : 1), hash, Buffer.alloc(100, 1)]);
}

/** Makes `python3` on the tree's `PATH` an interpreter that answers as told; returns the environment with it. */
export function withInterpreter(
  tree: TemporaryTree,
  answer = `${HERE.tag} ${HERE.magic} 3.99.0`,
): Record<string, string> {
  const program = tree.file("../bin/python3", `#!/bin/sh\nprintf '%s' '<pyshed ${answer}>'\n`);
  chmodSync(program, 0o755);
  return { ...tree.environment, PATH: `${tree.at("../bin")}:${tree.environment["PATH"] ?? ""}` };
}

/** A source whose times are so old that nothing is asked about it. */
export function oldFile(tree: TemporaryTree, name: string, content: string | Buffer): string {
  const path = tree.file(name, content);
  const then = new Date("2025-01-02T03:04:05Z");
  utimesSync(path, then, then);
  return path;
}

/**
 * A project with a file of every class below `app`: `current`, `stale`, `orphan`, `outdated` and `temporary` in a
 * `__pycache__` of their own, and in `mixed` beside what stays.
 */
export function plantEveryClass(tree: TemporaryTree): void {
  oldFile(tree, "app/pyproject.toml", "[project]\nname = 'app'\nversion = '1'\n");
  const source = oldFile(tree, "app/a.py", "VALUE = 1\n");
  oldFile(tree, "app/__pycache__/a.cpython-399.pyc", byTime(source));
  oldFile(tree, "app/__pycache__/a.cpython-399.opt-1.pyc", byHash("VALUE = 1\n", true));
  oldFile(tree, "app/__pycache__/a.cpython-34.pyc", byTime(source, GONE.magic, 12));
  oldFile(tree, "app/__pycache__/gone.cpython-399.pyc", byTime(source));
  oldFile(tree, "app/__pycache__/a.cpython-399.pyc.140234", Buffer.alloc(0));
  oldFile(tree, "app/__pycache__/a.cpython-399.opt-2.pyc", byHash("VALUE = 2\n", true));
  const other = oldFile(tree, "app/mixed/b.py", "VALUE = 22\n");
  oldFile(tree, "app/mixed/__pycache__/b.cpython-399.pyc", byTime(other));
  oldFile(tree, "app/mixed/__pycache__/b.cpython-34.pyc", byTime(other, GONE.magic, 12));
  oldFile(tree, "app/mixed/__pycache__/b.cpython-399.opt-1.pyc", byHash("VALUE = 22\n", false));
  oldFile(tree, "app/mixed/__pycache__/b.cpython-399.opt-2.pyc", "cut");
  oldFile(tree, "app/mixed/__pycache__/notes.txt", "mine");
  oldFile(tree, "app/mixed/program.pyc", byTime(other));
  oldFile(tree, "app/mixed/b.pyc", byTime(other));
}

/** numba's index of some data files; its first bytes are those that numba 0.68.1 wrote with Python 3.11. */
export function numbaIndex(...dataNames: readonly string[]): Buffer {
  const begin = Buffer.from("8005950a000000000000008c06302e36382e31942e8004950000000000000000", "hex");
  const named = dataNames.map((name) => Buffer.concat([Buffer.of(0x8c, name.length), Buffer.from(name)]));
  return Buffer.concat([begin, ...named, Buffer.from("7586942e", "hex")]);
}

/** How numba's machine code begins: a pickle. */
export const NUMBA_DATA = Buffer.from("800495271e000000000000288c01669400", "hex");
