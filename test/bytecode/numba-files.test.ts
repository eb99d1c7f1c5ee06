import { mkdirSync, symlinkSync } from "node:fs";
import { expect, it } from "vitest";
import { numbaFilesIn } from "../../src/bytecode/numba-files.ts";
import { namesIn } from "../app/workspace.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { NUMBA_DATA, numbaIndex } from "./planted.ts";

function provenOf(files: Readonly<Record<string, string | Buffer>>): string[] {
  const tree = temporaryTree();
  for (const [name, content] of Object.entries(files)) tree.file(name, content);
  return [...numbaFilesIn(tree.path, namesIn(tree.path))].toSorted();
}

it("knows an index by its first bytes, whatever protocol wrote them", () => {
  const second = "\x80\x02]q\x00.";
  const indexes = {
    "now.nbi": numbaIndex(),
    "three.nbi": Buffer.from(`\x80\x03X\x06\0\0\x000.36.1q\0.${second}`, "latin1"),
    "two.nbi": Buffer.from(`\x80\x02U\x060.36.1q\0.${second}`, "latin1"),
    "dev.nbi": Buffer.from(`\x80\x05\x95${"\0".repeat(8)}\x8c\x130.70.0dev0+12.gabc123\x94.${second}`, "latin1"),
  };
  expect(provenOf(indexes)).toEqual(Object.keys(indexes).toSorted());
});

it("takes machine code for numba's only when a proven index beside it names it", () => {
  const proven = provenOf({
    "f-1.py311.nbi": numbaIndex("f-1.py311.1.nbc", "f-1.py311.3.nbc"),
    "f-1.py311.1.nbc": NUMBA_DATA,
    "f-1.py311.2.nbc": NUMBA_DATA,
    "f-1.py311.3.nbc": "my diary",
    "g-1.py311.nbi": "my diary g-1.py311.1.nbc",
    "g-1.py311.1.nbc": NUMBA_DATA,
    "h.1.nbc": NUMBA_DATA,
  });
  expect(proven).toEqual(["f-1.py311.1.nbc", "f-1.py311.nbi"]);
});

it("takes nothing else for numba's", () => {
  expect(
    provenOf({
      "diary.nbi": "my diary",
      "empty.nbi": "",
      "pickle.nbi": Buffer.from("8004950a000000000000008c026d79942e", "hex"),
      "other.txt": numbaIndex(),
    }),
  ).toEqual([]);
  const tree = temporaryTree();
  mkdirSync(tree.at("x.nbi"));
  symlinkSync(tree.file("real", numbaIndex()), tree.at("y.nbi"));
  expect(numbaFilesIn(tree.path, namesIn(tree.path)).size).toBe(0);
});
