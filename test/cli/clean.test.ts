import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../../src/report/width.ts";
import { cleanDocument } from "../../src/report/schema/clean.ts";
import { namesIn, plantProject, plantRepository, gitIn } from "../app/workspace.ts";
import { run, unwrapped } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { plantEnvironment } from "../support/trees.ts";
import { keptOf, pyshedIn, trashFiles, treeOf } from "./cleaning.ts";

const TAKEN = ["a/.venv", "a/.mypy_cache", "a/__pycache__"];

function treeWithProject(): TemporaryTree {
  const tree = temporaryTree();
  plantProject(tree.at("a"));
  return tree;
}

/** An environment with a file that no package owns: `medium`. */
function plantMedium(tree: TemporaryTree, name: string): void {
  plantEnvironment(tree.at(name));
  tree.file(`${name}/lib/python3.11/site-packages/mine.py`, "no RECORD owns it\n");
}

async function documentOf(tree: TemporaryTree, ...args: string[]): Promise<v.InferOutput<typeof cleanDocument>> {
  return v.parse(cleanDocument, JSON.parse((await pyshedIn(tree, "clean", ...args, "--json")).stdout));
}

describe("clean", () => {
  it("refuses without a terminal and without --yes, and does nothing", async () => {
    const tree = treeWithProject();
    const before = snapshot(tree.path);
    for (const args of [
      ["clean"],
      ["clean", "--force"],
      ["clean", "--permanent", "--json"],
      ["scan", "--clean"],
      ["--clean"],
    ]) {
      const { code, stdout, stderr } = await pyshedIn(tree, ...args);
      expect({ args, code, stdout }).toEqual({ args, code: 3, stdout: "" });
      expect(stderr).toBe(
        "error: cleaning needs an answer, and there is no terminal to ask on; nothing was done\n(--yes answers for scripts)\n",
      );
    }
    expect(snapshot(tree.path)).toEqual(before);
    expect(namesIn(tree.home)).toEqual(["tmp"]);
  });

  it("moves all that policy allows to the trash with --yes, and says what that frees", async () => {
    const tree = treeWithProject();
    plantMedium(tree, "b/.venv");
    const kept = keptOf(tree, TAKEN);
    const { code, stdout, stderr } = await pyshedIn(tree, "clean", "--yes");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(unwrapped(stdout)).toMatch(
      /^✓ Moved 1 environment and 2 other items to the trash: 0 B freed until 'pyshed purge' \(\d+\.\d KiB then\); 'pyshed undo' brings them back\nNot taken 1:\n/,
    );
    expect(unwrapped(stdout)).toContain(
      `✗ ${tree.at("b/.venv")}: may not come back the same, so it goes only when it is named`,
    );
    expect(treeOf(tree)).toEqual(kept);
    expect(namesIn(trashFiles(tree))).toEqual([".mypy_cache", ".venv", "__pycache__"]);
  });

  it("deletes with --permanent, and measures what was freed", async () => {
    const tree = treeWithProject();
    const kept = keptOf(tree, TAKEN);
    const { code, stdout } = await pyshedIn(tree, "clean", "--yes", "--permanent");
    expect(code).toBe(0);
    expect(unwrapped(stdout)).toMatch(/^✓ Cleaned 1 environment and 2 other items: \d+\.\d KiB forecast, .*measured/);
    expect(treeOf(tree)).toEqual(kept);
    expect(existsSync(trashFiles(tree))).toBe(false);
  });

  it("keeps its sentences within 80 columns where nothing says more", async () => {
    const tree = treeWithProject();
    const said: string[] = [];
    for (const args of [
      ["scan"],
      ["clean", "--dry-run"],
      ["clean", "--yes"],
      ["history"],
      ["history", "--growth"],
      ["purge", "--yes"],
    ]) {
      const { stdout, stderr } = await pyshedIn(tree, ...args);
      said.push(...`${stdout}${stderr}`.split("\n"));
    }
    // A path stays whole, however long it is.
    expect(said.filter((line) => displayWidth(line) > 80 && !line.includes(tree.path))).toEqual([]);
  });

  it("shows with --dry-run what --yes then does, and touches nothing", async () => {
    const tree = treeWithProject();
    const before = snapshot(tree.path);
    const { code, stdout } = await pyshedIn(tree, "clean", "--dry-run");
    expect(code).toBe(0);
    expect(unwrapped(stdout)).toMatch(
      /^Would move 1 environment and 2 other items to the trash: 0 B come free until 'pyshed purge' \(/,
    );
    expect(stdout).toMatch(
      / \[1\] ○ a .*\n.*\.venv\/.*\n(.*\n){2}.*\.mypy_cache\/.*\n.*__pycache__\/.*\n +⚠ used today\n$/,
    );
    expect((await pyshedIn(tree, "clean", "--dry-run", "--permanent")).stdout).toMatch(/^Would delete .* for good: /);
    const planned = await documentOf(tree, "--dry-run");
    expect(planned).toMatchObject({ status: "planned", run: null, items: [], freed: null, journal: null });
    expect(snapshot(tree.path)).toEqual(before);
    expect(namesIn(tree.home)).toEqual(["tmp"]);
    const done = await documentOf(tree, "--yes");
    const pathsOf = (steps: typeof done.steps) => steps.map(({ path, action }) => [path, action]);
    expect(pathsOf(done.steps)).toEqual(pathsOf(planned.steps));
    expect(done.later).toEqual(planned.later);
  });

  it("writes a document that its schema accepts, before and after", async () => {
    const tree = treeWithProject();
    plantMedium(tree, "b/.venv");
    const done = await documentOf(tree, "--yes", "--permanent");
    expect(done).toMatchObject({ schema: "pyshed.clean/1", status: "done", protection: "warn", roots: [tree.path] });
    expect(done.items.map(({ path, act, result }) => [path, act, result]).sort()).toEqual(
      TAKEN.map((name) => [tree.at(name), "delete", "done"]).sort(),
    );
    expect(done.steps[0]?.warnings).toEqual([{ code: "recently-used", text: "used today" }]);
    expect(done.left.map(({ path }) => path)).toEqual([tree.at("b/.venv")]);
    expect(done.forecast.frees).toBe(done.items.reduce((sum, { bytes }) => sum + bytes.frees, 0));
    expect(done.freed).not.toBeNull();
    expect(await documentOf(tree, "--yes")).toMatchObject({ status: "nothing", items: [], run: null });
  });

  it("leaves with --force what would be asked about, and does not act on it without a terminal", async () => {
    const tree = treeWithProject();
    const before = treeOf(tree);
    const { code, stdout } = await pyshedIn(tree, "clean", "--force", "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ Nothing to clean\nNot taken 3:\n/);
    expect((await pyshedIn(tree, "clean", "--force", "--yes")).code).toBe(0);
    expect(treeOf(tree)).not.toEqual(before);
  });

  it("takes only what --only, --exclude, --min-size and --depth leave", async () => {
    const tree = treeWithProject();
    plantProject(tree.at("deep/er/b"));
    tree.file("a/.venv/lib/python3.11/site-packages/demo/big.so", Buffer.alloc(300_000, 1));
    tree.file("a/.venv/lib/python3.11/site-packages/demo-1.0.dist-info/RECORD", "demo/__init__.py,,\ndemo/big.so,,\n");
    const taken = async (...args: string[]) =>
      (await documentOf(tree, "--dry-run", ...args)).steps.map(({ path }) => path.slice(tree.path.length + 1)).sort();
    expect(await taken("--only", "mypy")).toEqual(["a/.mypy_cache", "deep/er/b/.mypy_cache"]);
    expect(await taken("--exclude", "environments,bytecode")).toEqual(["a/.mypy_cache", "deep/er/b/.mypy_cache"]);
    expect(await taken("--min-size", "250KiB")).toEqual([...TAKEN].sort());
    expect(await taken("--depth", "2")).toEqual([...TAKEN].sort());
    expect(await taken("--days", "1")).toEqual([]);
    expect((await pyshedIn(tree, "clean", "--only", "mypy", "--yes")).code).toBe(0);
    expect(existsSync(tree.at("a/.mypy_cache"))).toBe(false);
    expect(existsSync(tree.at("a/.venv/pyvenv.cfg"))).toBe(true);
  });

  it("takes with --pick these alone, medium ones too, by path or by id", async () => {
    const tree = treeWithProject();
    plantMedium(tree, "b/.venv");
    const { left } = await documentOf(tree, "--dry-run");
    const kept = keptOf(tree, ["b/.venv"]);
    expect((await pyshedIn(tree, "clean", "--pick", left[0]!.finding, "--yes")).code).toBe(0);
    expect(treeOf(tree)).toEqual(kept);
    expect(
      (await pyshedIn(tree, "clean", "a", "--pick", "a/.mypy_cache", "--pick", "a/__pycache__", "--yes")).code,
    ).toBe(0);
    expect(namesIn(tree.at("a"))).toEqual([".venv", "app.py", "docs", "env", "pyproject.toml"]);
  });

  it("refuses a pick that is no finding, and does nothing", async () => {
    const tree = treeWithProject();
    const before = snapshot(tree.path);
    for (const name of ["a/docs/.mypy_cache", "a", "nowhere", "a/.venv/bin"]) {
      const { code, stdout, stderr } = await pyshedIn(tree, "clean", "--pick", "a/.venv", "--pick", name, "--yes");
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(`error: option '--pick' names no finding below the roots: ${name}`);
    }
    expect(snapshot(tree.path)).toEqual(before);
  });

  it("ends with 3 when what was picked is refused, and with 1 when only some of it is", async () => {
    const tree = temporaryTree();
    const repository = plantRepository(tree, "a");
    gitIn(tree, repository, "add", "-f", ".mypy_cache");
    gitIn(tree, repository, "commit", "-qm", "Tracked");
    const refused = await pyshedIn(tree, "clean", "--pick", "a/.mypy_cache", "--yes");
    expect(refused.code).toBe(3);
    expect(unwrapped(refused.stdout)).toMatch(/^Nothing was done\.\nLeft 1:\n {2}✗ .*a\/\.mypy_cache: .*git/);
    const partly = await pyshedIn(tree, "clean", "--yes");
    expect(partly.code).toBe(1);
    expect(unwrapped(partly.stdout)).toMatch(/Left 1:\n {2}✗ .*a\/\.mypy_cache: /);
    expect(namesIn(repository)).toEqual([
      ".git",
      ".gitignore",
      ".mypy_cache",
      "app.py",
      "docs",
      "env",
      "pyproject.toml",
    ]);
  });
});

describe("protection", () => {
  it("is honoured level by level", async () => {
    const tree = temporaryTree();
    const repository = plantRepository(tree, "demo");
    writeFileSync(join(repository, "app.py"), "VALUE = 2\n");
    const before = treeOf(tree);
    const clean = async (level: string) => {
      const { code, stdout } = await pyshedIn(tree, "clean", "--yes", "-p", level);
      const isWhole = namesIn(repository).includes(".venv");
      if (!isWhole) expect((await pyshedIn(tree, "undo")).code).toBe(0);
      expect(treeOf(tree)).toEqual(before);
      return [code, isWhole ? "left" : "taken", /: (uncommitted|[^:\n]*uncommitted)/.test(stdout)];
    };
    expect(await clean("none")).toEqual([0, "taken", false]);
    expect(await clean("warn")).toEqual([0, "taken", false]);
    expect(await clean("block")).toEqual([1, "left", true]);
    expect(await clean("paranoid")).toEqual([1, "left", true]);
  });

  it("warns of uncommitted work in the plan, and leaves it with --force", async () => {
    const tree = temporaryTree();
    const repository = plantRepository(tree, "demo");
    writeFileSync(join(repository, "app.py"), "VALUE = 2\n");
    const { stdout } = await pyshedIn(tree, "clean", "--dry-run");
    expect(stdout).toMatch(/⚠ .*uncommitted/);
    const none = await pyshedIn(tree, "clean", "--dry-run", "-p", "none");
    expect(none.stdout).not.toMatch(/uncommitted/);
  });

  it("paranoid leaves what git does not ignore, and what was not pushed", async () => {
    const tree = temporaryTree();
    const repository = plantRepository(tree, "demo");
    writeFileSync(join(repository, ".gitignore"), ".venv/\n__pycache__/\ndocs/.mypy_cache/\n");
    gitIn(tree, repository, "commit", "-qam", "Second");
    const unpushed = await pyshedIn(tree, "clean", "--yes", "-p", "paranoid");
    expect([unpushed.code, unpushed.stdout]).toEqual([1, expect.stringContaining("Left 3:")]);
    gitIn(tree, repository, "push", "-q");
    expect((await pyshedIn(tree, "clean", "--yes", "-p", "paranoid")).code).toBe(1);
    expect(readdirSync(repository)).toContain(".mypy_cache");
    expect(readdirSync(repository)).not.toContain(".venv");
    expect(readFileSync(join(repository, "app.py"), "utf8")).toBe("VALUE = 1\n");
  });

  it("leaves everything at every level where git cannot be asked", async () => {
    const tree = temporaryTree();
    plantRepository(tree, "a");
    const before = treeOf(tree);
    const environment = { ...tree.environment, PATH: tree.at("empty") };
    for (const level of ["none", "warn", "block", "paranoid"]) {
      const { code, stdout } = await run(["clean", "--yes", "-p", level], { cwd: tree.path, environment });
      expect([code, unwrapped(stdout)]).toEqual([1, expect.stringContaining("there is no git program")]);
    }
    expect(treeOf(tree)).toEqual(before);
  });
});

describe("wrong usage", () => {
  it.each([
    [["clean", "-p", "some"], "Allowed choices are none, warn, block, paranoid"],
    [["clean", "--dry-rnu"], "Did you mean --dry-run?"],
    [["claen"], "Did you mean clean?"],
    [["claen", "--yes"], "Did you mean clean?"],
    [[".", "--yes"], "option '--yes' needs --clean"],
    [["stale", ".", "--permanent"], "option '--permanent' needs --clean"],
    [["--clean", "--ndjson", "--yes"], "option '--ndjson' cannot be used with '--clean'"],
    [["clean", "--json", "--plan", "-"], "cannot both write to standard output"],
    [["clean", "nowhere", "--yes"], "nowhere: no such directory"],
    [["purge", "--older-than", "soon"], "A time span such as 12h, 7d or 4w."],
    [["undo", "20990101-000000-00000000"], "there is no run and no removed item called"],
    [["apply", "nowhere.json"], "nowhere.json cannot be read (ENOENT)"],
    [["apply"], "missing required argument 'file'"],
  ])("%j", async (args, text) => {
    const tree = treeWithProject();
    const before = snapshot(tree.path);
    const { code, stdout, stderr } = await pyshedIn(tree, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(text);
    expect(snapshot(tree.path)).toEqual(before);
  });
});
