import { describe, expect, it } from "vitest";
import { lookFor } from "../../src/cli/appearance.ts";
import type { Stream } from "../../src/cli/terminal.ts";

const FLAGS = { color: true, emoji: true };
const screen: Stream = { isTerminal: true, columns: 132, write: () => {} };
const pipe: Stream = { isTerminal: false, columns: undefined, write: () => {} };

describe("lookFor", () => {
  it("colours a terminal, and nothing else", () => {
    expect(lookFor(screen, {}, FLAGS)).toEqual({ colour: true, symbols: true, columns: 132 });
    expect(lookFor(pipe, {}, FLAGS)).toEqual({ colour: false, symbols: true, columns: 80 });
  });

  it.each([
    [{ NO_COLOR: "1" }, FLAGS],
    [{ TERM: "dumb" }, FLAGS],
    [{}, { color: false, emoji: true }],
  ])("leaves colour out for %j %j", (environment, flags) => {
    expect(lookFor(screen, environment, flags).colour).toBe(false);
  });

  it("takes an empty NO_COLOR for unset", () => {
    expect(lookFor(screen, { NO_COLOR: "" }, FLAGS).colour).toBe(true);
  });

  it.each([
    [{ LANG: "C" }, false],
    [{ LC_ALL: "POSIX", LANG: "en_US.UTF-8" }, false],
    [{ LC_ALL: "", LANG: "de_DE.utf8" }, true],
    [{ LC_CTYPE: "de_DE.ISO-8859-1", LANG: "de_DE.UTF-8" }, false],
    [{}, true],
  ])("with %j shows symbols: %s", (environment, symbols) => {
    expect(lookFor(screen, environment, FLAGS).symbols).toBe(symbols);
  });

  it("takes COLUMNS where there is no terminal, and nothing too narrow", () => {
    expect(lookFor(pipe, { COLUMNS: "200" }, FLAGS).columns).toBe(200);
    expect(lookFor(pipe, { COLUMNS: "nonsense" }, FLAGS).columns).toBe(80);
    expect(lookFor({ ...screen, columns: 20 }, {}, FLAGS).columns).toBe(60);
  });
});
