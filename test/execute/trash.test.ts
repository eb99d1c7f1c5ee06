import * as fs from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { freedesktopTrash } from "../../src/execute/trash/freedesktop-trash.ts";
import { noTrash } from "../../src/execute/trash/no-trash.ts";
import { trashFor } from "../../src/execute/trash/trash-for.ts";
import type { TrashedItem, TrashOutcome } from "../../src/execute/trash/trash.ts";
import { decode, encode } from "../../src/system/files.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { setExtendedAttribute } from "../support/extended-attributes.ts";
import { expectationOf, hostWith, targetOf } from "../support/expectation.ts";
import { snapshot } from "../support/snapshot.ts";
import { steppingCalls } from "../support/stepping-calls.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";

const trashOf = (tree: TemporaryTree) => freedesktopTrash(hostWith(tree.home, tree.environment));
const homeTrash = (tree: TemporaryTree) => join(tree.home, ".local/share/Trash");

function trashed(outcome: TrashOutcome): TrashedItem {
  if (outcome.status !== "done") throw new Error(`it was not trashed: ${JSON.stringify(outcome)}`);
  return outcome.item;
}

function trashIt(tree: TemporaryTree, path: string): TrashedItem {
  return trashed(trashOf(tree).trashItem(targetOf(path), expectationOf(path)));
}

/** An environment with all that must come back. */
function environment(tree: TemporaryTree, name = "project/.venv"): AbsolutePath {
  tree.file(`${name}/lib/module.py`, "x = 1\n");
  tree.file(`${name}/lib/empty`);
  tree.file(`${name}/bin/tool`, "#!/bin/sh\n");
  fs.chmodSync(tree.at(name, "bin/tool"), 0o4755);
  fs.chmodSync(tree.at(name, "lib"), 0o711);
  fs.symlinkSync("../lib/module.py", tree.at(name, "bin/link"));
  fs.symlinkSync("nowhere", tree.at(name, "bin/broken"));
  fs.linkSync(tree.at(name, "lib/module.py"), tree.at(name, "lib/same"));
  setExtendedAttribute(tree.at(name, "lib/module.py"), "user.note", "kept");
  setExtendedAttribute(tree.at(name), "user.note", "kept as well");
  fs.utimesSync(tree.at(name, "lib/empty"), 1, 1_234_567_890.123);
  fs.utimesSync(tree.at(name), 1, 1_000_000_000);
  return tree.at(name);
}

test("an item goes to the home trash by the specification, and comes back exactly", () => {
  const tree = temporaryTree();
  const path = environment(tree);
  tree.file("project/main.py", "kept");
  const before = snapshot(tree.path, { timesOf: (entry) => entry !== "project" });

  const item = trashIt(tree, path);

  expect(fs.existsSync(path)).toBe(false);
  expect(item).toMatchObject({ trashDirectory: homeTrash(tree), name: ".venv", originalPath: path, kind: "directory" });
  expect(fs.readdirSync(homeTrash(tree)).toSorted()).toEqual(["files", "info"]);
  for (const part of [".", "files", "info"]) expect(fs.statSync(join(homeTrash(tree), part)).mode & 0o777).toBe(0o700);
  const written = fs.readFileSync(join(homeTrash(tree), "info/.venv.trashinfo"), "utf8");
  expect(written).toMatch(
    /^\[Trash Info\]\nPath=\/[^\n]*\/project\/\.venv\nDeletionDate=\d{4}(-\d\d){2}T\d\d(:\d\d){2}\n$/,
  );
  const seconds = Date.parse(/DeletionDate=(.*)/.exec(written)![1]!);
  expect(Math.abs(seconds - item.trashedAt)).toBeLessThanOrEqual(1_000);
  expect(trashOf(tree).stateOf(item)).toBe("in trash");

  expect(trashOf(tree).restoreItem(item)).toEqual({ status: "done" });
  expect(snapshot(tree.path, { timesOf: (entry) => entry !== "project" })).toEqual(before);
  expect(fs.readdirSync(join(homeTrash(tree), "info"))).toEqual([]);
  expect(trashOf(tree).stateOf(item)).toBe("in place");
  expect(trashOf(tree).restoreItem(item)).toEqual({ status: "done" });
});

