import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { savePlan } from "../../src/app/apply.ts";
import { history } from "../../src/app/history.ts";
import { undo } from "../../src/app/undo.ts";
import { recoverNow } from "../../src/execute/recover-now.ts";
import { trashFor } from "../../src/execute/trash/trash-for.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { snapshot, type Snapshot } from "../support/snapshot.ts";
import { lastingTree, temporaryTree } from "../support/temporary-tree.ts";
import { plant, plantEnvironment } from "../support/trees.ts";
import { namesIn, trashOf, workspace, type Workspace } from "../app/workspace.ts";
import { crashProgram } from "./crash-program.ts";
import { applyUnasked, planOf, type Place } from "./small-plan.ts";

const runChild = crashProgram();

/** Two findings, one a directory with something in it, one an environment whose pinned list must be kept. */
function plantTwo({ tree }: Workspace): void {
  plant(tree.at("demo"), {
    "pyproject.toml": "[project]\n",
    "app.py": "VALUE = 1\n",
    ".mypy_cache/CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n",
    ".mypy_cache/3.11/app.data.json": "{}",
  });
  plantEnvironment(tree.at("demo/.venv"));
}

const PLACES = (directory: string): Place[] => [
  { artifact: "venv", path: `${directory}/.venv` as AbsolutePath, pinned: ["demo==1.0"] },
  { artifact: "mypy-cache", path: `${directory}/.mypy_cache` as AbsolutePath },
];
const ITEMS = [".mypy_cache", ".venv"] as const;

/** Where each item is, by comparing it with what it was. `torn` is what must never be seen under a name of its own. */
function whereabouts(work: Workspace, before: Snapshot): Record<string, string> {
  return Object.fromEntries(
    ITEMS.map((name) => {
      const places = { "in place": work.tree.at("demo", name), "in trash": join(trashOf(work), "files", name) };
      const found = Object.entries(places).filter(([, path]) => existsSync(path));
      if (found.length !== 1) return [name, found.length === 0 ? "nowhere" : "twice"];
      const [[where, path]] = found as [[string, string]];
      const expected = Object.entries(before).filter(
        ([key]) => key === `demo/${name}` || key.startsWith(`demo/${name}/`),
      );
      const now = snapshot(path);
      const isWhole =
        expected.length === Object.keys(now).length &&
        expected.every(([key, value]) => now[key.slice(`demo/${name}/`.length) || "."] === value);
      return [name, isWhole ? where : "torn"];
    }),
  );
}

async function afterCrash(work: Workspace): Promise<void> {
  const notices: string[] = [];
  await recoverNow(work.host, trashFor(work.host), {
    onEvent: (event) => event.type === "notice" && notices.push(event.text),
  });
  const runs = history(work.host);
  expect(runs.every(({ items }) => items.every(({ where }) => where !== "unknown" && where !== "vanished"))).toBe(true);
  expect(namesIn(work.tree.at("demo")).filter((name) => name.startsWith(".pyshed"))).toEqual([]);
}

async function eachMoment(
  what: "apply" | "undo" | "purge",
  permanent: boolean,
  check: (work: Workspace, before: Snapshot, at: number) => Promise<void>,
): Promise<number> {
  for (let at = 1; ; at++) {
    const tree = lastingTree();
    try {
      const work = workspace(tree);
      plantTwo(work);
      const before = snapshot(tree.path);
      const planFile = join(tree.home, "plan.json");
      const plan = planOf(work.host, tree.path, permanent ? "delete" : "trash", PLACES(tree.at("demo")));
      if (what === "apply") savePlan(work.host, planFile, plan);
      else await applyUnasked(work.host, plan);
      const moments = runChild(work.tree, what, planFile, at);
      if (moments !== null) {
        expect(moments).toBe(at - 1);
        return moments;
      }
      await check(work, before, at);
    } finally {
      tree.remove();
    }
  }
}

