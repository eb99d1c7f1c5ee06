import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { clean, type CleanQuestions, type CleanResult } from "../../src/app/clean.ts";
import { plant, plantEnvironment } from "../support/trees.ts";
import { requestFor, workspace, type Workspace } from "./workspace.ts";

type Moment = "which" | "confirm";

/** Cleans for good, and lets something happen while a question waits. */
function cleanWhile({ host, root }: Workspace, moment: Moment, happen: () => void): Promise<CleanResult> {
  const at = (now: Moment): void => (now === moment ? happen() : undefined);
  const questions: CleanQuestions = {
    async choose(items) {
      at("which");
      return { chosen: items.map(({ finding }) => finding.id), named: [] };
    },
    permit: async (asked) => asked.map(({ finding }) => finding.id),
    async confirm() {
      at("confirm");
      return true;
    },
  };
  return clean(host, requestFor([root], { permanent: true }), questions, { isMeasured: false });
}

describe("what changes while a question waits is left", () => {
  test.each(["which", "confirm"] as const)("another environment has taken its place (%s)", async (moment) => {
    const space = workspace();
    const { tree } = space;
    plantEnvironment(tree.at("a/.venv"));
    plantEnvironment(tree.at("b/.venv"));
    const result = await cleanWhile(space, moment, () => {
      renameSync(tree.at("a/.venv"), tree.at("aside"));
      plantEnvironment(tree.at("a/.venv"));
    });
    expect(existsSync(tree.at("a/.venv/pyvenv.cfg"))).toBe(true);
    expect(existsSync(tree.at("b/.venv"))).toBe(false);
    expect(result.left.map(({ path, reasons }) => [path, reasons])).toEqual([
      [tree.at("a/.venv"), ["something else has taken its place since it was planned"]],
    ]);
  });

  test.each(["which", "confirm"] as const)("a file of somebody's has come, deep inside (%s)", async (moment) => {
    const space = workspace();
    const { tree } = space;
    for (const name of ["a/.venv", "b/.venv"]) plantEnvironment(tree.at(name));
    const mine = tree.at("a/.venv/lib/python3.11/site-packages/demo/notes.ipynb");
    const result = await cleanWhile(space, moment, () => writeFileSync(mine, "the only copy"));
    expect(existsSync(mine)).toBe(true);
    expect(existsSync(tree.at("b/.venv"))).toBe(false);
    expect(result.left[0]!.reasons.join()).toContain("1 file belongs to no package");
  });

  test("a file of somebody's has come into an environment of tox", async () => {
    const space = workspace();
    const { tree } = space;
    for (const name of ["a", "b"]) {
      plant(tree.at(name), { "tox.ini": "[tox]\n" });
      mkdirSync(tree.at(name, ".tox"));
      plantEnvironment(tree.at(name, ".tox/py311"));
    }
    const mine = tree.at("a/.tox/py311/lib/python3.11/site-packages/demo/results.csv");
    const result = await cleanWhile(space, "confirm", () => writeFileSync(mine, "the only copy"));
    expect(existsSync(mine)).toBe(true);
    expect(existsSync(tree.at("b/.tox"))).toBe(false);
    expect(result.left[0]!.reasons.join()).toContain("1 file belongs to no package");
  });
});