test("files, links and FIFOs too", () => {
  const tree = temporaryTree();
  const file = tree.file("a.pyc", "x");
  fs.symlinkSync(file, tree.at("link"));
  for (const name of ["link", "a.pyc"]) {
    const item = trashIt(tree, tree.at(name));
    expect(fs.readdirSync(join(homeTrash(tree), "files"))).toEqual([name]);
    expect(trashOf(tree).restoreItem(item)).toEqual({ status: "done" });
  }
  expect(fs.readlinkSync(tree.at("link"))).toBe(file);
});

test("many of one name each get a name of their own", () => {
  const tree = temporaryTree();
  const items = Array.from({ length: 25 }, (_, n) => {
    tree.file(`p${n}/__pycache__/m${n}.pyc`, String(n));
    return trashIt(tree, tree.at(`p${n}/__pycache__`));
  });
  expect(new Set(items.map(({ name }) => name)).size).toBe(25);
  expect(items.slice(0, 3).map(({ name }) => name)).toEqual(["__pycache__", "__pycache__.2", "__pycache__.3"]);
  for (const item of items) expect(trashOf(tree).restoreItem(item)).toEqual({ status: "done" });
  expect(fs.readFileSync(tree.at("p24/__pycache__/m24.pyc"), "utf8")).toBe("24");
});

test("what lies in the trash without a record is not replaced", () => {
  const tree = temporaryTree();
  fs.mkdirSync(join(homeTrash(tree), "files/cache"), { recursive: true, mode: 0o700 });
  tree.file("cache/file", "new");
  expect(trashIt(tree, tree.at("cache")).name).toBe("cache.2");
  expect(fs.readdirSync(join(homeTrash(tree), "files/cache"))).toEqual([]);
  expect(fs.readdirSync(join(homeTrash(tree), "info"))).toEqual(["cache.2.trashinfo"]);
});

