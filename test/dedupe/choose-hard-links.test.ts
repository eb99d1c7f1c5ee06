import { expect, test } from "vitest";
import { AllFiles } from "../../src/dedupe/all-files.ts";
import { ChosenLinks } from "../../src/dedupe/chosen-links.ts";
import { chooseHardLinks } from "../../src/dedupe/choose-hard-links.ts";
import { collect } from "../../src/dedupe/collect.ts";
import { eachGroup } from "../../src/dedupe/groups.ts";
import { inodesOf } from "../../src/dedupe/storage.ts";
import { inSite, plantStated, setTime } from "../support/stated-environment.ts";
import { emptyDirectory } from "../support/trees.ts";
import { join } from "../../src/model/path.ts";

/** Environments with one file that all have in common, and what is chosen for it. */
function choose(count: number, mostLinks: number, minutesApart = 0): number[] {
  const tree = emptyDirectory();
  const now = Date.now() / 1000;
  const tables = Array.from({ length: count }, (_, index) => {
    const place = join(tree, `e${index}`);
    plantStated(place, { "demo/a.py": "VALUE = 1\n" });
    for (const file of ["demo/a.py", "demo-1.0.dist-info/RECORD"]) {
      setTime(inSite(place, file), now - 1e6 + index * minutesApart * 60);
    }
    return collect({ path: place, kind: "python-environment", withBytecode: false });
  });
  const files = new AllFiles(tables);
  const plan = new ChosenLinks(files.count);
  eachGroup(files, (members) => {
    const stated = members.filter((file) => files.package(file) >= 0);
    if (stated.length > 1) chooseHardLinks(files, inodesOf(files, stated), () => true, mostLinks, plan);
  });
  return tables.map((_, index) => {
    const file = Array.from({ length: files.count }, (__, at) => at).find(
      (at) => files.tableOf[at] === index && files.package(at) >= 0,
    )!;
    const leader = plan.leaderOf[file]!;
    return leader < 0 ? -1 : files.tableOf[leader]!;
  });
}

test("all are linked to the oldest one", () => {
  expect(choose(4, 1000, 60)).toEqual([-1, 0, 0, 0]);
});

test("a file has as many names as the filesystem allows, then another one leads", () => {
  expect(choose(7, 3)).toEqual([-1, 0, 0, -1, 3, 3, -1]);
});
