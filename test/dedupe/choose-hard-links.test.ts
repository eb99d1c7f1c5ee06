import { expect, test } from "vitest";
import { AllFiles } from "../../src/dedupe/all-files.ts";
import { ChosenLinks } from "../../src/dedupe/chosen-links.ts";
import { chooseHardLinks } from "../../src/dedupe/choose-hard-links.ts";
import { collect } from "../../src/dedupe/collect.ts";
import { eachGroup } from "../../src/dedupe/groups.ts";
import { Linkable } from "../../src/dedupe/linkable.ts";
import { Stored } from "../../src/dedupe/stored.ts";
import { inSite, plantStated, setTime } from "../support/stated-environment.ts";
import { emptyDirectory } from "../support/trees.ts";
import { join } from "../../src/model/path.ts";

/** Environments with one file that all have in common, and what is chosen for it. */
function choose(count: number, mostLinks: number, minutesApart = 0): number[] {
  const tree = emptyDirectory();
  const now = Date.now() / 1000;
  const files = new AllFiles(16);
  for (let index = 0; index < count; index++) {
    const place = join(tree, `e${index}`);
    plantStated(place, { "demo/a.py": "VALUE = 1\n" });
    for (const file of ["demo/a.py", "demo-1.0.dist-info/RECORD"]) {
      setTime(inSite(place, file), now - 1e6 + index * minutesApart * 60);
    }
    files.add(collect({ path: place, kind: "python-environment", withBytecode: false }));
  }
  const plan = new ChosenLinks(files.count);
  const stored = new Stored(files);
  const mount = { means: "hard links", mostLinks } as const;
  const means = files.tables.map(() => mount);
  const linkable = new Linkable(files, means, new Set());
  eachGroup(files, (members) => {
    stored.clear();
    stored.add(members);
    chooseHardLinks(files, stored, 0, { linkable, means }, plan);
  });
  return Array.from({ length: count }, (_, index) => {
    const range = Array.from({ length: files.end(index) - files.start(index) }, (__, at) => files.start(index) + at);
    const leader = plan.leaderOf[range.find((file) => files.package(file) >= 0)!]!;
    return leader < 0 ? -1 : files.tableOf(leader);
  });
}

test("all are linked to the oldest one", () => {
  expect(choose(4, 1000, 60)).toEqual([-1, 0, 0, 0]);
});

test("a file has as many names as the filesystem allows, then another one leads", () => {
  expect(choose(7, 3)).toEqual([-1, 0, 0, -1, 3, 3, -1]);
});

test("a file that is met twice is no twin of itself, among few files and among many", () => {
  for (const count of [1, 70]) {
    const tree = emptyDirectory();
    const files = new AllFiles(16);
    for (let index = 0; index < count; index++) {
      const place = join(tree, `e${index}`);
      plantStated(place, { "demo/a.py": "VALUE = 1\n" });
      const task = { path: place, kind: "python-environment", withBytecode: false } as const;
      files.add(collect(task));
      // A directory that is mounted in two places is met under two names.
      files.add(collect(task));
    }
    const stored = new Stored(files);
    eachGroup(files, (members) => {
      stored.clear();
      stored.add(members);
      expect([members.length, stored.inodes]).toEqual([2 * count, count]);
      for (let inode = 0; inode < count; inode++) {
        expect([stored.names(inode), stored.outside(inode)]).toEqual([2, -1]);
        expect(files.inode(stored.next(stored.first(inode)))).toBe(files.inode(stored.first(inode)));
      }
    });
  }
});
