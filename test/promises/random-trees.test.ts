import { statfsSync } from "node:fs";
import { join, relative } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { clean, type CleanQuestions } from "../../src/app/clean.ts";
import { undo } from "../../src/app/undo.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { PROTECTIONS } from "../../src/model/plan.ts";
import { isBelowOneOf } from "../../src/model/path.ts";
import { isBelowARoot } from "../../src/plan/make.ts";
import { CASES, cases, LIMIT } from "../support/cases.ts";
import { IS_ROOT } from "../support/expectation.ts";
import { ownMemoryFileSystem } from "../support/file-system.ts";
import { memory } from "../support/memory-tree.ts";
import { snapshot, type Snapshot } from "../support/snapshot.ts";
import { lastingTree } from "../support/temporary-tree.ts";
import { namesIn, requestFor, workspace, type Workspace } from "../app/workspace.ts";
import { forests, plantForest, plantSentinel, TREES, type Grove } from "./forest.ts";

/**
 * Random trees with artifacts, look-alikes, links and awkward names, planted side by side: a hundred for each scan. The
 * generator knows what is an artifact, so the scan is not asked to judge itself.
 */
interface Planted extends Workspace {
  readonly artifacts: readonly string[];
  readonly before: Snapshot;
}

interface Property {
  readonly name: string;
  /** Of so many forests, each of `TREES` trees. */
  readonly forests: number;
}

/** Tries a property; the name of the test says of how many trees, and they are counted. */
function testTrees<Case>(
  { name, forests: count }: Property,
  property: (plantOne: PlantOne) => fc.IAsyncPropertyWithHooks<Case>,
  isLeftOut = false,
): void {
  const trees = count * CASES * TREES;
  test.skipIf(isLeftOut)(`${name} (${trees.toLocaleString("en")} random trees)`, LIMIT, async () => {
    let planted = 0;
    const plantOne: PlantOne = async (forest, use, disk) => {
      planted += forest.length;
      await inForest(forest, use, disk);
    };
    await fc.assert(property(plantOne), { ...cases(count), endOnFailure: true });
    expect(planted).toBe(trees);
  });
}

/** `disk`: where it is planted, if not in the tree of its own that home and state lie in. */
type PlantOne = (forest: readonly Grove[], use: (planted: Planted) => Promise<void>, disk?: string) => Promise<void>;

const inForest: PlantOne = async (forest, use, disk) => {
  const tree = lastingTree(memory());
  try {
    const [outside, root] = ["outside", "roots"].map((name) => join(disk ?? tree.path, name) as AbsolutePath);
    plantSentinel(outside!);
    const artifacts = plantForest(root!, forest, outside!);
    await use({ ...workspace(tree), root: root!, artifacts, before: snapshot(tree.path, { changeTimes: true }) });
  } finally {
    tree.remove();
  }
};

const YES: CleanQuestions = {
  permit: async (asked) => asked.map(({ finding }) => finding.id),
  confirm: async () => true,
};

/** What can differ where things were taken out or put back: times of change, link counts, times of the directories. */
function apartFromParents(entries: Snapshot, moved: readonly string[]): Snapshot {
  const parents = new Set(moved.map((path) => path.slice(0, Math.max(0, path.lastIndexOf("/"))) || "."));
  return Object.fromEntries(
    Object.entries(entries).map(([path, text]) => {
      const unmoved = text.replace(/, changed -?\d+/, "");
      return [path, parents.has(path) ? unmoved.replace(/, modified -?\d+/, "") : unmoved];
    }),
  );
}

/** Other names of a file that went are fewer now. */
function apartFromLinks(entries: Snapshot): Snapshot {
  return Object.fromEntries(Object.entries(entries).map(([path, text]) => [path, text.replace(/, links .*$/, "")]));
}

function shown(path: string, { tree }: Workspace): string {
  return relative(tree.path, path);
}

