import { execFileSync, spawn } from "node:child_process";
import {
  closeSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { leftEnvironments } from "../../src/app/left-environments.ts";
import { undo } from "../../src/app/undo.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { mutatingCalls } from "../../src/system/mutate/calls.ts";
import { IS_ROOT } from "../support/expectation.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { inodeAt, inSite, listNow, plantStated } from "../support/stated-environment.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { dedupeAll, leftOf } from "./dedupe-workspace.ts";
import { namesIn, workspace, type Workspace } from "./workspace.ts";

/** What undo of linking gives back beside the content, and what it leaves alone. */

const CONTENT = "VALUE = 1\n".repeat(1000);
const FILES = { "demo/a.py": `${CONTENT}# a`, "demo/b.py": `${CONTENT}# b` };
const OLD = new Date("2020-01-01T00:00:00Z");
const YOUNGER = new Date("2020-01-02T00:00:00Z");

/** Environments `a`, the oldest, and `b`, below `base` where that is told. */
function twoAlike(files: Readonly<Record<string, string>> = FILES, base?: string): Workspace {
  const work = workspace(temporaryTree(base));
  for (const [name, time] of [["a", OLD] as const, ["b", YOUNGER] as const]) {
    plantStated(work.tree.at(`${name}/.venv`), files);
    for (const file of Object.keys(files)) utimesSync(fileIn(work, name, file), time, time);
    listNow(work.tree.at(`${name}/.venv`));
  }
  return work;
}

function fileIn({ tree }: Workspace, name: string, file = "demo/a.py"): string {
  return inSite(tree.at(`${name}/.venv`), file);
}

function python(program: string, ...argv: readonly string[]): string {
  return execFileSync("python3", ["-c", `import os, struct, sys\n${program}`, ...argv], { encoding: "utf8" });
}

test("an environment that is in use is left as it is, with the reason, and comes back later", async () => {
  const work = twoAlike();
  await dedupeAll(work);
  const child = spawn("sleep", ["60"], { cwd: work.tree.at("b/.venv"), stdio: "ignore" });
  onTestFinished(() => void child.kill());
  const report = await undo(work.host, null);
  expect(report.outcomes.map(({ result }) => result)).toEqual(["skipped"]);
  expect(report.outcomes[0]!.reason).toMatch(/^it is in use: sleep \(pid \d+\)/);
  expect(inodeAt(fileIn(work, "b"))).toBe(inodeAt(fileIn(work, "a")));
  child.kill();
  await new Promise((resolve) => child.once("exit", resolve));
  expect((await undo(work.host, null)).outcomes.map(({ result }) => result)).toEqual(["done"]);
  expect(inodeAt(fileIn(work, "b"))).not.toBe(inodeAt(fileIn(work, "a")));
});

test("a file that was edited in place while it was a link keeps the time of the edit", async () => {
  const work = twoAlike();
  await dedupeAll(work);
  const descriptor = openSync(fileIn(work, "b"), "r+");
  writeSync(descriptor, "EDITED");
  closeSync(descriptor);
  const edited = statSync(fileIn(work, "b")).mtimeMs;
  expect(edited).toBeGreaterThan(YOUNGER.getTime());
  await undo(work.host, null);
  expect(inodeAt(fileIn(work, "b"))).not.toBe(inodeAt(fileIn(work, "a")));
  expect(statSync(fileIn(work, "b")).mtimeMs).toBe(edited);
  expect(statSync(fileIn(work, "b", "demo/b.py")).mtime).toEqual(YOUNGER);
});

test("the last name that is left of a file has its own time again", async () => {
  const work = twoAlike();
  await dedupeAll(work);
  rmSync(work.tree.at("a"), { recursive: true });
  expect(statSync(fileIn(work, "b")).mtime).toEqual(OLD);
  await undo(work.host, null);
  expect(statSync(fileIn(work, "b")).mtime).toEqual(YOUNGER);
});

test("an environment that is gone stands in nobody's way, and is separated when it is there again", async () => {
  const work = twoAlike();
  const first = await dedupeAll(work);
  for (const name of ["c", "d"]) plantStated(work.tree.at(`${name}/.venv`), FILES);
  await dedupeAll(work);
  const [gone, elsewhere] = [work.tree.at("c"), work.tree.at("elsewhere")];
  renameSync(gone, elsewhere);
  const notice = `not there now, so nothing was separated in it: ${gone}/.venv`;
  const report = await undo(work.host, null);
  expect(report.outcomes.map(({ path, result }) => [path, result])).toEqual([[work.tree.at("d/.venv"), "done"]]);
  expect(report.notices).toEqual([notice]);
  expect(inodeAt(fileIn(work, "d"))).not.toBe(inodeAt(fileIn(work, "a")));
  const hint = `an earlier run can still be undone: pyshed undo ${first.report!.run}`;
  await expect(undo(work.host, null)).rejects.toMatchObject({ code: "nothing-to-undo", hint });
  // Another one under its name is none that was linked.
  plantStated(work.tree.at("c/.venv"), FILES);
  await expect(undo(work.host, null)).rejects.toMatchObject({ code: "nothing-to-undo", hint });
  rmSync(gone, { recursive: true });
  renameSync(elsewhere, gone);
  expect((await undo(work.host, null)).outcomes.map(({ result }) => result)).toEqual(["done"]);
  expect(inodeAt(fileIn(work, "c"))).not.toBe(inodeAt(fileIn(work, "a")));
});

test("an environment that goes while it is asked about is said to be gone", async () => {
  const work = twoAlike();
  const gone = work.tree.at("gone/.venv") as AbsolutePath;
  expect([...(await leftEnvironments(work.host, [gone]))]).toEqual([
    [gone, "it is gone, or cannot be looked at any more"],
  ]);
});

test("names of one file are names of one file again", async () => {
  const work = twoAlike({ "demo/a.py": CONTENT, "demo/b.py": CONTENT, "demo/c.py": `${CONTENT}# c` });
  rmSync(fileIn(work, "b", "demo/b.py"));
  linkSync(fileIn(work, "b"), fileIn(work, "b", "demo/b.py"));
  await dedupeAll(work);
  const [one, other] = ["demo/a.py", "demo/b.py"].map((file) => fileIn(work, "b", file));
  expect(inodeAt(one!)).toBe(inodeAt(fileIn(work, "a")));
  await undo(work.host, null);
  expect(inodeAt(one!)).toBe(inodeAt(other!));
  expect(lstatSync(one!).nlink).toBe(2);
  expect(namesIn(inSite(work.tree.at("b/.venv"), "demo"))).toEqual(["a.py", "b.py", "c.py"]);
});

test("times before 1970 come back to the nanosecond", async () => {
  const work = twoAlike();
  for (const [name, time] of [["a", "-2000000001"] as const, ["b", "-500000001"] as const])
    python("os.utime(sys.argv[1], ns=(int(sys.argv[2]),) * 2)", fileIn(work, name), time);
  await dedupeAll(work);
  expect((await undo(work.host, null)).outcomes.map(({ result }) => result)).toEqual(["done"]);
  expect(python("print(os.stat(sys.argv[1]).st_mtime_ns)", fileIn(work, "b")).trim()).toBe("-500000001");
});

const DEFAULT_ACCESS = `
entries = [(1, 7, -1), (2, 7, 1234), (4, 5, -1), (0x10, 7, -1), (0x20, 5, -1)]
packed = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
os.setxattr(sys.argv[1], "system.posix_acl_default", packed)`;

test.runIf(IS_ROOT)("a copy does not take the access list that its directory hands down", async () => {
  const work = twoAlike(FILES, ownFileSystem("ext4", 32));
  python(DEFAULT_ACCESS, inSite(work.tree.at("b/.venv"), "demo"));
  await dedupeAll(work);
  await undo(work.host, null);
  expect(inodeAt(fileIn(work, "b"))).not.toBe(inodeAt(fileIn(work, "a")));
  expect(python("print(os.listxattr(sys.argv[1]))", fileIn(work, "b")).trim()).toBe("[]");
  expect(statSync(fileIn(work, "b")).mode).toBe(statSync(fileIn(work, "a")).mode);
});

test.runIf(IS_ROOT)("what a directory does not let go again is said", async () => {
  const work = twoAlike(FILES, ownFileSystem("ext4", 32));
  const directory = inSite(work.tree.at("b/.venv"), "demo");
  execFileSync("chattr", ["+a", directory]);
  onTestFinished(() => void execFileSync("chattr", ["-a", directory]));
  const [reason] = leftOf(await dedupeAll(work));
  const beside = namesIn(directory).find((name) => name.startsWith(".pyshed-"))!;
  expect(reason).toContain(`; ${beside} beside it has to be removed by hand`);
});

test("where copies cannot take their places, none is left lying beside its file", async () => {
  const work = twoAlike();
  await dedupeAll(work);
  const full = -28;
  const calls = new Proxy(mutatingCalls()!, {
    get: (own, name) => (name === "exchange" ? () => full : Reflect.get(own, name)),
  });
  const report = await undo(work.host, null, { calls });
  expect(report.outcomes).toMatchObject([{ result: "skipped", reason: expect.stringContaining("no space is left") }]);
  expect(readdirSync(inSite(work.tree.at("b/.venv"), "demo")).sort()).toEqual(["a.py", "b.py"]);
  expect((await undo(work.host, null)).outcomes.map(({ result }) => result)).toEqual(["done"]);
});
