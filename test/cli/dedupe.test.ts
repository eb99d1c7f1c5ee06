import { Readable } from "node:stream";
import { Command } from "commander";
import * as v from "valibot";
import { expect, test } from "vitest";
import { runDedupe, type DedupeFlags } from "../../src/cli/run-dedupe.ts";
import type { Session } from "../../src/cli/session.ts";
import { dedupeApplyDocument, dedupeDocument, dedupeExplainDocument } from "../../src/report/schema/dedupe.ts";
import { historyDocument } from "../../src/report/schema/history.ts";
import { undoDocument } from "../../src/report/schema/run.ts";
import { run, type Outcome } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { inodeAt, inSite, plantStated } from "../support/stated-environment.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { openTerminal } from "../support/terminal.ts";
import { hostIn } from "../support/trees.ts";

const FILES = { "demo/a.py": "VALUE = 1\n".repeat(1000), "demo/b.py": "VALUE = 2\n".repeat(1000) };

function threeAlike(): TemporaryTree {
  const tree = temporaryTree();
  for (const name of ["a", "b", "c"]) plantStated(tree.at(`${name}/.venv`), FILES);
  return tree;
}

function pyshed(tree: TemporaryTree, ...args: string[]): Promise<Outcome> {
  return run(args, { cwd: tree.path, environment: tree.environment });
}

function areLinked(tree: TemporaryTree): boolean {
  const inodes = ["a", "b", "c"].map((name) => inodeAt(inSite(tree.at(`${name}/.venv`), "demo/a.py")));
  return new Set(inodes).size === 1;
}

test("shows what is the same, as text and as a document that its schema accepts, and changes nothing", async () => {
  const tree = threeAlike();
  const before = snapshot(tree.path);
  const text = await pyshed(tree, "dedupe");
  expect(text.code).toBe(0);
  expect(text.stdout.replace(/\n +/g, " ")).toMatch(
    /^✓ 3 environments, .*: 48\.0 KiB is there more than once, 0 B of it shared already, 48\.0 KiB to gain\n/,
  );
  expect(text.stdout).toContain("demo, 3 environments");
  expect(text.stdout).toContain("a/.venv and b/.venv");
  expect(text.stdout).toMatch(/\n4 files would (?:become hard links|share the blocks of a twin)\.\n/);
  expect(text.stderr).toBe("Nothing was changed: --apply links.\n");
  const document = v.parse(dedupeDocument, JSON.parse((await pyshed(tree, "dedupe", "--json")).stdout));
  expect(document.totals).toMatchObject({ environments: 3, same: 49_152, gain: 49_152, links: 4 });
  expect(document.pairs).toHaveLength(3);
  expect(snapshot(tree.path)).toEqual(before);
});

test("--apply needs an answer, says what it did, and undo takes it back", async () => {
  const tree = threeAlike();
  const unanswered = await pyshed(tree, "dedupe", "--apply");
  expect([unanswered.code, unanswered.stdout]).toEqual([3, ""]);
  expect(areLinked(tree)).toBe(false);

  const applied = await pyshed(tree, "dedupe", "--apply", "--yes", "--json");
  expect([applied.code, applied.stderr]).toEqual([0, ""]);
  const { applied: done } = v.parse(dedupeApplyDocument, JSON.parse(applied.stdout));
  expect(done).toMatchObject({ status: "done", steps: 2, forecast: { frees: 49_152 }, left: [] });
  expect(done.items.map(({ act, result, files }) => [act, result, files])).toEqual([
    ["link", "done", 2],
    ["link", "done", 2],
  ]);
  expect(areLinked(tree)).toBe(true);
  const again = await pyshed(tree, "dedupe", "--apply", "--yes");
  expect([again.code, again.stdout]).toEqual([0, "Nothing to link, nothing was done.\n"]);

  const { runs } = v.parse(historyDocument, JSON.parse((await pyshed(tree, "history", "--json")).stdout));
  expect(runs[0]).toMatchObject({ kind: "dedupe", items: [{ where: "linked" }, { where: "linked" }] });
  const undone = await pyshed(tree, "undo", "--json");
  expect(undone.code).toBe(0);
  expect(v.parse(undoDocument, JSON.parse(undone.stdout)).items).toHaveLength(2);
  expect(areLinked(tree)).toBe(false);
  expect((await pyshed(tree, "undo")).stderr).toContain("has its own copy again");
});