test(
  "killed at any moment of trashing, every item is whole in one place, and undo brings it back",
  { timeout: 900_000 },
  async () => {
    const crashes = await eachMoment("apply", false, async (work, before, at) => {
      const crashed = whereabouts(work, before);
      for (const where of Object.values(crashed)) expect(["in place", "in trash"], `at ${at}`).toContain(where);
      await afterCrash(work);
      expect(whereabouts(work, before), `at ${at}`).toEqual(crashed);
      const trashed = Object.values(crashed).filter((where) => where === "in trash").length;
      // A name that was only reserved is given back.
      expect([namesIn(trashOf(work), "files").length, namesIn(trashOf(work), "info").length], `at ${at}`).toEqual([
        trashed,
        trashed,
      ]);
      if (trashed > 0) await undo(work.host, null);
      expect(Object.values(whereabouts(work, before)), `at ${at}`).toEqual(["in place", "in place"]);
      expect(namesIn(trashOf(work), "info"), `at ${at}`).toEqual([]);
    });
    expect(crashes).toBeGreaterThan(15);
  },
);

test(
  "killed at any moment of deleting, every item is whole or gone after the next run",
  { timeout: 900_000 },
  async () => {
    const crashes = await eachMoment("apply", true, async (work, before, at) => {
      // Never half of it under its own name.
      for (const where of Object.values(whereabouts(work, before)))
        expect(["in place", "nowhere"], `at ${at}`).toContain(where);
      await afterCrash(work);
      const settled = whereabouts(work, before);
      const said = Object.fromEntries(
        (history(work.host)[0]?.items ?? []).map(({ path, where }) => [path.split("/").at(-1), where]),
      );
      for (const name of ITEMS) {
        expect(
          settled[name] === "nowhere" ? "deleted" : said[name] === undefined ? undefined : "left",
          `at ${at}`,
        ).toBe(said[name]);
      }
      expect(namesIn(work.tree.at("demo"))).toEqual(expect.arrayContaining(["app.py", "pyproject.toml"]));
    });
    expect(crashes).toBeGreaterThan(20);
  },
);

test("killed at any moment of undo, a second undo finishes it", { timeout: 900_000 }, async () => {
  const crashes = await eachMoment("undo", false, async (work, before, at) => {
    for (const where of Object.values(whereabouts(work, before)))
      expect(["in place", "in trash"], `at ${at}`).toContain(where);
    await afterCrash(work);
    if (Object.values(whereabouts(work, before)).includes("in trash")) await undo(work.host, null);
    expect(Object.values(whereabouts(work, before)), `at ${at}`).toEqual(["in place", "in place"]);
    expect(namesIn(trashOf(work), "info"), `at ${at}`).toEqual([]);
  });
  expect(crashes).toBeGreaterThan(8);
});

test("killed at any moment of purge, nothing half purged is brought back", { timeout: 900_000 }, async () => {
  const crashes = await eachMoment("purge", false, async (work, before, at) => {
    await afterCrash(work);
    const settled = Object.values(whereabouts(work, before));
    for (const where of settled) expect(["in trash", "nowhere"], `at ${at}`).toContain(where);
    const whole = settled.filter((where) => where === "in trash").length;
    expect([namesIn(trashOf(work), "files").length, namesIn(trashOf(work), "info").length], `at ${at}`).toEqual([
      whole,
      whole,
    ]);
  });
  expect(crashes).toBeGreaterThan(20);
});

test("an item whose place in the journal was lost is found in the trash by what it is", async () => {
  const work = workspace(temporaryTree());
  plantTwo(work);
  const before = snapshot(work.tree.path);
  const plan = planOf(work.host, work.tree.path, "trash", [{ artifact: "venv", path: work.tree.at("demo/.venv") }]);
  const planFile = join(work.tree.home, "plan.json");
  savePlan(work.host, planFile, plan);
  // Killed with the intent on the disk, before anything moved.
  expect(runChild(work.tree, "apply", planFile, 3)).toBeNull();
  const files = join(trashOf(work), "files");
  mkdirSync(files, { recursive: true });
  renameSync(work.tree.at("demo/.venv"), join(files, ".venv"));
  mkdirSync(join(trashOf(work), "info"), { recursive: true });
  writeFileSync(join(files, ".venv-look-alike"), "not ours");
  await undo(work.host, null);
  expect(whereabouts(work, before)).toEqual({ ".mypy_cache": "in place", ".venv": "in place" });
  expect(readdirSync(files)).toEqual([".venv-look-alike"]);
  expect(lstatSync(work.tree.at("demo/.venv")).isDirectory()).toBe(true);
});