testTrees(
  {
    name: "what goes is what the plan shows, no steps nest, and nothing else changes, in the roots or outside",
    forests: 12,
  },
  (plantOne) =>
    fc.asyncProperty(forests, fc.constantFrom(...PROTECTIONS), fc.boolean(), (forest, protection, permanent) =>
      plantOne(forest, async (planted) => {
        const { host, root, tree, artifacts, before } = planted;
        const request = requestFor([root], { protection, permanent });
        const { plan, report } = await clean(host, request, YES, { isMeasured: false });
        const paths = plan.steps.map(({ path }) => path);
        // Outside of any repository nothing is ignored by git, so `paranoid` leaves everything.
        expect([...paths].sort()).toEqual(protection === "paranoid" ? [] : [...artifacts].sort());
        expect(paths.filter((path) => !isBelowARoot(path, [root]) || isBelowOneOf(path, new Set(paths)))).toEqual([]);
        expect(report?.outcomes.filter(({ result }) => result !== "done") ?? []).toEqual([]);
        const gone = new Set(paths.map((path) => shown(path, planted)));
        const expected = Object.fromEntries(Object.entries(before).filter(([entry]) => !liesIn(entry, gone)));
        const now = apartFromLinks(apartFromParents(snapshot(tree.path), [...gone]));
        expect(now).toEqual(apartFromLinks(apartFromParents(expected, [...gone])));
      }),
    ),
);

/** True for one of them and for what lies below one. */
function liesIn(entry: string, gone: ReadonlySet<string>): boolean {
  for (let end = entry.length; end > 0; end = entry.lastIndexOf("/", end - 1)) {
    if (gone.has(entry.slice(0, end))) return true;
  }
  return false;
}

testTrees({ name: "undo after apply is the tree", forests: 10 }, (plantOne) =>
  fc.asyncProperty(forests, (forest) =>
    plantOne(forest, async (planted) => {
      const { host, root, tree, artifacts, before } = planted;
      const result = await clean(host, requestFor([root]), YES);
      if (artifacts.length === 0) return expect(result.status).toBe("nothing");
      expect(result.plan.steps).toHaveLength(artifacts.length);
      const report = await undo(host, null);
      expect(report.outcomes.filter(({ result: what }) => what !== "done")).toEqual([]);
      const moved = artifacts.map((path) => shown(path, planted));
      expect(apartFromParents(snapshot(tree.path), moved)).toEqual(apartFromParents(before, moved));
      expect([namesIn(tree.home, ".local/share/Trash/files"), namesIn(tree.home, ".local/share/Trash/info")]).toEqual([
        [],
        [],
      ]);
    }),
  ),
);

testTrees(
  { name: "a plan alone changes no byte and no metadata, of the trees and of the home", forests: 6 },
  (plantOne) =>
    fc.asyncProperty(forests, (forest) =>
      plantOne(forest, async ({ host, root, tree, artifacts, before }) => {
        const home = snapshot(tree.home, { changeTimes: true });
        const questions = { ...YES, confirm: async () => expect.fail("asked") };
        const { plan } = await clean(host, requestFor([root]), questions, { planOnly: true });
        expect(plan.steps).toHaveLength(artifacts.length);
        expect(snapshot(tree.path, { changeTimes: true })).toEqual(before);
        expect(snapshot(tree.home, { changeTimes: true })).toEqual(home);
      }),
    ),
);

const FORECAST = "what is forecast is what comes free, files with several names and files with holes included";
testTrees(
  { name: IS_ROOT ? FORECAST : `${FORECAST} (left out: it needs root)`, forests: 4 },
  (plantOne) =>
    fc.asyncProperty(forests, async (forest) => {
      const disk = ownMemoryFileSystem("size=256m");
      const free = (): number => statfsSync(disk).bfree * statfsSync(disk).bsize;
      const freesWhatItSays = async ({ host, root, artifacts }: Planted): Promise<void> => {
        const before = free();
        const { plan, forecast, report } = await clean(host, requestFor([root], { permanent: true }), YES);
        expect(plan.steps).toHaveLength(artifacts.length);
        const freed = free() - before;
        expect([forecast.frees, forecast.freesUpTo, report?.freed?.bytes ?? 0]).toEqual([freed, freed, freed]);
      };
      await plantOne(forest, freesWhatItSays, disk);
    }),
  !IS_ROOT,
);
