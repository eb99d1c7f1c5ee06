import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "../../src/cli/suggestion.ts";

const COMMANDS = ["scan", "stale", "why", "clean", "undo", "history"];

describe("nearest", () => {
  it.each([
    ["claen", "clean"],
    ["stael", "stale"],
    ["scna", "scan"],
    ["SCAN", "scan"],
    ["hsitory", "history"],
    ["wyh", "why"],
  ])("takes %s for %s", (word, meant) => {
    expect(nearest(word, COMMANDS)).toBe(meant);
  });

  it.each(["projects", "src", "api", "x", "website"])("does not take %s for a command", (word) => {
    expect(nearest(word, COMMANDS)).toBeUndefined();
  });

  it("counts a swap of neighbours once", () => {
    expect(editDistance("claen", "clean")).toBe(1);
    expect(editDistance("", "abc")).toBe(3);
    expect(editDistance("same", "same")).toBe(0);
  });
});
