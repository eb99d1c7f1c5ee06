import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { expect, test } from "vitest";
import { snapshotName } from "../../src/app/keep-snapshot.ts";
import type { Snapshot } from "../../src/model/growth.ts";
import { DAY_MS } from "../../src/model/time.ts";
import { growthDocument } from "../../src/report/schema/growth.ts";
import { plantProject } from "../app/workspace.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { unwrapped } from "../support/run.ts";
import { pyshedIn } from "./cleaning.ts";

function directoryOf({ home }: TemporaryTree): string {
  return join(home, ".cache/pyshed/growth");
}

/** Makes the only snapshot one of an earlier day. */
function age(tree: TemporaryTree, days: number): void {
  const [name] = readdirSync(directoryOf(tree));
  const file = join(directoryOf(tree), name!);
  const snapshot = JSON.parse(readFileSync(file, "utf8")) as Snapshot;
  const older = { ...snapshot, at: snapshot.at - days * DAY_MS };
  writeFileSync(file, JSON.stringify(older));
  renameSync(file, join(directoryOf(tree), snapshotName(older)));
}

test("two scans, and what grew between them", { timeout: 120_000 }, async () => {
  const tree = temporaryTree();
  plantProject(tree.at("api"));
  plantProject(tree.at("old"));
  expect((await pyshedIn(tree, "history", "--growth")).stdout).toMatch(
    /^No scan has been kept yet: run pyshed scan today/,
  );
  expect((await pyshedIn(tree, "scan")).code).toBe(0);
  const nothing = await pyshedIn(tree, "history", "--growth");
  expect(nothing).toMatchObject({ code: 0, stderr: "" });
  expect(unwrapped(nothing.stdout)).toMatch(
    /^There is nothing to compare the scan of .* run pyshed scan today and again in some/,
  );
  age(tree, 8);

  tree.file("api/.venv/lib/python3.11/site-packages/demo/big.bin", Buffer.alloc(2 ** 20, 1));
  plantProject(tree.at("web"));
  rmSync(tree.at("old"), { recursive: true });
  expect((await pyshedIn(tree, "scan", "--json")).code).toBe(0);

  const { code, stdout, stderr } = await pyshedIn(tree, "history", "--growth");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^✓ Grown by 1\.0 MiB in 8 days\n/);
  expect(stdout).toMatch(/^ +\+1\.0 MiB +1\.\d MiB {2}was \d+\.\d KiB +venv +api\/\.venv$/m);
  expect(stdout).toMatch(/^ +-\d+\.\d KiB +gone {2}was \d+\.\d KiB +venv +old\/\.venv$/m);
  expect(stdout).toMatch(/^3 new, 3 gone, \d unchanged$/m);

  const written = await pyshedIn(tree, "history", "--growth", "--since", "30d", "--json");
  const { comparison } = v.parse(growthDocument, JSON.parse(written.stdout));
  expect(comparison!.roots).toEqual([tree.path]);
  expect(comparison!.places[0]).toMatchObject({ path: tree.at("api/.venv"), artifact: "venv", grown: 2 ** 20 });
  expect(Date.parse(comparison!.now) - Date.parse(comparison!.before)).toBeGreaterThan(8 * DAY_MS - 1);
  expect((await pyshedIn(tree, "history", "--growth", "--since", "30d")).stdout).toContain("the oldest figures");
});

test("--since without --growth is refused, and so is a time span that is none", async () => {
  const tree = temporaryTree();
  expect(await pyshedIn(tree, "history", "--since", "7d")).toMatchObject({ code: 2, stdout: "" });
  expect(await pyshedIn(tree, "history", "--growth", "--since", "soon")).toMatchObject({ code: 2, stdout: "" });
});

test("a scan is the same where nothing can be kept, and --fresh keeps nothing", { timeout: 60_000 }, async () => {
  const tree = temporaryTree();
  plantProject(tree.at("api"));
  expect(await pyshedIn(tree, "scan", "--fresh")).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(directoryOf(tree))).toBe(false);
  expect((await pyshedIn(tree, "scan")).code).toBe(0);
  age(tree, 8);
  chmodSync(directoryOf(tree), 0o777);
  expect(await pyshedIn(tree, "scan")).toMatchObject({ code: 0, stderr: "" });
  expect(readdirSync(directoryOf(tree))).toHaveLength(1);
});
