import { expect, test } from "vitest";
import { silentProgram } from "../../scripts/generate/commands.ts";
import { EARLY, guess } from "../../src/cli/early.ts";

test("it is said of every command what can be begun for it before the command line is read", () => {
  const names = silentProgram().commands.map((one) => one.name());
  expect(Object.keys(EARLY).toSorted()).toEqual([...names, "help"].toSorted());
});

test.each([
  ["", "scan"],
  ["projects", "scan"],
  ["--json ~/projects", "scan"],
  ["stale --days 30 projects", "scan"],
  ["--no-color dedupe projects", "collect"],
  ["toString", "scan"],
  ["caches pip", undefined],
  ["undo", undefined],
  ["--version", undefined],
  ["scan --help", undefined],
  ["projects --clean", undefined],
])("pyshed %s starts threads for %s", (words, threads) => {
  expect(guess(words.split(" ").filter(Boolean))?.threads).toBe(threads);
});
