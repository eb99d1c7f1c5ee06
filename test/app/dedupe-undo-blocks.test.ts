import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { undo } from "../../src/app/undo.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { RunReport } from "../../src/model/run.ts";
import { extentReader } from "../../src/system/extents.ts";
import { mutatingCalls, type MutatingCalls } from "../../src/system/mutate/calls.ts";
import { IS_ROOT } from "../support/expectation.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { inodeAt, inSite, plantStated } from "../support/stated-environment.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { dedupeAll, leftOf } from "./dedupe-workspace.ts";
import { namesIn, workspace, type Workspace } from "./workspace.ts";

/** What undo gives back where files share blocks. */

const CONTENT = "VALUE = 1\n".repeat(2000);
const FILES = { "demo/a.py": `${CONTENT}# a`, "demo/b.py": `${CONTENT}# b` };

/** Environments `a`, `b` and `c` in a tree of their own, beside which there is room. */
function threeAlike(type: "btrfs" | "xfs", files: Readonly<Record<string, string>> = FILES): Workspace {
  const work = workspace(temporaryTree(ownFileSystem(type, 400)));
  for (const name of ["a", "b", "c"]) plantStated(work.tree.at(`${name}/.venv`), files);
  return work;
}

function fileIn({ tree }: Workspace, name: string, file = "demo/a.py"): string {
  return inSite(tree.at(`${name}/.venv`), file);
}

/** In how many places the twins of a file lie. */
function places(work: Workspace, file = "demo/a.py"): number {
  const reader = extentReader()!;
  const all = ["a", "b", "c"].map((name) => reader.read(fileIn(work, name, file) as AbsolutePath)!.placement);
  return new Set(all).size;
}

/** XFS gives the blocks of what was removed free a moment later. */
async function expectOwnBlocks(path: string): Promise<void> {
  await expect.poll(() => extentReader()!.read(path as AbsolutePath)!.isShared, { message: path }).toBe(false);
}

/** Each once. */
function resultsOf({ outcomes }: RunReport): string[] {
  return [...new Set(outcomes.map(({ result, reason }) => (reason === null ? result : `${result}: ${reason}`)))];
}

function filesOf({ outcomes }: RunReport): number {
  return outcomes.reduce((sum, { files }) => sum + (files ?? 0), 0);
}

function writeInto(path: string, text: string): void {
  const descriptor = openSync(path, "r+");
  writeSync(descriptor, text);
  closeSync(descriptor);
}

