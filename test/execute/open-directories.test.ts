import { mkdirSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { OpenDirectories } from "../../src/execute/link/open-directories.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { mutatingCalls } from "../../src/system/mutate/calls.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const calls = mutatingCalls()!;

/** Says how many directories were opened since it was asked last. */
function counted(): { readonly directories: OpenDirectories; readonly opened: () => number } {
  let count = 0;
  const directories = new OpenDirectories({ ...calls, open: (...values) => (count++, calls.open(...values)) });
  onTestFinished(() => directories.close());
  return { directories, opened: () => [count, (count = 0)][0]! };
}

function inodeOf(descriptor: number): number {
  const record = calls.newRecord();
  expect(calls.statusOf(descriptor, record)).toBe(0);
  return record.inodeNumber;
}

test("what lies near a directory that is open is opened from there, and leads to the same place", () => {
  const tree = temporaryTree();
  for (const name of ["p/a/b/c/one", "p/a/b/c/two", "p/a/x"]) mkdirSync(tree.at(name), { recursive: true });
  const { directories, opened } = counted();
  directories.descriptorOf(tree.at("p/a/b/c/one"));
  expect(opened()).toBeGreaterThan(5);
  for (const [name, opens] of [
    ["p/a/b/c/one", 0],
    ["p/a/b/c/two", 1],
    ["p/a/b/c", 0],
  ] as const) {
    expect(inodeOf(directories.descriptorOf(tree.at(name))), name).toBe(statSync(tree.at(name)).ino);
    expect(opened(), name).toBe(opens);
  }
  expect(inodeOf(directories.descriptorOf(tree.at("p/a/x")))).toBe(statSync(tree.at("p/a/x")).ino);
  opened();
  mkdirSync(tree.at("p/a/x/y/z/last"), { recursive: true });
  expect(inodeOf(directories.descriptorOf(tree.at("p/a/x/y/z/last")))).toBe(statSync(tree.at("p/a/x/y/z/last")).ino);
  expect(opened()).toBe(3);
});

test("however many are asked for, the last two are good and no descriptor is lost", () => {
  const tree = temporaryTree();
  const own = readdirSync("/proc/self/fd").length;
  const { directories } = counted();
  let before = directories.descriptorOf(tree.directory("d0"));
  for (let index = 1; index < 200; index++) {
    const path = tree.directory(index % 3 === 0 ? `d${index}` : `d${index}/deep/er`);
    const now = directories.descriptorOf(path);
    expect(inodeOf(now)).toBe(statSync(path).ino);
    expect(inodeOf(before)).toBeGreaterThan(0);
    before = now;
  }
  expect(readdirSync("/proc/self/fd").length).toBeLessThan(own + 40);
  directories.close();
  expect(readdirSync("/proc/self/fd").length).toBe(own);
});

test("a link on the way leads nowhere, nor does a name that leads up", () => {
  const tree = temporaryTree();
  tree.directory("real/inside/deeper");
  tree.directory("p/a");
  symlinkSync(tree.at("real"), tree.at("p/link"));
  const { directories } = counted();
  directories.descriptorOf(tree.at("p/a"));
  for (const name of ["p/link", "p/link/inside", "p/link/inside/deeper"]) {
    expect(() => directories.descriptorOf(tree.at(name)), name).toThrow(expect.objectContaining({ code: "ENOTDIR" }));
  }
  for (const name of ["..", "../real", "../real/inside", "."]) {
    const path = `${tree.at("p/a")}/${name}` as AbsolutePath;
    expect(() => directories.descriptorOf(path), name).toThrow(expect.objectContaining({ code: "EINVAL" }));
  }
});
