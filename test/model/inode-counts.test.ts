import fc from "fast-check";
import { expect, test } from "vitest";
import { InodeCounts } from "../../src/model/inode-counts.ts";
import { cases } from "../support/cases.ts";

test("counts as a map does, in whatever order and however many inodes come", () => {
  const inode = fc.oneof(
    fc.integer({ min: 1, max: 400 }),
    fc.integer({ min: 2 ** 40, max: 2 ** 40 + 9 }),
    fc.bigInt({ min: 2n ** 60n, max: 2n ** 60n + 9n }),
    fc.bigInt({ min: 1n, max: 9n }),
  );
  const step = fc.tuple(fc.constantFrom("plus", "set", "get"), inode, fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 600, size: "max" }), fc.nat(40), (steps, expected) => {
      const [counts, map] = [new InodeCounts(expected), new Map<bigint, number>()];
      for (const [act, number, count] of steps) {
        const known = map.get(BigInt(number)) ?? 0;
        if (act === "get") expect(counts.get(number)).toBe(known);
        if (act === "plus") expect(counts.plus(number, count)).toBe(known + count);
        if (act === "set") counts.set(number, count);
        if (act !== "get") map.set(BigInt(number), act === "plus" ? known + count : count);
      }
      for (const [number, count] of map) expect(counts.get(number)).toBe(count);
    }),
    cases(100),
  );
});

test("holds a thousand inodes that came one after the other, and finds them in the same order and the other way round", () => {
  const counts = new InodeCounts();
  const inodes = Array.from({ length: 1000 }, (_, index) => 7 * index + 1);
  for (const inode of inodes) counts.set(inode, inode + 1);
  for (const inode of [...inodes, ...inodes.toReversed()]) expect(counts.get(inode)).toBe(inode + 1);
  expect([counts.get(2), counts.get(0)]).toEqual([0, 0]);
});