test("on a terminal hard links are explained, and no is no", async () => {
  const tree = threeAlike();
  for (const [answer, isLinked, said] of [
    ["n", false, "Nothing was done."],
    ["y", true, "✓ Linked 4 files in 2 environments: 48.0 KiB forecast"],
  ] as const) {
    const terminal = openTerminal(["dedupe", "--apply"], {
      cwd: tree.path,
      environment: { ...tree.environment, NO_COLOR: "1" },
    });
    await terminal.waitFor("Link 4 files by hard link, 48.0 KiB? [y/N] ");
    expect(terminal.screen()).toContain("whoever edits one in place edits it in all environments");
    terminal.type(`${answer}\r`);
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).toContain(said);
    expect(areLinked(tree)).toBe(isLinked);
  }
});

test("--explain answers for an environment and for a file", async () => {
  const tree = threeAlike();
  await pyshed(tree, "dedupe", "--apply", "--yes");
  const file = inSite(tree.at("a/.venv"), "demo/a.py");
  const text = await pyshed(tree, "dedupe", "--explain", file);
  expect(text.stdout).toContain("package     demo 1.0, its hash is in the package's list");
  expect(text.stdout).toMatch(/links +3\n +also as +.*b\/\.venv.*\n.*c\/\.venv/);
  const { stdout } = await pyshed(tree, "dedupe", "--explain", "a/.venv", "--json");
  expect(v.parse(dedupeExplainDocument, JSON.parse(stdout))).toMatchObject({
    kind: "environment",
    linked: 2,
    linkedElsewhere: 0,
    holders: [{ files: 2 }, { files: 2 }],
    copiedByUv: null,
  });
});

test("wrong options and paths are usage, and nothing is done", async () => {
  const tree = threeAlike();
  tree.file("notes.txt", "mine");
  for (const [args, message] of [
    [["--yes"], "option '--yes' needs --apply"],
    [["--hard-links"], "option '--hard-links' needs --apply"],
    [["--explain", "a/.venv", "--apply"], "'--explain' and '--apply' exclude each other"],
    [["--explain", "notes.txt"], "does not lie in an environment"],
    [["--explain", "missing"], "there is nothing at"],
    [["missing"], "no such directory"],
  ] as const) {
    const outcome = await pyshed(tree, "dedupe", ...args);
    expect([outcome.code, outcome.stdout]).toEqual([2, ""]);
    expect(outcome.stderr).toContain(message);
  }
  expect(areLinked(tree)).toBe(false);
});

test("stopped before all was looked at, it says so and links nothing", async () => {
  const tree = threeAlike();
  let written = "";
  const stream = { isTerminal: false, columns: undefined, write: (text: string) => void (written += text) };
  const session: Session = {
    host: hostIn(tree.home, tree.environment),
    takeThreads: () => undefined,
    terminal: { output: stream, talk: stream },
    keyboard: { isTerminal: false, open: () => Readable.from([]) },
    signal: AbortSignal.abort(),
    version: "0",
    exitCode: 0,
  };
  const flags: DedupeFlags = { apply: true, yes: true, top: 10, oneFileSystem: true, color: true, emoji: true };
  expect(await runDedupe(session, new Command(), [tree.path], flags)).toBe(130);
  expect(written).toBe("Interrupted before all was looked at, nothing was done.\n");
  expect(areLinked(tree)).toBe(false);
});
