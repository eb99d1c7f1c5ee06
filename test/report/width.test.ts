import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWidth, hang, pad, truncateEnd, truncateMiddle, wrap } from "../../src/report/width.ts";
import { cases } from "../support/cases.ts";

describe("displayWidth", () => {
  it.each([
    ["abc", 3],
    ["日本語", 6],
    ["한글", 4],
    ["ﾊﾝｶｸ", 4],
    ["ＡＢ", 4],
    ["🐍", 2],
    ["✓○~…", 4],
    ["e\u0301", 1],
  ])("%s takes %i columns", (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });

  it("agrees with Python's Unicode data on what is wide", () => {
    const script =
      "import unicodedata as u\n" +
      "print(','.join(str(c) for c in range(0x300, 0x20000) if u.east_asian_width(chr(c)) in 'WF' and u.category(chr(c))[0] in 'LNPS'))";
    const wide = execFileSync("python3", ["-c", script], { encoding: "utf8" }).trim().split(",").map(Number);
    const narrowHere = wide.filter((code) => displayWidth(String.fromCodePoint(code)) !== 2);
    expect(narrowHere.map((code) => code.toString(16))).toEqual([]);
  });
});

describe("fitting", () => {
  it("pads by columns, not by characters", () => {
    expect(pad("日本", 6)).toBe("日本  ");
    expect(pad("9.9 MiB", 9, "left")).toBe("  9.9 MiB");
    expect(pad("too long", 3)).toBe("too long");
  });

  it("cuts the middle out of names and the end off remarks", () => {
    expect(truncateMiddle("a-very-long-project-name", 12, "…")).toBe("a-very…-name");
    expect(truncateMiddle("日本語日本語", 7, "…")).toBe("日…語");
    expect(truncateEnd("torch and friends", 8, "...")).toBe("torch...");
  });

  it("never gets wider than it may", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        expect(displayWidth(truncateMiddle(text, columns, "…"))).toBeLessThanOrEqual(columns);
        expect(displayWidth(truncateEnd(text, columns, "..."))).toBeLessThanOrEqual(columns);
      }),
      cases(100),
    );
  });

  it("wraps at spaces, but not inside brackets", () => {
    expect(wrap("torch 2.9.1 (1.1 GiB), numpy 2.3.5 (60.0 MiB)", 24, "…")).toEqual([
      "torch 2.9.1 (1.1 GiB),",
      "numpy 2.3.5 (60.0 MiB)",
    ]);
  });

  it("breaks a bracket that no line can hold, and never a command to copy", () => {
    expect(hang("freed (measured, unsure: something else was writing meanwhile)", 30)).toEqual([
      "freed (measured, unsure:",
      "  something else was writing",
      "  meanwhile)",
    ]);
    expect(hang("uv's cache is moved; 'pyshed undo' brings it back", 30)).toEqual([
      "uv's cache is moved;",
      "  'pyshed undo' brings it back",
    ]);
    expect(hang("a line that just fits in here", 29)).toEqual(["a line that just fits in here"]);
  });
});
