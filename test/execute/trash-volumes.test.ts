import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { renameInPlace } from "../../src/execute/set-aside.ts";
import { freedesktopTrash } from "../../src/execute/trash/freedesktop-trash.ts";
import type { TrashOutcome } from "../../src/execute/trash/trash.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { identityAt } from "../../src/system/place-identity.ts";
import { expectationOf, hostWith, IS_ROOT, targetOf } from "../support/expectation.ts";
import { made, memoryTree } from "../support/memory-tree.ts";
import { mount } from "../support/mount.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { actAs, giveToUser, NOBODY } from "./act-as.ts";

const HINT = "remove it with --permanent, which needs no trash";

/** A volume of its own with an item on it, and a home elsewhere. */
function volume(options = "size=8m,mode=777") {
  const top = memoryTree();
  const disk = made(top, "disk");
  mount(["-t", "tmpfs", "-o", options, "none"], disk);
  const item = made(disk, "a project/venv");
  fs.writeFileSync(join(item, "file"), "kept");
  const home = made(top, "home");
  const host = hostWith(home, { HOME: home });
  const trash = freedesktopTrash(host);
  const own = join(disk, `.Trash-${host.userId}`);
  const shared = join(disk, ".Trash", String(host.userId));
  return { disk, item, home, trash, own, shared, trashIt: () => trash.trashItem(targetOf(item), expectationOf(item)) };
}

describe.skipIf(!IS_ROOT)(`on another filesystem than the home${IS_ROOT ? "" : " (left out: needs root)"}`, () => {
  test("an item goes to the volume's own trash, with a relative path, and comes back", () => {
    const { item, own, trash, trashIt, home } = volume();
    const before = snapshot(item);
    const outcome = trashIt();
    expect(outcome).toMatchObject({ status: "done", item: { trashDirectory: own, name: "venv" } });
    expect(fs.readFileSync(join(own, "info/venv.trashinfo"), "utf8")).toMatch(/^Path=a%20project\/venv$/m);
    expect(fs.statSync(own).mode & 0o777).toBe(0o700);
    expect(fs.readdirSync(home)).toEqual([]);
    if (outcome.status === "done") expect(trash.restoreItem(outcome.item)).toEqual({ status: "done" });
    expect(snapshot(item)).toEqual(before);
  });

  test("a shared .Trash with a sticky bit is used first", () => {
    const { disk, shared, own, trashIt } = volume();
    fs.mkdirSync(join(disk, ".Trash"));
    fs.chmodSync(join(disk, ".Trash"), 0o1777);
    expect(trashIt()).toMatchObject({ status: "done", item: { trashDirectory: shared } });
    expect(fs.readFileSync(join(shared, "info/venv.trashinfo"), "utf8")).toMatch(/^Path=a%20project\/venv$/m);
    expect(fs.statSync(shared).mode & 0o777).toBe(0o700);
    expect(fs.existsSync(own)).toBe(false);
  });

  test.each(["without a sticky bit", "that is a link", "that is a file", "whose part for the user is a link"])(
    "a shared .Trash %s is not",
    (fault) => {
      const { disk, shared, own, trashIt } = volume();
      const elsewhere = made(disk, "elsewhere");
      if (fault === "that is a link") fs.symlinkSync("elsewhere", join(disk, ".Trash"));
      else if (fault === "that is a file") fs.writeFileSync(join(disk, ".Trash"), "");
      else fs.mkdirSync(join(disk, ".Trash"));
      if (fault === "whose part for the user is a link") {
        fs.chmodSync(join(disk, ".Trash"), 0o1777);
        fs.symlinkSync("../elsewhere", shared);
      }
      expect(trashIt()).toMatchObject({ status: "done", item: { trashDirectory: own } });
      expect(fs.readdirSync(elsewhere)).toEqual([]);
    },
  );

  test.each(["a link", "somebody else's"])("a volume's own trash that is %s is not used", (fault) => {
    const { disk, item, own, trashIt } = volume();
    const elsewhere = made(disk, "elsewhere");
    if (fault === "a link") fs.symlinkSync("elsewhere", own);
    else {
      fs.mkdirSync(own);
      fs.chownSync(own, NOBODY, NOBODY);
    }
    const reason = fault === "a link" ? /is a link or no directory/ : /belongs to somebody else/;
    const outcome = trashIt();
    expect(outcome).toMatchObject({ status: "failed", hint: HINT });
    expect(outcome.status === "failed" && outcome.reason).toMatch(reason);
    expect(fs.readdirSync(item)).toEqual(["file"]);
    expect(fs.readdirSync(elsewhere)).toEqual([]);
  });

  test("a bind mount counts as another filesystem: nothing is copied", () => {
    const top = memoryTree();
    const [project, bound, home] = [made(top, "project"), made(top, "bound"), made(top, "home")];
    made(project, "venv");
    mount(["--bind", project], bound);
    const trash = freedesktopTrash(hostWith(home, { HOME: home }));
    const item = join(bound, "venv");
    const outcome = trash.trashItem(targetOf(item), expectationOf(item));
    expect(outcome).toMatchObject({
      status: "done",
      item: { trashDirectory: join(bound, `.Trash-${process.getuid?.()}`) },
    });
  });

  test("a mount point itself is left", () => {
    const { disk, trash } = volume();
    expect(trash.trashItem(targetOf(disk), expectationOf(disk))).toEqual({
      status: "skipped",
      reason: "it is a mount point",
    });
  });

  test("an ordinary user who may make no trash there is told what to do", async () => {
    const { disk, item, home } = volume("size=8m,mode=755");
    fs.chmodSync(join(disk, ".."), 0o755);
    giveToUser(join(disk, "a project"));
    giveToUser(home);
    const outcome = await actAs<TrashOutcome>("ordinary user", ["trash", item], home);
    expect(outcome).toEqual({
      status: "failed",
      code: "EACCES",
      reason: `a trash can't be made at ${join(disk, `.Trash-${NOBODY}`)}: permission denied`,
      hint: HINT,
    });
    expect(fs.readdirSync(item)).toEqual(["file"]);
  });

  test("no inodes left: it says what to do, nothing moves, nothing is left behind", () => {
    const { disk, item, trashIt } = volume("size=8m,nr_inodes=12");
    try {
      for (let n = 0; ; n++) fs.writeFileSync(join(disk, `full-${n}`), "");
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe("ENOSPC");
    }
    const before = snapshot(disk);
    const outcome = trashIt();
    expect(outcome).toMatchObject({ status: "failed", code: "ENOSPC", hint: HINT });
    expect(outcome.status === "failed" && outcome.reason).toMatch(/^there is no space /);
    expect(fs.readdirSync(item)).toEqual(["file"]);
    expect(snapshot(disk)).toEqual(before);
  });

  test("no bytes left for the record: the same, and a trash that was there is as before", () => {
    const { disk, item, trashIt } = volume("size=1m");
    for (const part of ["files", "info"]) made(disk, ".Trash-0", part);
    fs.chmodSync(join(disk, ".Trash-0"), 0o700);
    try {
      for (let n = 0; ; n++) fs.appendFileSync(join(disk, "full"), Buffer.alloc(4096));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe("ENOSPC");
    }
    expect(trashIt()).toMatchObject({
      status: "failed",
      code: "ENOSPC",
      reason: `there is no space for the record that the trash at ${join(disk, ".Trash-0")} needs`,
      hint: HINT,
    });
    expect(fs.readdirSync(join(disk, ".Trash-0/info"))).toEqual([]);
    expect(fs.readdirSync(item)).toEqual(["file"]);
  });

  test("a read-only filesystem", () => {
    const { disk, item, trashIt } = volume();
    mount(["-o", "remount,ro"], disk);
    expect(trashIt()).toMatchObject({ status: "failed", code: "EROFS", hint: null });
    expect(fs.readdirSync(item)).toEqual(["file"]);
  });

  test("a directory in a lower layer of an overlay can't be moved, nor be deleted", () => {
    const { disk, home, trash } = volume();
    made(disk, "lower/app/venv");
    fs.writeFileSync(join(disk, "lower/app/venv/file"), "of the image");
    const merged = made(home, "merged");
    const [upper, work] = [made(disk, "upper"), made(disk, "work")];
    mount(["-t", "overlay", "-o", `lowerdir=${disk}/lower,upperdir=${upper},workdir=${work}`, "overlay"], merged);
    const item = join(merged, "app/venv") as AbsolutePath;
    const reason = "it came with a lower layer of an overlay, such as a container's image, and cannot be moved";
    expect(trash.trashItem(targetOf(item), expectationOf(item))).toEqual({
      status: "failed",
      code: "EXDEV",
      reason,
      hint: null,
    });
    const directory = join(merged, "app") as AbsolutePath;
    expect(renameInPlace(directory, "venv", "aside", identityAt(item)!)).toEqual({ ok: false, code: "EXDEV", reason });
    expect(fs.readFileSync(join(item, "file"), "utf8")).toBe("of the image");
  });
});

