import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { apply } from "../../src/app/apply.ts";
import { plantEnvironment } from "../support/trees.ts";
import { cleanAll, workspace } from "./workspace.ts";

test("an environment that a `.venv` link elsewhere leads to is left, its neighbour goes", async () => {
  const work = workspace();
  const { tree } = work;
  for (const name of ["shared/env", "alone/env"]) plantEnvironment(tree.at(name));
  mkdirSync(tree.at("project"));
  symlinkSync("../shared/env", tree.at("project/.venv"));
  const { left } = await cleanAll(work);
  expect([existsSync(tree.at("shared/env/pyvenv.cfg")), existsSync(tree.at("alone/env"))]).toEqual([true, false]);
  expect(left).toMatchObject([
    {
      path: tree.at("shared/env"),
      reasons: [`the link ${tree.at("project/.venv")} leads to it, so it goes only when it is named by itself`],
    },
  ]);
  await cleanAll(work, { named: [tree.at("shared/env")] });
  expect(existsSync(tree.at("shared/env"))).toBe(false);
});

test("an environment whose interpreter another one is made from is left, and goes once that one is gone", async () => {
  const work = workspace();
  const { tree } = work;
  const python = ["-m", "venv", "--without-pip"];
  execFileSync("python3", [...python, "--copies", tree.at("base")], { cwd: "/", env: tree.environment });
  execFileSync("python3", [...python, tree.at("made/.venv")], { cwd: "/", env: tree.environment });
  // As `conda create` and then `python -m venv` leave it: the second one's home is the first one's directory.
  const home = `home = ${tree.at("base/bin")}\nversion = 3.11.7\n`;
  writeFileSync(tree.at("made/.venv/pyvenv.cfg"), home);
  const first = await cleanAll(work, { permanent: true });
  expect(existsSync(tree.at("base/pyvenv.cfg"))).toBe(true);
  expect(first.left.map(({ path, reasons }) => [path, reasons.join()])).toContainEqual([
    tree.at("base"),
    expect.stringContaining(`the environment ${tree.at("made/.venv")} is made from its interpreter`),
  ]);
  expect(existsSync(tree.at("made/.venv"))).toBe(false);
  await cleanAll(work, { permanent: true });
  expect(existsSync(tree.at("base"))).toBe(false);
});

test("what has come to need an environment since it was planned is seen when the plan is carried out", async () => {
  const work = workspace();
  const { tree } = work;
  for (const name of ["shared/env", "base", "alone/env"]) plantEnvironment(tree.at(name));
  const { plan } = await cleanAll(work, {}, { planOnly: true });
  expect(plan.steps).toHaveLength(3);
  mkdirSync(tree.at("project"));
  symlinkSync("../shared/env", tree.at("project/.venv"));
  plantEnvironment(tree.at("made/env"));
  writeFileSync(tree.at("made/env/pyvenv.cfg"), `home = ${tree.at("base/bin")}\nversion = 3.11.7\n`);
  const { outcomes } = await apply(work.host, plan);
  expect(Object.fromEntries(outcomes.map(({ path, result, reason }) => [path, [result, reason]]))).toEqual({
    [tree.at("shared/env")]: ["skipped", `the link ${tree.at("project/.venv")} leads to it`],
    [tree.at("base")]: ["skipped", `the environment ${tree.at("made/env")} is made from its interpreter`],
    [tree.at("alone/env")]: ["done", null],
  });
});
