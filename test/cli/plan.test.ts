import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { applyDocument } from "../../src/report/schema/clean.ts";
import { sweepDocument } from "../../src/report/schema/sweep.ts";
import { namesIn, plantProject } from "../app/workspace.ts";
import { unwrapped } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { keptOf, pyshedIn, treeOf } from "./cleaning.ts";

const TAKEN = ["a/.venv", "a/.mypy_cache", "a/__pycache__"];

function treeWithProject(): TemporaryTree {
  const tree = temporaryTree();
  plantProject(tree.at("a"));
  return tree;
}

describe("clean --plan", () => {
  it("writes the plan and does nothing else; apply carries it out once", async () => {
    const tree = treeWithProject();
    const before = treeOf(tree);
    const kept = keptOf(tree, TAKEN);
    const { code, stdout, stderr } = await pyshedIn(tree, "clean", "a", "--plan", "../home/my plan.json");
    const file = `${tree.home}/my plan.json`;
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toBe(
      `Nothing was done. The plan for 1 environment and 2 other items is in ${file}\n` +
        "(pyshed apply '../home/my plan.json' carries it out, once)\n",
    );
    expect(treeOf(tree)).toEqual(before);
    const text = readFileSync(file, "utf8");
    const applied = await pyshedIn(tree, "apply", file);
    expect(applied.code).toBe(0);
    expect(unwrapped(applied.stdout)).toMatch(
      /^✓ Moved 1 environment and 2 other items to the trash: 0 B freed until 'pyshed purge'/,
    );
    expect(treeOf(tree)).toEqual(kept);
    expect(readFileSync(file, "utf8")).toBe(text);
    expect((await pyshedIn(tree, "undo")).code).toBe(0);
    const again = await pyshedIn(tree, "apply", file);
    expect(again).toMatchObject({
      code: 3,
      stdout: "",
      stderr: expect.stringContaining("has been carried out before"),
    });
    expect(treeOf(tree)).toEqual(before);
  });

  it("writes to standard output with -", async () => {
    const tree = treeWithProject();
    const before = snapshot(tree.path);
    const { code, stdout, stderr } = await pyshedIn(tree, "clean", "--plan", "-", "--permanent", "--only", "mypy");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "pyshed.plan/1",
      steps: [{ action: "delete", path: tree.at("a/.mypy_cache"), accepted: ["recently-used"] }],
    });
    expect(snapshot(tree.path)).toEqual(before);
  });

  it("replaces an older plan and nothing else", async () => {
    const tree = treeWithProject();
    tree.file("notes.json", '{"mine": true}');
    const { code, stderr } = await pyshedIn(tree, "clean", "--plan", "notes.json");
    expect([code, stderr]).toEqual([3, expect.stringContaining("is there already and is no plan")]);
    expect(readFileSync(tree.at("notes.json"), "utf8")).toBe('{"mine": true}');
    for (let round = 0; round < 2; round++) expect((await pyshedIn(tree, "clean", "--plan", "plan.json")).code).toBe(0);
  });
});

describe("apply", () => {
  it("leaves what has changed since, with the reason, and ends with 1", async () => {
    const tree = treeWithProject();
    await pyshedIn(tree, "clean", "--plan", "plan.json");
    rmSync(tree.at("a/.mypy_cache/CACHEDIR.TAG"));
    writeFileSync(tree.at("a/.mypy_cache/thesis.txt"), "the only copy");
    const { code, stdout } = await pyshedIn(tree, "apply", "plan.json", "--json");
    expect(code).toBe(1);
    const document = v.parse(applyDocument, JSON.parse(stdout));
    expect(document.items.map(({ path, result }) => [path, result]).sort()).toEqual([
      [tree.at("a/.mypy_cache"), "skipped"],
      [tree.at("a/.venv"), "done"],
      [tree.at("a/__pycache__"), "done"],
    ]);
    expect(document.left).toHaveLength(1);
    expect(readFileSync(tree.at("a/.mypy_cache/thesis.txt"), "utf8")).toBe("the only copy");
    expect(namesIn(tree.at("a"))).toContain(".mypy_cache");
  });

  it.each([
    ["another machine", (plan: Plan) => ({ ...plan, machine: "elsewhere" }), 3],
    ["an unknown version", (plan: Plan) => ({ ...plan, schema: "pyshed.plan/2" }), 3],
    ["a path outside the roots", (plan: Plan) => withPath(plan, "/etc/.mypy_cache"), 3],
    ["a path with ..", (plan: Plan) => withPath(plan, `${plan.roots[0]}/a/../../home`), 3],
    ["what is no plan", () => ({ mine: true }), 2],
    ["a damaged plan", (plan: Plan) => ({ ...plan, steps: "all" }), 2],
  ])("refuses %s", async (_, change, expected) => {
    const tree = treeWithProject();
    await pyshedIn(tree, "clean", "--plan", "plan.json");
    const plan = JSON.parse(readFileSync(tree.at("plan.json"), "utf8")) as Plan;
    writeFileSync(tree.at("plan.json"), JSON.stringify(change(plan)));
    const before = snapshot(tree.path);
    const { code, stdout, stderr } = await pyshedIn(tree, "apply", "plan.json");
    expect({ code, stdout }).toEqual({ code: expected, stdout: "" });
    expect(stderr).toMatch(/^error: .*\n\(make a new one with `pyshed clean --plan FILE`\)\n$/);
    expect(snapshot(tree.path)).toEqual(before);
  });
});

interface Plan {
  readonly roots: readonly string[];
  readonly steps: readonly { readonly path: string }[];
}

function withPath(plan: Plan, path: string): Plan {
  return { ...plan, steps: plan.steps.map((step, index) => (index === 0 ? { ...step, path } : step)) };
}

describe("sweep", () => {
  it("shows what a scan shows, as text and as one document, and changes nothing", async () => {
    const tree = treeWithProject();
    const before = snapshot(tree.path);
    const { code, stdout } = await pyshedIn(tree, "sweep");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Projects\n\n✓ 1 project, \d+\.\d KiB can go\n/);
    const { sections } = v.parse(sweepDocument, JSON.parse((await pyshedIn(tree, "sweep", "--json")).stdout));
    expect(sections.projects!.findings.map(({ path }) => path.slice(tree.path.length + 1)).sort()).toEqual(
      [...TAKEN].sort(),
    );
    expect(snapshot(tree.path)).toEqual(before);
  });

  it("cleans with --clean --yes by the same rules", async () => {
    const tree = treeWithProject();
    const kept = keptOf(tree, TAKEN);
    expect((await pyshedIn(tree, "sweep", "--clean")).code).toBe(3);
    expect(existsSync(tree.at("a/.venv"))).toBe(true);
    expect((await pyshedIn(tree, "sweep", "--clean", "--yes")).code).toBe(0);
    expect(treeOf(tree)).toEqual(kept);
  });
});
