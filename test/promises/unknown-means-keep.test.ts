import { chmodSync, chownSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { plantProject, plantRepository } from "../app/workspace.ts";
import { pyshedIn, treeOf } from "../cli/cleaning.ts";
import { PROGRAM, run, runProgram, unwrapped, type Outcome } from "../support/run.ts";
import { IS_ROOT } from "../support/expectation.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";

/** Promise 4: what cannot be read blocks removal; it never waves it through. */

const LEVELS = ["none", "warn", "block", "paranoid"];
const ANYHOW = ["--yes", "--force", "--permanent"];

test("without a git program everything in a repository stays, at every level", async () => {
  const tree = temporaryTree();
  plantRepository(tree, "a");
  const before = treeOf(tree);
  const options = { cwd: tree.path, environment: { ...tree.environment, PATH: tree.at("empty") } };
  for (const level of LEVELS) {
    const { code, stdout } = await run(["clean", ...ANYHOW, "-p", level], options);
    expect([code, unwrapped(stdout)]).toEqual([
      1,
      expect.stringMatching(/cannot tell whether git tracks it\b.*: there is no git program/),
    ]);
  }
  expect(treeOf(tree)).toEqual(before);
});

describe("a repository that git cannot read blocks everything in it", () => {
  test.each([
    ["HEAD is damaged", (git: string) => writeFileSync(join(git, "HEAD"), "nonsense\n")],
    ["the index is damaged", (git: string) => writeFileSync(join(git, "index"), "nonsense\n")],
    ["the configuration is damaged", (git: string) => writeFileSync(join(git, "config"), "[core\n")],
  ])("%s", async (_, damage) => {
    const tree = temporaryTree();
    damage(join(plantRepository(tree, "a"), ".git"));
    const before = treeOf(tree);
    for (const level of LEVELS) {
      expect((await pyshedIn(tree, "clean", ...ANYHOW, "-p", level)).code).toBe(1);
    }
    expect(treeOf(tree)).toEqual(before);
  });
});

test.runIf(IS_ROOT)("a repository of somebody else blocks everything in it (needs root to make one)", async () => {
  const tree = temporaryTree();
  const repository = plantRepository(tree, "a");
  chownSync(repository, 65_533, 65_533);
  chownSync(join(repository, ".git"), 65_533, 65_533);
  const before = treeOf(tree);
  const { code, stdout } = await pyshedIn(tree, "clean", ...ANYHOW, "-p", "none");
  expect([code, stdout]).toEqual([1, expect.stringContaining("Left 3:")]);
  expect(treeOf(tree)).toEqual(before);
});

test("a finding with a part that cannot be read stays", async () => {
  const tree = temporaryTree();
  plantProject(tree.at("a"));
  const secret = tree.directory("a/.mypy_cache/3.11/secret");
  if (IS_ROOT) giveToNobody(tree);
  chmodSync(secret, 0o000);
  const { code, stdout } = await asOrdinaryUser(tree, "clean", ...ANYHOW, "--pick", "a/.mypy_cache", "-p", "none");
  chmodSync(secret, 0o700);
  expect([code, stdout]).toEqual([3, expect.stringContaining(`${secret} could not be read`)]);
  expect(Object.keys(snapshot(tree.at("a/.mypy_cache")))).toContain("3.11/app.data.json");
});

/** Root reads everything, so that as root the program runs as the user `nobody`, who owns the tree then. */
function asOrdinaryUser(tree: TemporaryTree, ...args: string[]): Promise<Outcome> {
  if (!IS_ROOT) return pyshedIn(tree, ...args);
  const become = ["--reuid=65534", "--regid=65534", "--clear-groups", process.execPath, PROGRAM];
  return runProgram("setpriv", [...become, ...args], { cwd: tree.path, environment: tree.environment });
}

function giveToNobody({ path, home }: TemporaryTree): void {
  chmodSync(join(path, ".."), 0o755);
  for (const top of [path, home]) {
    for (const name of Object.keys(snapshot(top))) chownSync(join(top, name), 65_534, 65_534);
  }
}
