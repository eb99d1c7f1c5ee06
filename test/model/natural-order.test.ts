import fc from "fast-check";
import { expect, test } from "vitest";
import { inNaturalOrder } from "../../src/model/natural-order.ts";

test("orders names as people do", () => {
  const names = ["copy-10", "b", "copy-2", "Copy-3", "B", "copy", "a 2", "a", "10", "9", "copy-2b", "copy-02"];
  expect(names.toSorted(inNaturalOrder)).toEqual([
    "9",
    "10",
    "a",
    "a 2",
    "B",
    "b",
    "copy",
    "copy-02",
    "copy-2",
    "copy-2b",
    "Copy-3",
    "copy-10",
  ]);
});

test("is a total order: two names are the same only when they are equal", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "A", "0", "1", "9", "-", " ", "é"), maxLength: 6 });
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(inNaturalOrder(a, b) === 0).toBe(a === b);
      expect(Math.sign(inNaturalOrder(a, b)) + Math.sign(inNaturalOrder(b, a))).toBe(0);
      if (inNaturalOrder(a, b) <= 0 && inNaturalOrder(b, c) <= 0) {
        expect(inNaturalOrder(a, c)).toBeLessThanOrEqual(0);
      }
    }),
    { numRuns: 5000 },
  );
});