test("an ordinary user's read-only directory goes to the trash and keeps its permissions", async () => {
  const tree = temporaryTree();
  tree.file("project/venv/file");
  fs.chmodSync(tree.at("project/venv"), 0o555);
  fs.chmodSync(tree.at(".."), 0o755);
  giveToUser(tree.path);
  giveToUser(tree.home);
  const outcome = await actAs<TrashOutcome>("ordinary user", ["trash", tree.at("project/venv")], tree.home);
  expect(outcome).toMatchObject({ status: "done", item: { name: "venv" } });
  const inTrash = join(tree.home, ".local/share/Trash/files/venv");
  expect(fs.statSync(inTrash).mode & 0o777).toBe(0o555);
  expect(fs.readdirSync(inTrash)).toEqual(["file"]);
});

test("a home trash that is reached through a link of the user's own is used where it leads", () => {
  const tree = temporaryTree();
  tree.file("project/venv/file");
  fs.mkdirSync(join(tree.home, "moved/Trash"), { recursive: true });
  fs.mkdirSync(join(tree.home, ".local"));
  fs.symlinkSync("../moved", join(tree.home, ".local/share"));
  const trash = freedesktopTrash(hostWith(tree.home, tree.environment));
  const path = tree.at("project/venv");
  expect(trash.trashItem(targetOf(path), expectationOf(path))).toMatchObject({
    status: "done",
    item: { trashDirectory: join(tree.home, "moved/Trash") },
  });
});
