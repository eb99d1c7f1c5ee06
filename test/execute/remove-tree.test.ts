import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { removeTree } from "../../src/execute/remove-tree.ts";
import { decode } from "../../src/system/files.ts";
import { thisHost } from "../../src/system/host.ts";
import { mutatingCalls, type MutatingCalls } from "../../src/system/mutate/calls.ts";
import { expectationOf, targetOf } from "../support/expectation.ts";
import { snapshot } from "../support/snapshot.ts";
import { made, memoryTree } from "../support/memory-tree.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const remove = (path: string, expected = expectationOf(path)) => removeTree(thisHost(), targetOf(path), expected);

test("removes a tree, counts it and touches nothing beside it", async () => {
  const tree = temporaryTree();
  tree.file("venv/lib/a.py", "a".repeat(5000));
  tree.file("venv/lib/deep/b.py", "b");
  tree.file("venv/pyvenv.cfg", "home = /usr/bin\n");
  tree.file("venv2/pyvenv.cfg", "home = /usr/bin\n");
  tree.file("main.py", "print()\n");
  const except = { timesOf: (path: string) => path !== "." };
  const before = Object.entries(snapshot(tree.path, except)).filter(([path]) => !/^venv(\/|$)/.test(path));

  const outcome = await remove(tree.at("venv"));

  expect(outcome).toEqual({
    status: "done",
    reason: null,
    guarantee: "by handle",
    removed: { files: 3, directories: 3, bytes: 16_384 },
    left: [],
    leftCount: 0,
  });
  expect(Object.entries(snapshot(tree.path, except))).toEqual(before);
});

test("removes files, links, FIFOs and sockets, but not what links point to", async () => {
  const tree = temporaryTree();
  tree.file("kept/source.py", "kept");
  tree.directory("item");
  fs.symlinkSync(tree.at("kept"), tree.at("item/to-directory"));
  fs.symlinkSync(tree.at("kept/source.py"), tree.at("item/to-file"));
  fs.symlinkSync("nowhere", tree.at("item/broken"));
  fs.linkSync(tree.at("kept/source.py"), tree.at("item/second-name"));
  execFileSync("mkfifo", [tree.at("item/fifo")]);
  execFileSync("python3", ["-c", "import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])", "item/socket"], {
    cwd: tree.path,
  });

  const outcome = await remove(tree.at("item"));

  expect(outcome.status).toBe("done");
  expect(outcome.removed).toMatchObject({ files: 6, directories: 1 });
  expect(fs.readdirSync(tree.path)).toEqual(["kept"]);
  expect(fs.readFileSync(tree.at("kept/source.py"), "utf8")).toBe("kept");
  expect(fs.statSync(tree.at("kept/source.py")).nlink).toBe(1);
});

test("an item may be a single file or a link: the link's target stays", async () => {
  const tree = temporaryTree();
  tree.file("target/file", "kept");
  tree.file(".coverage", "x");
  fs.symlinkSync("target", tree.at(".venv"));
  expect(await remove(tree.at(".coverage"))).toMatchObject({ status: "done", removed: { files: 1 } });
  expect(await remove(tree.at(".venv"))).toMatchObject({ status: "done", removed: { files: 1 } });
  expect(fs.readdirSync(tree.path)).toEqual(["target"]);
  expect(fs.readFileSync(tree.at("target/file"), "utf8")).toBe("kept");
});

test("what is not what was planned is left alone", async () => {
  const tree = temporaryTree();
  tree.file("planned/file", "planned");
  const expected = expectationOf(tree.at("planned"));
  fs.renameSync(tree.at("planned"), tree.at("moved"));
  tree.file("planned/file", "another");
  const before = snapshot(tree.path);

  expect(await remove(tree.at("planned"), expected)).toMatchObject({
    status: "skipped",
    reason: "another one has taken its place since it was planned",
  });
  expect(await remove(tree.at("moved"), { ...expected, kind: "file" })).toMatchObject({
    status: "skipped",
    reason: "it is a directory now, the plan saw a file",
  });
  expect(await remove(tree.at("moved"), { ...expected, device: expected.device + 1 })).toMatchObject({
    status: "skipped",
    reason: "it lies on another filesystem now",
  });
  expect(await remove(tree.at("nothing"), expected)).toMatchObject({ status: "skipped", reason: "it is gone already" });
  expect(snapshot(tree.path)).toEqual(before);
});

test("a link anywhere in the path above the item stops it", async () => {
  const tree = temporaryTree();
  tree.file("real/project/venv/file", "kept");
  fs.symlinkSync("real", tree.at("link"));
  const outcome = await remove(tree.at("link/project/venv"), expectationOf(tree.at("real/project/venv")));
  expect(outcome).toMatchObject({
    status: "skipped",
    reason: "a part of its path is a link now, or no directory",
  });
  expect(fs.readFileSync(tree.at("real/project/venv/file"), "utf8")).toBe("kept");
});

test.each(["", ".", "..", "a/b", "/"])("%j is not the name of an entry", async (name) => {
  const tree = temporaryTree();
  tree.file("a/b/file");
  const outcome = await removeTree(thisHost(), { directory: tree.at("a"), name }, expectationOf(tree.at("a/b")));
  expect(outcome).toMatchObject({ status: "skipped", reason: "it has no name of its own" });
  expect(fs.existsSync(tree.at("a/b/file"))).toBe(true);
});

