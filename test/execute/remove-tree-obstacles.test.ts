import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { removeTree } from "../../src/execute/remove-tree.ts";
import type { RemovalOutcome } from "../../src/execute/removal/outcome.ts";
import { thisHost } from "../../src/system/host.ts";
import { expectationOf, IS_ROOT, targetOf } from "../support/expectation.ts";
import { made, memoryTree } from "../support/memory-tree.ts";
import { mount } from "../support/mount.ts";
import { snapshot } from "../support/snapshot.ts";
import { steppingCalls } from "../support/stepping-calls.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { actAs, giveToUser } from "./act-as.ts";

const remove = (path: string) => removeTree(thisHost(), targetOf(path), expectationOf(path), { threads: 0 });
const asRoot = (title: string) => (IS_ROOT ? title : `${title} (left out: needs root)`);

describe.skipIf(!IS_ROOT)(asRoot("something mounted in an item stops it before anything goes"), () => {
  function item(): string {
    const top = memoryTree();
    for (const name of ["a", "b/c/d", "z"]) {
      made(top, "item", name);
      fs.writeFileSync(join(top, "item", name, "file"), "item");
    }
    made(top, "elsewhere/inside");
    fs.writeFileSync(join(top, "elsewhere/inside/file"), "elsewhere");
    return top;
  }

  test.each(["b/c/d", "a", "z"])("a bind mount of the same filesystem on %s", async (part) => {
    const top = item();
    mount(["--bind", join(top, "elsewhere")], join(top, "item", part));
    const before = snapshot(top);
    expect(await remove(join(top, "item"))).toMatchObject({
      status: "skipped",
      reason: `something is mounted in it, at ${join(top, "item", part)}`,
    });
    expect(snapshot(top)).toEqual(before);
  });

  test("a tmpfs", async () => {
    const top = item();
    mount(["-t", "tmpfs", "none"], join(top, "item/b"));
    const before = snapshot(top);
    expect(await remove(join(top, "item"))).toMatchObject({ status: "skipped" });
    expect(snapshot(top)).toEqual(before);
  });

  test("a file that is mounted upon", async () => {
    const top = item();
    mount(["--bind", join(top, "elsewhere/inside/file")], join(top, "item/a/file"));
    expect(await remove(join(top, "item"))).toMatchObject({ status: "skipped" });
    expect(fs.readFileSync(join(top, "elsewhere/inside/file"), "utf8")).toBe("elsewhere");
    expect(fs.existsSync(join(top, "item/b/c/d/file"))).toBe(true);
  });

  test("the item itself", async () => {
    const top = item();
    mount(["--bind", join(top, "elsewhere")], join(top, "item"));
    expect(await remove(join(top, "item"))).toMatchObject({ status: "skipped", reason: "it is a mount point" });
    expect(fs.existsSync(join(top, "elsewhere/inside/file"))).toBe(true);
  });

  test("but a mount beside it, of a name that begins alike, is no reason", async () => {
    const top = item();
    made(top, "item2");
    mount(["--bind", join(top, "elsewhere")], join(top, "item2"));
    expect(await remove(join(top, "item"))).toMatchObject({ status: "done" });
    expect(fs.readdirSync(join(top, "item2/inside"))).toEqual(["file"]);
  });

  test("also where the list of mounts can't be had, for then every directory is looked at", async () => {
    const top = item();
    mount(["--bind", join(top, "elsewhere")], join(top, "item/b/c/d"));
    const before = snapshot(top);
    const path = join(top, "item");
    const blind = { ...thisHost(), platform: "freebsd" as const };
    expect(await removeTree(blind, targetOf(path), expectationOf(path))).toMatchObject({
      status: "skipped",
      reason: `something is mounted in it, at ${join(path, "b/c/d")}`,
    });
    expect(snapshot(top)).toEqual(before);
    execFileSync("umount", [join(path, "b/c/d")]);
    mount(["--bind", join(top, "elsewhere")], join(top, "elsewhere/inside"));
    expect(await removeTree(blind, targetOf(path), expectationOf(path))).toMatchObject({ status: "done" });
  });
});

