import { execFileSync } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import { expect, test } from "vitest";
import { clean } from "../../src/app/clean.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { environmentAround } from "../../src/environments/around.ts";
import { plant } from "../support/trees.ts";
import { PYTHON_WAIT, started } from "../evidence/real-process.ts";
import { cleanAll, requestFor, workspace } from "./workspace.ts";

const DAY_MS = 86_400_000;

/** An environment in which pip has just moved a package aside, and one where that was days ago. */
function space() {
  const work = workspace();
  const { tree } = work;
  for (const name of ["busy", "idle"]) {
    execFileSync("python3", ["-m", "venv", "--without-pip", tree.at(name)], { cwd: "/", env: tree.environment });
  }
  const sites = ["busy", "idle"].map((name) => {
    const lib = tree.at(name, "lib");
    return `${lib}/${execFileSync("ls", [lib], { encoding: "utf8" }).trim()}/site-packages` as AbsolutePath;
  });
  for (const site of sites) {
    plant(site, { "demo/__init__.py": "", "pip/__init__.py": "" });
    renameSync(`${site}/demo`, `${site}/~emo`);
  }
  const [busy, idle] = sites.map((site) => `${site}/~emo` as AbsolutePath);
  return { work, busy: busy!, idle: idle! };
}

test("what pip moved aside stays while something runs in its environment", async () => {
  const { work, busy, idle } = space();
  const python = await started(work.tree.at("busy/bin/python"), ["-c", PYTHON_WAIT]);
  // Days later, so that its age is no reason.
  const host = { ...work.host, now: () => Date.now() + 3 * DAY_MS };
  const { left } = await cleanAll({ ...work, host }, { only: ["pip-leftovers"], permanent: true });
  expect([existsSync(busy), existsSync(idle)]).toEqual([true, false]);
  expect(left).toMatchObject([
    { path: busy, reasons: [expect.stringMatching(`of the environment around it: python.*pid ${python.pid}`)] },
  ]);
});

test("what pip moved aside just now goes by hand only, however old its files are", async () => {
  const { work, busy, idle } = space();
  await cleanAll(work, { only: ["pip-leftovers"], permanent: true });
  expect([existsSync(busy), existsSync(idle)]).toEqual([true, true]);
});

test("it has become fresh while a question waited", async () => {
  const { work, idle } = space();
  let later = 3 * DAY_MS;
  const host = { ...work.host, now: () => Date.now() + later };
  const request = requestFor([work.root], { only: ["pip-leftovers"], permanent: true });
  const { report } = await clean(host, request, {
    permit: async (asked) => asked.map(({ finding }) => finding.id),
    async confirm() {
      later = 0;
      return true;
    },
  });
  expect(report!.outcomes.map(({ result }) => result)).toEqual(["skipped", "skipped"]);
  expect(report!.outcomes[0]!.reason).toContain("it is medium now");
  expect(existsSync(idle)).toBe(true);
});

test("the environment around a place is found from its site-packages only", () => {
  const { work, idle } = space();
  expect(environmentAround(idle)).toBe(work.tree.at("idle"));
  expect(environmentAround(work.tree.at("idle/bin/python"))).toBe(undefined);
  plant(work.tree.at("site-packages"), { "~x/a.py": "" });
  expect(environmentAround(work.tree.at("site-packages/~x"))).toBe(undefined);
});
