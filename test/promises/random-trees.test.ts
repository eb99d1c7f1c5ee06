import { statSync } from "node:fs";
import { relative } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { clean } from "../../src/app/clean.ts";
import { undo } from "../../src/app/undo.ts";
import { PROTECTIONS } from "../../src/model/plan.ts";
import { isBelowOneOf } from "../../src/model/path.ts";
import { isBelowARoot } from "../../src/plan/make.ts";
import { snapshot, type Snapshot } from "../support/snapshot.ts";
import { lastingTree } from "../support/temporary-tree.ts";
import { namesIn, requestFor, workspace, type Workspace } from "../app/workspace.ts";
import { forests, plantForest, plantSentinel, type Grove } from "./forest.ts";

/**
 * Random trees with artifacts, look-alikes, links and awkward names, planted side by side: some twenty-five trees for each
 * scan. The generator knows what is an artifact, so the scan is not asked to judge itself.
 */
const forestsTimes = (share: number) => ({ numRuns: share * CASES, endOnFailure: true });
/** `PYSHED_CASES=50` tries fifty times as many trees as every test run does. */
const CASES = Number(process.env["PYSHED_CASES"] ?? 1);
const LIMIT = { timeout: 60_000 * CASES };

interface Planted extends Workspace {
  readonly artifacts: readonly string[];
  readonly before: Snapshot;
}

async function inForest(forest: readonly Grove[], use: (planted: Planted) => Promise<void>): Promise<void> {
  const tree = lastingTree();
  try {
    plantSentinel(tree.at("outside"));
    const root = tree.directory("roots");
    const artifacts = plantForest(root, forest, tree.at("outside"));
    await use({ ...workspace(tree), root, artifacts, before: snapshot(tree.path) });
  } finally {
    tree.remove();
  }
}

/** Entries of a snapshot, without the times of directories that something was taken out of or put back in. */
function apartFromParents(entries: Snapshot, moved: readonly string[]): Snapshot {
  const parents = new Set(moved.map((path) => path.slice(0, Math.max(0, path.lastIndexOf("/"))) || "."));
  return Object.fromEntries(
    Object.entries(entries).map(([path, text]) => [
      path,
      parents.has(path) ? text.replace(/, modified -?\d+/, "") : text,
    ]),
  );
}

function shown(path: string, { tree }: Workspace): string {
  return relative(tree.path, path);
}

test("what goes is what the plan shows, and nothing else changes, inside the roots and outside", LIMIT, async () => {
  await fc.assert(
    fc.asyncProperty(forests, fc.constantFrom(...PROTECTIONS), fc.boolean(), async (forest, protection, permanent) => {
      await inForest(forest, async (planted) => {
        const { host, root, tree, artifacts, before } = planted;
        const questions = {
          permit: async (asked: readonly { readonly finding: { readonly id: string } }[]) =>
            asked.map(({ finding }) => finding.id),
          confirm: async () => true,
        };
        const { plan, report } = await clean(host, requestFor([root], { protection, permanent }), questions, {
          isMeasured: false,
        });
        const paths = plan.steps.map(({ path }) => path);
        // Outside of any repository nothing is ignored by git, so `paranoid` leaves everything.
        expect([...paths].sort()).toEqual(protection === "paranoid" ? [] : [...artifacts].sort());
        expect(paths.filter((path) => !isBelowARoot(path, [root]) || isBelowOneOf(path, new Set(paths)))).toEqual([]);
        expect(report?.outcomes.filter(({ result }) => result !== "done") ?? []).toEqual([]);
        const gone = paths.map((path) => shown(path, planted));
        const isGone = (entry: string): boolean => gone.some((path) => entry === path || entry.startsWith(`${path}/`));
        const expected = Object.fromEntries(Object.entries(before).filter(([entry]) => !isGone(entry)));
        expect(apartFromParents(snapshot(tree.path), gone)).toEqual(apartFromParents(expected, gone));
      });
    }),
    forestsTimes(5),
  );
});

test("undo after apply is the tree", LIMIT, async () => {
  await fc.assert(
    fc.asyncProperty(forests, async (forest) => {
      await inForest(forest, async (planted) => {
        const { host, root, tree, artifacts, before } = planted;
        const result = await clean(host, requestFor([root]), {
          permit: async (asked) => asked.map(({ finding }) => finding.id),
          confirm: async () => true,
        });
        if (artifacts.length === 0) return expect(result.status).toBe("nothing");
        const report = await undo(host, null);
        expect(report.outcomes.filter(({ result: what }) => what !== "done")).toEqual([]);
        const moved = artifacts.map((path) => shown(path, planted));
        expect(apartFromParents(snapshot(tree.path), moved)).toEqual(apartFromParents(before, moved));
        expect([namesIn(tree.home, ".local/share/Trash/files"), namesIn(tree.home, ".local/share/Trash/info")]).toEqual(
          [[], []],
        );
      });
    }),
    forestsTimes(3),
  );
});

test("a plan alone changes no byte and no time, of the trees and of the home", LIMIT, async () => {
  await fc.assert(
    fc.asyncProperty(forests, async (forest) => {
      await inForest(forest, async ({ host, root, tree, artifacts, before }) => {
        const home = snapshot(tree.home);
        const changed = statSync(root, { bigint: true }).ctimeNs;
        const { plan } = await clean(
          host,
          requestFor([root]),
          {
            permit: async (asked) => asked.map(({ finding }) => finding.id),
            confirm: async () => expect.fail("asked"),
          },
          { planOnly: true },
        );
        expect(plan.steps).toHaveLength(artifacts.length);
        expect(snapshot(tree.path)).toEqual(before);
        expect(snapshot(tree.home)).toEqual(home);
        expect(statSync(root, { bigint: true }).ctimeNs).toBe(changed);
      });
    }),
    forestsTimes(2),
  );
});