describe("as an ordinary user", () => {
  const removeAsUser = (path: string, home: string) => actAs<RemovalOutcome>("ordinary user", ["remove", path], home);

  test("read-only and closed directories of one's own go", async () => {
    const tree = temporaryTree();
    for (const mode of [0o555, 0o500, 0o000, 0o300]) {
      tree.file(`item/m${mode}/inside/file`);
      fs.chmodSync(tree.at(`item/m${mode}/inside`), mode);
      fs.chmodSync(tree.at(`item/m${mode}`), mode);
    }
    fs.chmodSync(tree.at("item"), 0o555);
    fs.chmodSync(tree.at(".."), 0o755);
    giveToUser(tree.path);
    expect(await removeAsUser(tree.at("item"), tree.home)).toMatchObject({
      status: "done",
      removed: { files: 4, directories: 9 },
    });
    expect(fs.readdirSync(tree.path)).toEqual([]);
  });

  test("a directory above the item that may not be written is left as it is", async () => {
    const tree = temporaryTree();
    tree.file("closed/item/file");
    fs.chmodSync(tree.at(".."), 0o755);
    giveToUser(tree.path);
    fs.chmodSync(tree.at("closed"), 0o555);
    const outcome = await removeAsUser(tree.at("closed/item"), tree.home);
    expect(outcome).toMatchObject({ status: "partial", reason: `${tree.at("closed/item")}: permission denied` });
    expect(fs.statSync(tree.at("closed")).mode & 0o777).toBe(0o555);
  });

  test.skipIf(!IS_ROOT)(asRoot("others' files in sticky directories and others' directories stay"), async () => {
    const tree = temporaryTree();
    tree.file("item/mine", "mine");
    tree.file("item/shared/theirs", "theirs");
    tree.file("item/foreign/file", "theirs");
    fs.chmodSync(tree.at(".."), 0o755);
    giveToUser(tree.path);
    for (const path of ["item/shared", "item/shared/theirs", "item/foreign", "item/foreign/file"]) {
      fs.chownSync(tree.at(path), 0, 0);
    }
    fs.chmodSync(tree.at("item/shared"), 0o1777);
    fs.chmodSync(tree.at("item/foreign"), 0o755);
    const outcome = await removeAsUser(tree.at("item"), tree.home);
    expect(outcome.status).toBe("partial");
    expect(outcome.left.map(({ path, code }) => [path.slice(tree.path.length + 1), code]).toSorted()).toEqual([
      ["item/foreign/file", "EACCES"],
      ["item/shared/theirs", "EPERM"],
    ]);
    expect(Object.keys(snapshot(tree.at("item")))).toEqual([".", "foreign", "foreign/file", "shared", "shared/theirs"]);
    expect(fs.statSync(tree.at("item/foreign")).mode & 0o777).toBe(0o755);
  });

  test.skipIf(!IS_ROOT)(asRoot("what can't be removed keeps its permissions"), async () => {
    const tree = temporaryTree();
    tree.file("item/closed/theirs/file");
    fs.chmodSync(tree.at(".."), 0o755);
    giveToUser(tree.path);
    fs.chownSync(tree.at("item/closed/theirs"), 0, 0);
    fs.chmodSync(tree.at("item/closed"), 0o510);
    expect(await removeAsUser(tree.at("item"), tree.home)).toMatchObject({ status: "failed", leftCount: 1 });
    expect(fs.statSync(tree.at("item/closed")).mode & 0o777).toBe(0o510);
  });
});

test("threads that wait keep no process alive", async () => {
  const top = memoryTree();
  fs.chmodSync(top, 0o777);
  const item = made(top, "item");
  execFileSync("python3", ["-c", "import os\nfor n in range(9_000): os.makedirs(f'd{n % 90}/e{n}')"], { cwd: item });
  const outcome = await actAs<RemovalOutcome>("whoever runs this", ["remove", item, "2"], top);
  expect(outcome).toMatchObject({ status: "done", removed: { directories: 9_091 } });
});

