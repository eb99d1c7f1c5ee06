import { join } from "node:path";
import { expect, test } from "vitest";
import { analyse, type Analysis } from "../../src/dedupe/analyse.ts";
import { AllFiles } from "../../src/dedupe/all-files.ts";
import { collect } from "../../src/dedupe/collect.ts";
import { linkSteps, MOST_FILES } from "../../src/dedupe/make-link-plan.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { identityAt } from "../../src/system/place-identity.ts";
import { plantStated, SITE } from "../support/stated-environment.ts";
import { emptyDirectory } from "../support/trees.ts";

/** Two environments with the same package. */
function analysisOf(files: Readonly<Record<string, string>>): Analysis {
  const tree = emptyDirectory();
  const all = new AllFiles(1);
  for (const name of ["a", "b"]) {
    const path = join(tree, name) as AbsolutePath;
    plantStated(path, files);
    all.add(collect({ path, kind: "python-environment", withBytecode: false }));
  }
  const mount = { means: "hard links", mostLinks: 1000 } as const;
  return analyse(
    all,
    all.tables.map(() => mount),
  );
}

test("no step has more files than it may, and together they have each once", () => {
  const names = Array.from({ length: 2 * MOST_FILES + 5 }, (_, file) => `demo/${file % 7}/${file}.py`);
  const steps = linkSteps(analysisOf(Object.fromEntries(names.map((name) => [name, `# ${name}\n`]))), identityAt);
  expect(steps.map(({ id, title, files }) => [id, title, files])).toEqual([
    ["1", "demo 1.0", MOST_FILES],
    ["2", "demo 1.0", MOST_FILES],
    ["3", "demo 1.0", 5],
  ]);
  const linked = steps.flatMap(({ links }) => links().files.map(([path]) => path));
  expect(linked.sort()).toEqual(names.map((name) => `${SITE}/${name}`).sort());
});

test("the list of a step is made anew each time and held by nobody", () => {
  const analysis = analysisOf({ "demo/a.py": "# a\n", "demo/näme.py": "# b\n" });
  const { leaderOf } = analysis.plan;
  const file = leaderOf.findIndex((leader) => leader >= 0);
  const path = analysis.files.relativePath(file);
  const leader = analysis.files.inodeText(leaderOf[file]!);
  const [step] = linkSteps(analysis, identityAt);
  const list = step!.links();
  expect(step!.links()).toEqual(list);
  expect(step!.links()).not.toBe(list);
  expect(list.files[0]![0]).toBe(path);
  expect(list.leaders.map(([, , inode]) => inode)).toContain(leader);
});

test("what steps do not need any more is given back", () => {
  const analysis = analysisOf({ "demo/a.py": "# a\n" });
  const { size, high, inode } = analysis.files.columns;
  const { gain, leaderOf } = analysis.plan;
  const [step] = linkSteps(analysis, identityAt);
  expect(step!.bytes.frees).toBeGreaterThan(0);
  expect([size, high, gain].map(({ length }) => length)).toEqual([0, 0, 0]);
  expect(Math.min(inode.length, leaderOf.length)).toBeGreaterThan(0);
});
