import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { expect, test } from "vitest";
import { removeByPath } from "../../src/execute/removal/by-path.ts";
import { expectationOf, IS_ROOT, targetOf } from "../support/expectation.ts";
import { snapshot } from "../support/snapshot.ts";
import { mount } from "../support/mount.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";

test("where calls by handle are missing it removes by path, says so and follows no link", () => {
  const tree = temporaryTree();
  tree.file("outside/kept", "kept");
  tree.file("item/a/file", "x");
  fs.symlinkSync(tree.at("outside"), tree.at("item/a/link"));
  fs.writeFileSync(Buffer.concat([Buffer.from(`${tree.at("item")}/`), Buffer.of(0xff)]), "");
  const before = snapshot(tree.at("outside"));
  expect(removeByPath(hostIn(tree.home), targetOf(tree.at("item")), expectationOf(tree.at("item")))).toMatchObject({
    status: "done",
    guarantee: "by path",
    removed: { files: 3, directories: 2 },
  });
  expect(fs.readdirSync(tree.path)).toEqual(["outside"]);
  expect(snapshot(tree.at("outside"))).toEqual(before);
});

test("what is not what was planned is left alone", () => {
  const tree = temporaryTree();
  tree.file("item/file", "kept");
  const expected = expectationOf(tree.at("item"));
  const before = snapshot(tree.path);
  for (const wrong of [
    { ...expected, inode: expected.inode + 1n },
    { ...expected, kind: "file" as const },
    { ...expected, device: expected.device + 1 },
  ]) {
    expect(removeByPath(hostIn(tree.home), targetOf(tree.at("item")), wrong)).toMatchObject({
      status: "skipped",
      guarantee: "by path",
    });
  }
  expect(snapshot(tree.path)).toEqual(before);
});

test.runIf(IS_ROOT && process.platform === "linux")("nothing goes where something is mounted inside", () => {
  const tree = temporaryTree();
  for (const name of ["precious/kept", "file", "item/a/file", "item/a/b"]) tree.file(name, "kept");
  tree.directory("item/bound");
  fs.symlinkSync(tree.path, tree.at("../by-link"));
  const byLink = { directory: tree.at("../by-link"), name: "item" } as ReturnType<typeof targetOf>;
  for (const [source, at] of [
    ["precious", "item/bound"],
    ["file", "item/a/b"],
  ] as const) {
    mount(["--bind", tree.at(source)], tree.at(at));
    const before = snapshot(tree.path);
    for (const target of [targetOf(tree.at("item")), byLink]) {
      expect(removeByPath(hostIn(tree.home), target, expectationOf(tree.at("item")))).toMatchObject({
        status: "skipped",
        reason: `something is mounted in it, at ${tree.at(at)}`,
      });
    }
    expect(snapshot(tree.path)).toEqual(before);
    execFileSync("umount", [tree.at(at)]);
  }
});
