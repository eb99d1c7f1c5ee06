import { linkSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import { inodeAt, inSite, listNow, plantStated, setTime } from "../support/stated-environment.ts";
import { dedupeAll, leftOf } from "./dedupe-workspace.ts";
import { workspace, type Workspace } from "./workspace.ts";

const FILES = { "demo/a.py": "VALUE = 1\n".repeat(1000), "demo/b.py": "VALUE = 2\n".repeat(1000) };

/** Three environments that are the same, the first one the oldest: it leads where nothing speaks against it. */
function threeAlike(): Workspace {
  const work = workspace();
  const now = Date.now() / 1000;
  for (const [index, name] of ["a", "b", "c"].entries()) {
    plantStated(work.tree.at(`${name}/.venv`), FILES);
    for (const file of Object.keys(FILES))
      setTime(inSite(work.tree.at(`${name}/.venv`), file), now - 1000 + index * 10);
    listNow(work.tree.at(`${name}/.venv`));
  }
  return work;
}

/** The active environment of the shell is in use. */
function using(work: Workspace, name: string): Workspace {
  const environment = { ...work.host.environment, VIRTUAL_ENV: work.tree.at(`${name}/.venv`) };
  return { ...work, host: { ...work.host, environment } };
}

function inodes({ tree }: Workspace, file = "demo/a.py"): number[] {
  return ["a", "b", "c"].map((name) => inodeAt(inSite(tree.at(`${name}/.venv`), file)));
}

/** Makes the files of one environment names of those of another. */
function linkAll({ tree }: Workspace, from: string, to: string): void {
  for (const file of Object.keys(FILES)) {
    const name = inSite(tree.at(`${to}/.venv`), file);
    rmSync(name);
    linkSync(inSite(tree.at(`${from}/.venv`), file), name);
  }
}

test("an environment in use does not lead, and the others are linked to one another", async () => {
  const work = threeAlike();
  const before = inodes(work);
  const result = await dedupeAll(using(work, "a"));
  const [a, b, c] = inodes(work);
  expect([a, b, c]).toEqual([before[0], before[1], before[1]]);
  expect(result.left).toEqual([{ path: work.tree.at("a/.venv"), reasons: [expect.stringContaining("in use")] }]);
  expect(result.forecast.frees).toBe(2 * 12_288);
  expect(result.duplicates.totals).toMatchObject({ gain: 2 * 12_288, links: 2 });
});

test.each(["b", "c"])("where %s is in use, what has a name in it and one elsewhere is not forecast", async (used) => {
  const work = threeAlike();
  linkAll(work, "b", "c");
  const before = inodes(work);
  const result = await dedupeAll(using(work, used));
  expect(result.status).toBe("nothing");
  expect(result.plan.forecast.frees).toBe(0);
  expect(result.duplicates.totals).toMatchObject({ gain: 0, links: 0 });
  expect(result.left.map(({ path }) => path)).toEqual([work.tree.at(`${used}/.venv`)]);
  expect(inodes(work)).toEqual(before);
});

test("an environment in use that has nothing to link is not told", async () => {
  const work = threeAlike();
  plantStated(work.tree.at("d/.venv"), { "other/x.py": "VALUE = 3\n" }, { name: "other" });
  expect((await dedupeAll(using(work, "d"))).left).toEqual([]);
  const again = await dedupeAll(using(work, "a"));
  expect([again.status, again.left]).toEqual(["nothing", []]);
});

test("an environment that comes into use after the question does not lead either", async () => {
  const work = threeAlike();
  const before = inodes(work);
  const environment: Record<string, string | undefined> = { ...work.host.environment };
  const result = await dedupeAll(
    { ...work, host: { ...work.host, environment } },
    {
      async confirm() {
        environment["VIRTUAL_ENV"] = work.tree.at("a/.venv");
        return true;
      },
    },
  );
  expect(leftOf(result)).toEqual([expect.stringContaining("a/.venv"), expect.stringContaining("in use")]);
  expect(inodes(work)).toEqual(before);
});