describe.runIf(IS_ROOT).each(["btrfs", "xfs"] as const)("on %s", { timeout: 120_000 }, (type) => {
  test("a file with further names has blocks of its own again under all of them", async () => {
    const work = threeAlike(type, { ...FILES, "demo/copy.py": FILES["demo/a.py"] });
    // As `cp -al` makes them, and conda; in one package, too.
    const outside = ["a", "b", "c"].map((name) => {
      const path = `${work.root}-${name}.py`;
      linkSync(fileIn(work, name), path);
      return path;
    });
    for (const name of ["b", "c"]) {
      rmSync(fileIn(work, name, "demo/copy.py"));
      linkSync(fileIn(work, name), fileIn(work, name, "demo/copy.py"));
    }
    const before = ["a", "b", "c"].map((name) => statSync(fileIn(work, name)));
    await dedupeAll(work);
    expect(places(work)).toBe(1);
    expect(resultsOf(await undo(work.host, null))).toEqual(["done"]);
    expect([places(work), places(work, "demo/b.py")]).toEqual([3, 3]);
    for (const [index, name] of ["a", "b", "c"].entries()) {
      const { ino, mtimeMs, nlink } = before[index]!;
      expect(statSync(fileIn(work, name))).toMatchObject({ ino, mtimeMs, nlink });
      expect(inodeAt(outside[index]!)).toBe(ino);
      await expectOwnBlocks(fileIn(work, name));
      expect(readFileSync(outside[index]!, "utf8")).toBe(FILES["demo/a.py"]);
      expect(namesIn(inSite(work.tree.at(`${name}/.venv`), "demo"))).toEqual(["a.py", "b.py", "copy.py"]);
    }
    await expect(undo(work.host, null)).rejects.toMatchObject({ code: "nothing-to-undo" });
  });

  test("a file that was written to has blocks of its own again, and keeps its content and times", async () => {
    const work = threeAlike(type);
    const { report: linked } = await dedupeAll(work);
    const later = new Date("2030-01-01T00:00:00Z");
    utimesSync(fileIn(work, "b"), later, later);
    writeInto(fileIn(work, "b", "demo/b.py"), "EDITED");
    appendFileSync(fileIn(work, "c", "demo/b.py"), "# more");
    const edited = statSync(fileIn(work, "b", "demo/b.py")).mtimeMs;
    const report = await undo(work.host, null);
    expect(resultsOf(report)).toEqual(["done"]);
    expect(filesOf(report)).toBe(filesOf(linked!));
    for (const name of ["a", "b", "c"]) {
      for (const file of Object.keys(FILES)) await expectOwnBlocks(fileIn(work, name, file));
    }
    expect(statSync(fileIn(work, "b")).mtime).toEqual(later);
    expect(statSync(fileIn(work, "b", "demo/b.py")).mtimeMs).toBe(edited);
    expect(readFileSync(fileIn(work, "b", "demo/b.py"), "utf8")).toBe(`EDITED${FILES["demo/b.py"].slice(6)}`);
    expect(readFileSync(fileIn(work, "c", "demo/b.py"), "utf8")).toBe(`${FILES["demo/b.py"]}# more`);
    expect(readFileSync(fileIn(work, "a", "demo/b.py"), "utf8")).toBe(FILES["demo/b.py"]);
  });

  test.each(["", "with the time set back "])(
    "what is written %swhile it is copied stays, and is left with its reason",
    async (how) => {
      const work = threeAlike(type);
      await dedupeAll(work);
      const path = fileIn(work, "b");
      let isWritten = false;
      const write = (): void => {
        if (isWritten || namesIn(dirname(path)).length === 2) return;
        isWritten = true;
        const { atimeNs, mtimeNs } = statSync(path, { bigint: true });
        writeInto(path, "EDITED");
        if (how !== "") execFileSync("python3", ["-c", SET_TIMES, path, String(atimeNs), String(mtimeNs)]);
      };
      const report = await undo(work.host, null, { calls: beforeSync(write) });
      const left = report.outcomes.filter(({ result }) => result !== "done");
      const reason = how === "" ? "it has changed since it was planned" : "it was written to while it was copied";
      expect(left).toMatchObject([{ result: "partial", reason: `lib/python3.11/site-packages/demo/a.py: ${reason}` }]);
      expect(readFileSync(path, "utf8")).toBe(`EDITED${FILES["demo/a.py"].slice(6)}`);
      expect(namesIn(inSite(work.tree.at("b/.venv"), "demo"))).toEqual(["a.py", "b.py"]);
      expect(resultsOf(await undo(work.host, null))).toEqual(["done"]);
      expect(readFileSync(path, "utf8")).toBe(`EDITED${FILES["demo/a.py"].slice(6)}`);
      await expectOwnBlocks(path);
    },
  );

  test("a file that shared nothing is left alone", async () => {
    const work = threeAlike(type);
    const own = ["b", "c"].map((name) => fileIn(work, name, "demo/b.py"));
    for (const path of own) execFileSync("chattr", ["+i", path]);
    onTestFinished(() => own.forEach((path) => void execFileSync("chattr", ["-i", path])));
    expect(leftOf(await dedupeAll(work))).toHaveLength(2);
    const changed = own.map((path) => statSync(path).ctimeMs);
    expect(resultsOf(await undo(work.host, null))).toEqual(["done"]);
    expect(own.map((path) => statSync(path).ctimeMs)).toEqual(changed);
    expect(places(work)).toBe(3);
  });
});

const SET_TIMES = "import os, sys; os.utime(sys.argv[1], ns=(int(sys.argv[2]), int(sys.argv[3])))";

/** The system's calls; something happens between the copies and their use. */
function beforeSync(happens: () => void): MutatingCalls {
  const calls = mutatingCalls()!;
  return {
    ...calls,
    syncFileSystem(directory) {
      happens();
      return calls.syncFileSystem(directory);
    },
  };
}
