import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, lutimesSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copiesOf, keepCopy, openCopyPlace } from "../../src/execute/keep-copy.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";

function stored(): TemporaryTree {
  const tree = temporaryTree();
  tree.file("store/a/one.bin", "x".repeat(3_000_000));
  tree.file("store/a/deep/two.txt", "two");
  tree.file("store/b.txt", "b");
  symlinkSync("../b.txt", tree.at("store/a/link"));
  chmodSync(tree.at("store/a/deep"), 0o750);
  chmodSync(tree.at("store/b.txt"), 0o640);
  for (const name of ["b.txt", "a/link"]) lutimesSync(tree.at(`store/${name}`), 1_700_000_000, 1_700_000_000);
  tree.directory("copies");
  return tree;
}

const place = (tree: TemporaryTree, named = tree.at("copies"), bytes = 0) =>
  openCopyPlace(named, "run1", { stores: [tree.at("store")], bytes, isForRoom: false });

test("files, directories and links are copied as they are, and the store is as it was", async () => {
  const tree = stored();
  const before = snapshot(tree.at("store"));
  const copies = copiesOf(place(tree), "pip", "0123456789abcdef");
  const kept = await keepCopy(copies, tree.at("store"), [
    tree.at("store/a"),
    tree.at("store/b.txt"),
    tree.at("store/gone"),
  ]);
  expect(kept).toEqual({ directory: copies, files: 4, bytes: 3_000_004 });
  expect(copies).toBe(join(tree.at("copies"), "pyshed-run1/pip-01234567"));
  const plain = { timesOf: (name: string) => /(b\.txt|link)$/.test(name) };
  expect(snapshot(copies, plain)).toEqual(snapshot(tree.at("store"), plain));
  expect(snapshot(tree.at("store"))).toEqual(before);
});

test("nothing is written over", async () => {
  const tree = stored();
  const copies = copiesOf(place(tree), "pip", "0123456789abcdef");
  mkdirSync(copies);
  writeFileSync(join(copies, "b.txt"), "mine");
  expect(await keepCopy(copies, tree.at("store"), [tree.at("store/b.txt")])).toMatch(/exist|there already|EEXIST/i);
  expect(readFileSync(join(copies, "b.txt"), "utf8")).toBe("mine");
  expect(() => place(tree)).toThrow(expect.objectContaining({ code: "backup-unusable" }));
});

test("a link where a copy is to lie is not followed", async () => {
  const tree = stored();
  tree.file("outside/mine.txt", "mine");
  const copies = copiesOf(place(tree), "pip", "0123456789abcdef");
  mkdirSync(copies);
  symlinkSync(tree.at("outside/mine.txt"), join(copies, "b.txt"));
  expect(await keepCopy(copies, tree.at("store"), [tree.at("store/b.txt")])).toBeTypeOf("string");
  expect(readFileSync(tree.at("outside/mine.txt"), "utf8")).toBe("mine");
});

test("what is no file, directory or link cannot be kept", async () => {
  const tree = stored();
  execFileSync("mkfifo", [tree.at("store/a/pipe")]);
  expect(await keepCopy(copiesOf(place(tree), "pip", "0123456789"), tree.at("store"), [tree.at("store/a")])).toBeTypeOf(
    "string",
  );
});

test("a place in a store, by any name, or without room is refused before anything is made", () => {
  const tree = stored();
  symlinkSync(tree.at("store/a"), tree.at("by-link"));
  for (const named of ["store", "store/a", "by-link"]) {
    expect(() => place(tree, tree.at(named))).toThrow(expect.objectContaining({ code: "backup-inside" }));
  }
  expect(() => place(tree, tree.at("copies"), 2 ** 60)).toThrow(expect.objectContaining({ code: "backup-full" }));
  expect(() => place(tree, tree.at("nowhere"))).toThrow(expect.objectContaining({ code: "backup-unusable" }));
  expect(() => place(tree, tree.at("store/b.txt") as AbsolutePath)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^backup/) }),
  );
  expect(existsSync(tree.at("copies/pyshed-run1"))).toBe(false);
});
