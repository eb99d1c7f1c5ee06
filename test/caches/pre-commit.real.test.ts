import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { surveyCaches } from "../../src/app/caches.ts";
import { readTable } from "../../src/caches/sqlite-table.ts";
import { EVERYTHING } from "../../src/model/cache-selection.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Host } from "../../src/system/host.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { contentsOf, theCache } from "./store-place.ts";

interface Filled {
  readonly tree: TemporaryTree;
  readonly host: Host;
  readonly store: AbsolutePath;
  readonly hooks: string;
  readonly revisions: readonly string[];
  readonly run: (project: string) => Promise<string>;
}

/** A store that the real pre-commit filled for two projects, `kept` and `gone`, with two revisions of one repository. */
async function filled(): Promise<Filled> {
  const tree = temporaryTree();
  const environment = { ...tree.environment, PATH: `${dirname(tool("pre-commit"))}:${tree.environment["PATH"]}` };
  const git = (directory: string, ...args: string[]) => mustRun("git", args, { cwd: tree.at(directory), environment });
  tree.file("hooks/.pre-commit-hooks.yaml", "- id: look\n  name: look\n  entry: look.sh\n  language: script\n");
  await mustRun("chmod", ["+x", tree.file("hooks/look.sh", "#!/bin/sh\n")], { environment });
  await git("hooks", "init", "-q");
  const revisions: string[] = [];
  for (const version of ["one", "two"]) {
    tree.file("hooks/version", version);
    await git("hooks", "add", "-A");
    await git("hooks", "commit", "-qm", version);
    revisions.push((await git("hooks", "rev-parse", "HEAD")).trim());
  }
  const hooks = `file://${tree.at("hooks")}`;
  const run = (project: string) =>
    mustRun(tool("pre-commit"), ["run", "--all-files"], { cwd: tree.at(project), environment });
  for (const [project, revision] of [
    ["disk/kept", revisions[0]!],
    ["gone", revisions[1]!],
  ] as const) {
    tree.file(
      `${project}/.pre-commit-config.yaml`,
      `repos:\n- repo: ${hooks}\n  rev: ${revision}\n  hooks: [{id: look}]\n`,
    );
    await git(project, "init", "-q");
    await git(project, "add", "-A");
    await run(project);
  }
  const host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
  return { tree, host, store: join(tree.home, ".cache/pre-commit") as AbsolutePath, hooks, revisions, run };
}

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const request = { names: ["pre-commit"], chosen: null, named: [], permanent: true };
const repositories = (store: string): string[] => readdirSync(store).filter((name) => name.startsWith("repo"));

test("who uses which repository; gc takes the unused one, a patch stays, and hooks still run", async () => {
  const { tree, host, store, hooks, revisions, run } = await filled();
  writeFileSync(join(store, "patch1700000000-42"), "the only copy");
  rmSync(tree.at("gone"), { recursive: true });
  const told = contentsOf(host, "pre-commit").entries.map(({ kind, name, isUsed, usedBy, safety }) => [
    kind,
    name,
    isUsed,
    usedBy,
    safety,
  ]);
  expect(told.toSorted()).toEqual(
    [
      ["patch", "patch1700000000-42", "unknown", [], "data"],
      ["repository", `${hooks} ${revisions[0]}`, "yes", [tree.at("disk/kept/.pre-commit-config.yaml")], "low"],
      ["repository", `${hooks} ${revisions[1]}`, "no", [], "low"],
    ].toSorted(),
  );
  const before = theCache(host, "pre-commit");
  expect([before.obstacles, before.command, before.locatedBy]).toEqual([[], "pre-commit gc", "XDG_CACHE_HOME"]);
  expect(before.removable.frees).toBeGreaterThan(0);
  const result = await cleanCaches(host, request, yes);
  expect(result.report?.outcomes.map(({ act, result: what }) => [act, what])).toEqual([["owner", "done"]]);
  expect(repositories(store)).toHaveLength(1);
  expect(readdirSync(store)).toContain("patch1700000000-42");
  expect(before.bytes.allocated - theCache(host, "pre-commit").bytes.allocated).toBe(before.removable.frees);
  const left = snapshot(store);
  expect(await run("disk/kept")).toMatch(/look\.+Passed/);
  expect(Object.keys(snapshot(store))).toEqual(Object.keys(left));
});

test("a configuration on a disk that is not there keeps everything", async () => {
  const { tree, host, store } = await filled();
  rmSync(tree.at("gone"), { recursive: true });
  renameSync(tree.at("disk/kept"), tree.at("unplugged"));
  const before = snapshot(store);
  const configuration = tree.at("disk/kept/.pre-commit-config.yaml");
  expect(theCache(host, "pre-commit").obstacles).toEqual([
    `${configuration} cannot be seen now, and gc would take what it needs for unused`,
  ]);
  expect(contentsOf(host, "pre-commit").entries.map(({ isUsed }) => isUsed)).toEqual(["unknown", "unknown"]);
  const result = await cleanCaches(host, request, yes);
  expect(result.report).toBeNull();
  expect(snapshot(store)).toEqual(before);
});