test("names with newlines, escapes and invalid UTF-8 go", async () => {
  const tree = temporaryTree();
  const bytes = Buffer.concat([Buffer.from(`${tree.directory("item")}/`), Buffer.of(0xff, 0xc3, 0x28)]);
  fs.mkdirSync(bytes);
  fs.writeFileSync(Buffer.concat([bytes, Buffer.from("/x\ny\x1b[31m")]), "x");
  tree.file("item/ leading and trailing ", "");
  expect(await remove(tree.at("item"))).toMatchObject({ status: "done", removed: { files: 2, directories: 2 } });
  expect(fs.readdirSync(tree.path)).toEqual([]);
});

test("an item whose own name is not UTF-8 goes, its look-alike stays", async () => {
  const tree = temporaryTree();
  const name = Buffer.of(0x76, 0xff);
  fs.mkdirSync(Buffer.concat([Buffer.from(`${tree.path}/`), name]));
  tree.directory("v\uFFFD");
  const path = `${tree.path}/${decode(name)}`;
  expect(await remove(path)).toMatchObject({ status: "done", removed: { directories: 1 } });
  expect(fs.readdirSync(tree.path)).toEqual(["v\uFFFD"]);
});

test.each([0, 4])("a tree deeper than any path may be long goes, with few handles (%i threads)", async (threads) => {
  const item = made(memoryTree(), "item");
  const depth = 5_000;
  const removeIt = () => removeTree(thisHost(), targetOf(item), expectationOf(item), { threads });
  // The threads are there from now on, with the handles that they need for themselves.
  for (const levels of [1_500, depth]) {
    made(item);
    execFileSync("python3", ["-c", DEEP, String(levels)], { cwd: item });
    const before = fs.readdirSync("/proc/self/fd").length;
    const outcome = await removeIt();
    expect(outcome).toMatchObject({ status: "done", removed: { files: 2 * levels, directories: levels + 1 } });
    if (levels === depth) expect(fs.readdirSync("/proc/self/fd").length).toBe(before);
    expect(fs.existsSync(item)).toBe(false);
  }
});

/** Bytes of getdents64's records: of a name of 16 characters, and of the `.` and `..` of the directory it names. */
const RECORDS = 40 + 2 * 24;

const DEEP = `
import os, sys
for level in range(int(sys.argv[1])):
    for name in "ab":
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
    os.mkdir("d" * 20)
    os.chdir("d" * 20)
`;

test("a directory with 100,000 files goes", async () => {
  const item = made(memoryTree(), "item");
  const directory = made(item, "many");
  execFileSync("python3", ["-c", "import os\nfor n in range(100_000): os.close(os.open(f'file-{n}', os.O_CREAT))"], {
    cwd: directory,
  });
  expect(await remove(item)).toMatchObject({
    status: "done",
    removed: { files: 100_000, directories: 2, bytes: 0 },
  });
});

test("a directory with very many directories, each with a file, goes", async () => {
  const directory = made(memoryTree(), "item");
  execFileSync("python3", ["-c", "import os\nfor n in range(3_000): os.makedirs(f'd{n}/e'); open(f'd{n}/e/f','w')"], {
    cwd: directory,
  });
  expect(await remove(directory)).toMatchObject({ status: "done", removed: { files: 3_000, directories: 6_001 } });
});

test("progress is told and a signal stops it in between, with what is left reported", async () => {
  const directory = made(memoryTree(), "item");
  execFileSync("python3", ["-c", "for n in range(20_000): open(f'f{n}','w')"], { cwd: directory });
  const controller = new AbortController();
  const seen: number[] = [];
  const outcome = await removeTree(thisHost(), targetOf(directory), expectationOf(directory), {
    signal: controller.signal,
    threads: 0,
    onProgress: ({ files }) => {
      seen.push(files);
      controller.abort();
    },
  });
  expect(seen.length).toBe(1);
  expect(outcome).toMatchObject({ status: "partial", reason: `${directory}: it was stopped`, leftCount: 1 });
  expect(outcome.removed.files + fs.readdirSync(directory).length).toBe(20_000);
  expect(await remove(directory)).toMatchObject({ status: "done" });
  expect(fs.readdirSync(dirname(directory))).toEqual([]);
});

test("only a buffer of names is held at a time, whatever the size of a directory", async () => {
  const directory = made(memoryTree(), "item");
  execFileSync("python3", ["-c", "import os\nfor n in range(100_000): os.mkdir(f'directory-{n:06}')"], {
    cwd: directory,
  });
  const real = mutatingCalls()!;
  let listed = 0;
  let removed = 0;
  let held = 0;
  const calls: MutatingCalls = {
    ...real,
    list: (...values) => {
      const bytes = real.list(...values);
      listed += Math.max(bytes, 0);
      held = Math.max(held, listed - removed);
      return bytes;
    },
    removeDirectory: (...values) => {
      removed += RECORDS;
      return real.removeDirectory(...values);
    },
  };
  const outcome = await removeTree(thisHost(), targetOf(directory), expectationOf(directory), { calls });
  expect(outcome).toMatchObject({ status: "done", removed: { directories: 100_001 } });
  expect(listed).toBeGreaterThan(100_000 * RECORDS);
  expect(held).toBeLessThan(256 * 1024);
});
