import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { thisHost } from "../../src/app/this-host.ts";
import { EARLY, guess } from "../../src/cli/early.ts";
import { createProgram } from "../../src/cli/program.ts";

const silent = { isTerminal: false, columns: undefined, write: () => {} };

test("it is said of every command what can be begun for it before the command line is read", () => {
  const program = createProgram({
    host: thisHost(),
    takeThreads: () => undefined,
    terminal: { output: silent, talk: silent },
    keyboard: { isTerminal: false, open: () => Readable.from([]) },
    signal: new AbortController().signal,
    version: "0.0.0",
    exitCode: 0,
  });
  expect(Object.keys(EARLY).toSorted()).toEqual([...program.commands.map((one) => one.name()), "help"].toSorted());
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