test("records that are being written, or that name another place, keep everything", async () => {
  const { tree, host, store } = await filled();
  rmSync(tree.at("gone"), { recursive: true });
  writeFileSync(join(store, "db.db-journal"), "");
  expect(theCache(host, "pre-commit").obstacles).toEqual(["its records (db.db) could not be read"]);
  rmSync(join(store, "db.db-journal"));
  expect(theCache(host, "pre-commit").obstacles).toEqual([]);
  renameSync(store, tree.at("moved"));
  const moved = { ...host, environment: { ...host.environment, PRE_COMMIT_HOME: tree.at("moved") } };
  expect(theCache(moved, "pre-commit").obstacles).toEqual([
    "its records name repositories at other places, which gc would remove",
  ]);
});

test("a directory that no record names is told and stays", async () => {
  const { host, store } = await filled();
  mkdirSync(join(store, "repoabcd1234"));
  writeFileSync(join(store, "repoabcd1234/file"), "x");
  const { entries, remarks } = contentsOf(host, "pre-commit");
  expect(entries.filter(({ kind }) => kind === "unrecorded").map(({ name }) => name)).toEqual(["repoabcd1234"]);
  expect(remarks).toEqual(["a directory is in no record, and gc leaves such"]);
  expect(theCache(host, "pre-commit").removable.allocated).toBe(0);
});

test("somebody's database beside a directory called repository is no store", async () => {
  const { host, store, tree } = await filled();
  tree.file("look-alike/db.db", "SQLite format 3\0");
  tree.file("look-alike/repository/file", "mine");
  const wrong = { ...host, environment: { ...host.environment, PRE_COMMIT_HOME: tree.at("look-alike") } };
  const { caches, problems } = surveyCaches(wrong, ["pre-commit"]).list;
  expect(caches.map(({ path }) => path)).toEqual([store]);
  expect(problems).toMatchObject([{ path: tree.at("look-alike"), code: "EINVAL" }]);
});

test("hundreds of records, over several pages, as Python's own sqlite3 wrote them", async () => {
  const tree = temporaryTree();
  const script =
    "import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1])\n" +
    "db.execute('CREATE TABLE repos (repo TEXT NOT NULL, ref TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (repo, ref))')\n" +
    "db.executemany('INSERT INTO repos VALUES (?, ?, ?)', [(f'https://example.org/é{n}', 'v' * (n % 90), f'/p/{n}') for n in range(700)])\n" +
    "db.execute('DELETE FROM repos WHERE path = ?', ('/p/3',))\ndb.commit()\n" +
    "if len(sys.argv) > 2: db.execute('INSERT INTO repos VALUES (?, ?, ?)', ('long', 'x' * 9000, '/p')); db.commit()\n";
  const write = (name: string, ...more: string[]) =>
    mustRun("python3", ["-c", script, tree.at(name), ...more], { environment: tree.environment });
  await write("many.db");
  const rows = readTable(tree.at("many.db"), "repos")!;
  expect(rows).toHaveLength(699);
  expect(rows.find(([, , path]) => path === "/p/255")).toEqual(["https://example.org/é255", "v".repeat(75), "/p/255"]);
  expect(readTable(tree.at("many.db"), "configs")).toEqual([]);
  await write("long.db", "more");
  expect(readTable(tree.at("long.db"), "repos")).toBeUndefined();
  tree.file("cut.db", "SQLite format 3\0");
  expect(readTable(tree.at("cut.db"), "repos")).toBeUndefined();
});

test("unused repositories are selected as gc takes them; anything else is refused", async () => {
  const { tree, host, store, run } = await filled();
  rmSync(tree.at("gone"), { recursive: true });
  const older = await cleanCaches(host, { ...request, selection: { ...EVERYTHING, olderThanMs: 0 } }, yes);
  expect([older.status, older.left[0]?.reasons.join()]).toEqual([
    "nothing",
    expect.stringContaining("--older-than does not fit the pre-commit repositories: pre-commit gc takes all that is"),
  ]);
  const result = await cleanCaches(host, { ...request, selection: { ...EVERYTHING, isUnused: true } }, yes);
  expect(result.plan.steps).toMatchObject([{ action: "owner", what: "1 unused repository" }]);
  expect(result.plan.steps[0]?.takes).toHaveLength(1);
  expect(result.plan.steps[0]?.takes.filter((path) => existsSync(path))).toEqual([]);
  expect(repositories(store)).toHaveLength(1);
  expect(await run("disk/kept")).toMatch(/look\.+Passed/);
});