describe.skipIf(!IS_ROOT)(asRoot("filesystems that resist"), () => {
  test("immutable files stay with their reason, the rest goes", async () => {
    const tree = temporaryTree();
    tree.file("item/a/fixed", "kept");
    tree.file("item/a/other", "gone");
    tree.file("item/b/file", "gone");
    execFileSync("chattr", ["+i", tree.at("item/a/fixed")]);
    onTestFinished(() => void execFileSync("chattr", ["-i", tree.at("item/a/fixed")]));
    const outcome = await remove(tree.at("item"));
    expect(outcome).toMatchObject({
      status: "partial",
      left: [{ path: tree.at("item/a/fixed"), code: "IMMUTABLE" }],
      leftCount: 1,
      removed: { files: 2, directories: 1 },
    });
    expect(Object.keys(snapshot(tree.at("item")))).toEqual([".", "a", "a/fixed"]);
  });

  test("a read-only filesystem", async () => {
    const top = memoryTree();
    const disk = made(top, "disk");
    mount(["-t", "tmpfs", "none"], disk);
    made(disk, "item/a");
    fs.writeFileSync(join(disk, "item/a/file"), "kept");
    execFileSync("mount", ["-o", "remount,ro", disk]);
    const outcome = await remove(join(disk, "item"));
    expect(outcome).toMatchObject({ status: "failed", left: [{ code: "EROFS" }] });
    expect(fs.readFileSync(join(disk, "item/a/file"), "utf8")).toBe("kept");
  });

  test.each([
    ["bytes", "size=1m"],
    ["inodes", "size=8m,nr_inodes=40"],
  ])("no %s left: removal works", async (_, options) => {
    const disk = made(memoryTree(), "disk");
    mount(["-t", "tmpfs", "-o", options, "none"], disk);
    made(disk, "item/a");
    fillUp(join(disk, "item/a"));
    expect(await remove(join(disk, "item"))).toMatchObject({ status: "done" });
    expect(fs.readdirSync(disk)).toEqual([]);
    fs.writeFileSync(join(disk, "new"), "there is room again");
  });
});

/** Files until the filesystem takes no more. */
function fillUp(directory: string): void {
  try {
    for (let n = 0; ; n++) fs.writeFileSync(join(directory, `f${n}`), Buffer.alloc(n < 30 ? 65_536 : 0));
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe("ENOSPC");
  }
}

describe("others at work in the same tree", () => {
  test.each(["a", "a/b", "c", "a/b/one"])("%s vanishes at any step, which is no failure", async (part) => {
    const top = memoryTree();
    const path = join(top, "item");
    for (let at = 8, steps = at; steps >= at - 1; at++) {
      steps = 0;
      for (const name of ["a/b", "c"]) {
        made(path, name);
        for (const file of ["one", "two"]) fs.writeFileSync(join(path, name, file), "x");
      }
      const calls = steppingCalls((step) => {
        steps = step;
        if (step === at) fs.rmSync(join(path, part), { recursive: true, force: true });
      });
      const outcome = await removeTree(thisHost(), targetOf(path), expectationOf(path), { calls });
      expect(outcome, `step ${at}`).toMatchObject({ status: "done", leftCount: 0 });
      expect(fs.readdirSync(top)).toEqual([]);
    }
  });

  test("entries that appear meanwhile go too, and without end it gives up", async () => {
    const top = memoryTree();
    const path = made(top, "item");
    made(path, "busy");
    let appeared = 0;
    const appearing = (most: number) =>
      steppingCalls((_, call) => {
        if (call !== "removeDirectory" || appeared >= most || !fs.existsSync(join(path, "busy"))) return;
        fs.writeFileSync(join(path, "busy", `late-${appeared++}`), "x");
      });
    const endless = await removeTree(thisHost(), targetOf(path), expectationOf(path), { calls: appearing(1e9) });
    expect(endless).toMatchObject({ status: "partial", left: [{ path: join(path, "busy"), code: "ENOTEMPTY" }] });
    appeared = 0;
    const ending = await removeTree(thisHost(), targetOf(path), expectationOf(path), { calls: appearing(3) });
    expect(ending).toMatchObject({ status: "done", removed: { files: 4 } });
  });
});
