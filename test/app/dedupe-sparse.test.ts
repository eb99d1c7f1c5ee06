import { closeSync, ftruncateSync, openSync } from "node:fs";
import { expect, test } from "vitest";
import { inSite, listNow, plantStated, setTime } from "../support/stated-environment.ts";
import { dedupeAll } from "./dedupe-workspace.ts";
import { workspace, type Workspace } from "./workspace.ts";

const SIZE = 1024 * 1024;
const FILE = "demo/zeros.bin";

/** Environments with the same file: of zeros that are on the disk in one of them, and a hole in the others. */
function withHoles(names: readonly string[], whole: string): Workspace {
  const work = workspace();
  for (const [index, name] of names.entries()) {
    const place = work.tree.at(`${name}/.venv`);
    plantStated(place, { [FILE]: "\0".repeat(SIZE) });
    const path = inSite(place, FILE);
    if (name !== whole) {
      const file = openSync(path, "w");
      ftruncateSync(file, SIZE);
      closeSync(file);
    }
    setTime(path, Date.now() / 1000 - 1000 + index * 10);
    listNow(place);
  }
  return work;
}

test.each([
  { whole: "a", same: 0 },
  { whole: "b", same: SIZE },
])("each file counts with the bytes that it takes itself: whole in $whole", async ({ whole, same }) => {
  const work = withHoles(["a", "b", "c"], whole);
  const { duplicates, forecast } = await dedupeAll(work);
  expect(duplicates.environments.map((one) => one.same)).toEqual(
    ["a", "b", "c"].map((name) => (name === whole ? SIZE : 0)),
  );
  expect(duplicates.totals).toMatchObject({ same, shared: 0, gain: same, links: 2 });
  expect(duplicates.pairs.map((pair) => pair.same)).toEqual([0, 0, 0]);
  expect(forecast.frees).toBe(same);
});