test.each([
  ["very long", "ü".repeat(127)],
  ["with spaces, percent signs and newlines", "a b%20\nc=ü"],
  ["not UTF-8", decode(Buffer.of(0x61, 0xff, 0xfe, 0x62))],
])("names that are %s come back", (_, name) => {
  const tree = temporaryTree();
  const bytes = encode(`${tree.path}/${name}`);
  fs.mkdirSync(bytes);
  fs.writeFileSync(Buffer.concat([bytes, Buffer.from("/file")]), "kept");
  const path = `${tree.path}/${name}`;
  const before = snapshot(tree.path, { timesOf: (entry) => entry !== "." });
  const item = trashIt(tree, path);
  const info = fs.readdirSync(join(homeTrash(tree), "info"), { encoding: "buffer" });
  expect(info).toHaveLength(1);
  expect(info[0]!.length).toBeLessThanOrEqual(255);
  const line = fs
    .readFileSync(Buffer.concat([Buffer.from(`${homeTrash(tree)}/info/`), info[0]!]), "latin1")
    .split("\n")[1]!;
  expect(line).toMatch(/^Path=[A-Za-z0-9\-_.!~*'()/%]+$/);
  expect(trashOf(tree).restoreItem(item)).toEqual({ status: "done" });
  expect(snapshot(tree.path, { timesOf: (entry) => entry !== "." })).toEqual(before);
});

describe("left as it is", () => {
  test("what is not what was planned", () => {
    const tree = temporaryTree();
    const path = environment(tree);
    const before = snapshot(tree.path);
    const expected = expectationOf(path);
    const trash = trashOf(tree);
    expect(trash.trashItem(targetOf(path), { ...expected, inode: expected.inode + 1n })).toMatchObject({
      status: "skipped",
      reason: "another one has taken its place since it was planned",
    });
    expect(trash.trashItem({ directory: tree.path, name: ".." }, expected)).toMatchObject({ status: "skipped" });
    expect(trash.trashItem(targetOf(tree.at("project/none")), expected)).toEqual({
      status: "skipped",
      reason: "it is gone already",
    });
    expect(snapshot(tree.path)).toEqual(before);
    expect(fs.existsSync(homeTrash(tree))).toBe(false);
  });

  test("the trash, what lies in it and what it lies in", () => {
    const tree = temporaryTree();
    const item = trashIt(tree, environment(tree));
    const inside = join(homeTrash(tree), "files", item.name);
    const trash = trashOf(tree);
    for (const path of [inside, homeTrash(tree), join(tree.home, ".local"), tree.home]) {
      expect(trash.trashItem(targetOf(path), expectationOf(path)), path).toMatchObject({ status: "skipped" });
    }
    expect(trash.restoreItem(item)).toEqual({ status: "done" });
  });

  test("on restoring: what has come since, whatever it is", () => {
    const tree = temporaryTree();
    const path = environment(tree);
    const item = trashIt(tree, path);
    const trash = trashOf(tree);
    const refused = { status: "skipped", reason: "something else is there now, and nothing is overwritten" };
    fs.mkdirSync(path);
    expect(trash.restoreItem(item)).toEqual(refused);
    fs.rmdirSync(path);
    fs.symlinkSync("nowhere", path);
    expect(trash.restoreItem(item)).toEqual(refused);
    expect(fs.readlinkSync(path)).toBe("nowhere");
    fs.unlinkSync(path);
    expect(trash.restoreItem(item)).toEqual({ status: "done" });
  });

  test("on restoring: when its directory is gone or a link now, or something else has its name", () => {
    const tree = temporaryTree();
    const path = environment(tree);
    const item = trashIt(tree, path);
    const trash = trashOf(tree);
    fs.renameSync(tree.at("project"), tree.at("elsewhere"));
    expect(trash.restoreItem(item)).toEqual({
      status: "skipped",
      reason: `its directory ${tree.at("project")} does not exist any more: make it, then try again`,
    });
    fs.symlinkSync("elsewhere", tree.at("project"));
    expect(trash.restoreItem(item)).toMatchObject({ status: "skipped" });
    expect(fs.readdirSync(tree.at("elsewhere"))).toEqual([]);
    fs.unlinkSync(tree.at("project"));
    fs.mkdirSync(tree.at("project"));
    const inside = join(homeTrash(tree), "files", item.name);
    fs.renameSync(inside, `${inside}.aside`);
    fs.mkdirSync(inside);
    expect(trash.restoreItem(item)).toEqual({ status: "skipped", reason: "something else has its name in the trash" });
    fs.rmdirSync(inside);
    expect(trash.stateOf(item)).toBe("gone");
    expect(trash.restoreItem(item)).toEqual({ status: "skipped", reason: "it is not in the trash any more" });
  });
});

test("purging removes what was put there and its record, and nothing else", async () => {
  const tree = temporaryTree();
  const item = trashIt(tree, environment(tree));
  const other = trashIt(tree, environment(tree, "other/.venv"));
  const trash = trashOf(tree);
  expect(await trash.purgeItem({ ...item, inode: String(BigInt(item.inode) + 1n) })).toMatchObject({
    status: "skipped",
  });
  expect(trash.stateOf(item)).toBe("in trash");
  expect(await trash.purgeItem(item)).toMatchObject({ status: "done", guarantee: "by handle" });
  expect(fs.readdirSync(join(homeTrash(tree), "files"))).toEqual([other.name]);
  expect(fs.readdirSync(join(homeTrash(tree), "info"))).toEqual([`${other.name}.trashinfo`]);
  expect(await trash.purgeItem(item)).toMatchObject({ status: "skipped", reason: "it is gone already" });
});

describe("a crash", () => {
  class Crash extends Error {}

  test("before the move: the place is known, and the record is cleared away", () => {
    const tree = temporaryTree();
    const path = environment(tree);
    const before = snapshot(tree.path);
    const crashing = () => {
      throw new Crash();
    };
    let reserved: TrashedItem | undefined;
    const calls = steppingCalls((_, call) => {
      if (call === "renameNoReplace") throw new Crash();
    });
    const trash = trashOf(tree);
    expect(() =>
      trash.trashItem(targetOf(path), expectationOf(path), { calls, beforeMove: (item) => (reserved = item) }),
    ).toThrow(Crash);
    expect(reserved).toMatchObject({ originalPath: path, name: ".venv" });
    expect(fs.readdirSync(join(homeTrash(tree), "info"))).toEqual([".venv.trashinfo"]);
    expect(trash.stateOf(reserved!)).toBe("in place");
    expect(trash.restoreItem(reserved!)).toEqual({ status: "done" });
    expect(fs.readdirSync(join(homeTrash(tree), "info"))).toEqual([]);

    const target = targetOf(path);
    expect(() => trash.trashItem(target, expectationOf(path), { beforeMove: crashing })).toThrow(Crash);
    expect(fs.readdirSync(join(homeTrash(tree), "info"))).toEqual([]);
    expect(snapshot(tree.path)).toEqual(before);
  });

  test("after the move: it is in the trash", () => {
    const tree = temporaryTree();
    const path = environment(tree);
    let reserved: TrashedItem | undefined;
    let hasMoved = false;
    const calls = steppingCalls((_, call) => {
      if (hasMoved) throw new Crash();
      hasMoved = call === "renameNoReplace";
    });
    const trash = trashOf(tree);
    const beforeMove = (item: TrashedItem) => void (reserved = item);
    expect(() => trash.trashItem(targetOf(path), expectationOf(path), { calls, beforeMove })).toThrow(Crash);
    expect(trash.stateOf(reserved!)).toBe("in trash");
    expect(trash.restoreItem(reserved!)).toEqual({ status: "done" });
  });
});

describe("another one takes the item's place at some step", () => {
  test.each(["directory", "file", "link"])("a %s: it is left, put back or kept in the trash, never lost", (kind) => {
    const tree = temporaryTree();
    let sawPutBack = false;
    for (let at = 1, steps = at; steps >= at - 1; at++) {
      steps = 0;
      const path = environment(tree, `p${at}/.venv`);
      const away = tree.at(`p${at}/away`);
      const calls = steppingCalls((step) => {
        steps = step;
        if (step !== at || !fs.existsSync(path)) return;
        fs.renameSync(path, away);
        if (kind === "directory") tree.file(`p${at}/.venv/precious`, "precious");
        else if (kind === "file") fs.writeFileSync(path, "precious");
        else fs.symlinkSync("precious", path);
      });
      const outcome = trashOf(tree).trashItem(targetOf(path), expectationOf(path), { calls });
      if (!fs.existsSync(away)) {
        expect(outcome.status, `step ${at}`).toBe("done");
        continue;
      }
      expect(outcome.status, `step ${at}`).toBe("skipped");
      if (outcome.status === "skipped") sawPutBack ||= outcome.reason.endsWith("it was put back");
      const content =
        kind === "directory"
          ? fs.readFileSync(join(path, "precious"), "utf8")
          : kind === "file"
            ? fs.readFileSync(path, "utf8")
            : fs.readlinkSync(path);
      expect(content).toBe("precious");
      expect(fs.existsSync(join(away, "lib/module.py"))).toBe(true);
    }
    expect(sawPutBack).toBe(true);
    const kept = fs.readdirSync(join(homeTrash(tree), "info")).length;
    expect(fs.readdirSync(join(homeTrash(tree), "files"))).toHaveLength(kept);
  });
});

describe("a filesystem whose renames take no flags", () => {
  const unable = () => ({ ...steppingCalls(() => {}), renameNoReplace: () => -22 });

  test("trashing and restoring work, and still replace nothing", () => {
    const tree = temporaryTree();
    const path = environment(tree);
    const file = tree.file("project/.coverage", "x");
    const except = { timesOf: (entry: string) => entry !== "project" };
    const before = snapshot(tree.path, except);
    const trash = trashOf(tree);
    const calls = unable();
    fs.mkdirSync(join(homeTrash(tree), "files/.venv"), { recursive: true, mode: 0o700 });
    fs.writeFileSync(join(homeTrash(tree), "files/.coverage"), "older");

    const items = [path, file].map((place) =>
      trashed(trash.trashItem(targetOf(place), expectationOf(place), { calls })),
    );
    expect(items.map(({ name }) => name)).toEqual([".venv.2", ".coverage.2"]);
    expect(fs.readFileSync(join(homeTrash(tree), "files/.coverage"), "utf8")).toBe("older");

    fs.mkdirSync(path);
    fs.writeFileSync(file, "newer");
    for (const item of items) expect(trash.restoreItem(item, { calls })).toMatchObject({ status: "skipped" });
    fs.rmdirSync(path);
    fs.unlinkSync(file);
    for (const item of items) expect(trash.restoreItem(item, { calls })).toEqual({ status: "done" });
    expect(snapshot(tree.path, except)).toEqual(before);
  });

  test("nor when something appears just then", () => {
    const tree = temporaryTree();
    for (const [name, make] of [
      [".venv", (path: string) => fs.mkdirSync(path)],
      [".coverage", (path: string) => fs.writeFileSync(path, "newer")],
    ] as const) {
      const path = name === ".venv" ? environment(tree, name) : tree.file(name, "x");
      const item = trashIt(tree, path);
      const calls = {
        ...steppingCalls(() => {}),
        renameNoReplace: () => {
          make(path);
          return -22;
        },
      };
      expect(trashOf(tree).restoreItem(item, { calls })).toMatchObject({ status: "skipped" });
      expect(trashOf(tree).stateOf(item)).toBe("in trash");
      expect(fs.lstatSync(path).isDirectory() ? fs.readdirSync(path) : fs.readFileSync(path, "utf8")).toEqual(
        name === ".venv" ? [] : "newer",
      );
    }
  });
});

test("where there is no trash, that is said and nothing moves", () => {
  const tree = temporaryTree();
  const path = environment(tree);
  expect(noTrash("Windows").trashItem(targetOf(path), expectationOf(path))).toEqual({
    status: "failed",
    code: "ENOSYS",
    reason: "the trash of Windows is not supported",
    hint: "remove it with --permanent, which needs no trash",
  });
  const windows = { ...hostWith(tree.home, tree.environment), platform: "win32" as const };
  expect(trashFor(windows).title).toBe("no trash");
  expect(fs.existsSync(path)).toBe(true);
});

test("the trash of macOS moves by rename and back, and replaces nothing", () => {
  const tree = temporaryTree();
  fs.mkdirSync(join(tree.home, ".Trash"));
  const trash = trashFor({ ...hostWith(tree.home, tree.environment), platform: "darwin" });
  const path = environment(tree);
  const except = { timesOf: (entry: string) => entry !== "project" && entry !== "." };
  const before = snapshot(tree.path, except);
  tree.file("other/.venv/file");
  const other = trashed(trash.trashItem(targetOf(tree.at("other/.venv")), expectationOf(tree.at("other/.venv"))));
  const item = trashed(trash.trashItem(targetOf(path), expectationOf(path)));
  expect(fs.readdirSync(join(tree.home, ".Trash")).toSorted()).toEqual([other.name, item.name].toSorted());
  expect(basename(item.name)).toMatch(/^\.venv \d+$/);
  fs.mkdirSync(path);
  expect(trash.restoreItem(item)).toMatchObject({ status: "skipped" });
  fs.rmdirSync(path);
  expect(trash.restoreItem(item)).toEqual({ status: "done" });
  fs.rmSync(tree.at("other"), { recursive: true });
  expect(snapshot(tree.path, except)).toEqual(before);
});
