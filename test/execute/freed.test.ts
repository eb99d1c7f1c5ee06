import { expect, test } from "vitest";
import { waitAfter } from "../../src/execute/freed.ts";

test("measuring waits in proportion to the run, neither too short nor long", () => {
  expect([0, 500, 3000, 4000, 60_000].map(waitAfter)).toEqual([2000, 2000, 6000, 8000, 10_000]);
});
