import { expect, test } from "vitest";
import { addUp, bytesOfAll } from "../../src/app/sweep-totals.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { PlaceSums } from "../../src/model/sums.ts";

/** A place with `unshared` bytes, and one file of 1000 bytes that has two links, one of them here. */
function place(path: string, unshared: number, links = 2): PlaceSums {
  return {
    path: path as AbsolutePath,
    sums: {
      apparent: unshared,
      unshared,
      links: {
        device: 1,
        inodes: Float64Array.of(7),
        links: Uint32Array.of(links),
        seen: Uint32Array.of(1),
        allocated: Float64Array.of(1000),
      },
    },
  };
}

const environment = place("/project/.venv", 10);
const archive = place("/cache/archive-v0/a", 3);
const nothing = { now: [], later: [], freed: null, isDone: false };

test("what two places hold together comes free only when both go, and once", () => {
  expect([environment, archive].map((one) => bytesOfAll([one]).frees)).toEqual([10, 3]);
  expect(bytesOfAll([environment, archive]).frees).toBe(1013);
});

test("a place inside another, or the same one twice, counts once", () => {
  const inner = place("/cache/archive-v0/a/b", 3);
  expect(bytesOfAll([archive, inner, archive]).frees).toBe(3);
});

test("planned: all of it at once where both are deleted, the shared rest later where one goes to the trash", () => {
  const cache = { ...nothing, now: [archive] };
  expect(addUp([{ ...nothing, now: [environment] }, cache])).toMatchObject({
    forecast: { frees: 1013 },
    later: { frees: 0 },
  });
  expect(addUp([{ ...nothing, later: [environment] }, cache])).toMatchObject({
    forecast: { frees: 3 },
    later: { frees: 1010 },
  });
});

test("done: the second section was measured when the first was gone, so its figures are added", () => {
  const freed = { bytes: 9, copies: 4, journal: 2, isSettled: true };
  const measuredAfter = { ...archive, sums: { ...archive.sums, unshared: 1003, links: place("", 0).sums.links } };
  const totals = addUp([
    { now: [environment], later: [], freed, isDone: true },
    { now: [measuredAfter], later: [], freed: { bytes: 1004, copies: 0, journal: 1, isSettled: false }, isDone: true },
  ]);
  expect(totals).toMatchObject({
    forecast: { frees: 1013 },
    freed: { bytes: 1013, copies: 4, journal: 3, isSettled: false },
  });
});
