import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { surveyBytecode } from "../../src/app/bytecode.ts";
import { snapshot } from "../support/snapshot.ts";
import { hostIn } from "../support/trees.ts";
import { inWorkspace, planted, type Planted } from "./bytecode-workspace.ts";
import { cleanAll, gitIn, namesIn, requestFor } from "./workspace.ts";

const outlookOf = async ({ tree, host }: Planted) =>
  (await surveyBytecode(host, requestFor([tree.path]), "all")).outlook();

it("leaves what git tracks, and says what git does not ignore", async () => {
  const space = planted();
  const { tree, host } = space;
  gitIn(tree, tree.at("app"), "init", "-q", "-b", "main");
  gitIn(tree, tree.at("app"), "add", "-f", "a.py", "mixed/__pycache__/b.cpython-399.pyc");
  gitIn(tree, tree.at("app"), "commit", "-qm", "First");
  const { advice, owners, frees } = await outlookOf({ tree, host });
  const said = advice.filter(({ kind }) => kind === "tracked" || kind === "not-ignored");
  expect(said).toEqual([
    {
      path: tree.at("app"),
      kind: "tracked",
      text: "git tracks bytecode in 1 place, which stays",
      remedy: null,
      ignore: null,
    },
    {
      path: tree.at("app"),
      kind: "not-ignored",
      text: "git does not ignore its bytecode",
      remedy: `take it out of git first (git rm -r --cached), then add __pycache__/ to ${tree.at("app/.gitignore")}`,
      ignore: null,
    },
  ]);
  const { later, plan } = await cleanAll(inWorkspace(space), { bytecode: "all", protection: "none" });
  expect([owners[0]!.frees, owners[0]!.removable, frees]).toEqual([later.frees, 8, later.frees]);
  expect(plan.steps.length).toBeGreaterThan(1);
  expect(namesIn(tree.at("app/mixed/__pycache__"))).toEqual([
    "b.cpython-399.opt-1.pyc",
    "b.cpython-399.opt-2.pyc",
    "b.cpython-399.pyc",
    "notes.txt",
  ]);
  writeFileSync(tree.at("app/.gitignore"), "__pycache__/\n*.py[co]\n");
  const { advice: after } = await outlookOf({ tree, host });
  expect(after.map(({ kind }) => kind)).not.toContain("not-ignored");
});

it("says what git does not ignore also where it tracks some of the same directory", async () => {
  const { tree, host } = planted();
  gitIn(tree, tree.at("app"), "init", "-q", "-b", "main");
  gitIn(tree, tree.at("app"), "add", "-f", "__pycache__/a.cpython-399.pyc");
  gitIn(tree, tree.at("app"), "commit", "-qm", "First");
  writeFileSync(tree.at("app/.gitignore"), "/mixed\n");
  const kinds = async () => (await outlookOf({ tree, host })).advice.map(({ kind }) => kind);
  expect(await kinds()).toEqual(["tracked", "not-ignored"]);
  gitIn(tree, tree.at("app"), "add", "-f", "__pycache__");
  expect(await kinds()).toEqual(["tracked"]);
});

it("says that nobody can tell what git tracks where there is no git, and leaves it", async () => {
  const space = planted();
  const { tree } = space;
  gitIn(tree, tree.at("app"), "init", "-q", "-b", "main");
  const host = hostIn(tree.home, { ...tree.environment, PATH: tree.at("../bin") });
  const { advice, frees } = await outlookOf({ tree, host });
  expect(frees).toBe(0);
  expect(advice.map(({ kind, text }) => [kind, text])).toEqual([
    [
      "tracked",
      expect.stringMatching(/^nobody can tell in \d+ places whether git tracks bytecode, which stays: .*git/),
    ],
  ]);
  const before = snapshot(tree.path);
  await cleanAll({ tree, host, root: tree.path }, { bytecode: "all", protection: "none" });
  expect(snapshot(tree.path)).toEqual(before);
});
