import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeForTerminal } from "../../src/report/escape.ts";
import { cases } from "../support/cases.ts";

describe("escapeForTerminal", () => {
  it.each([
    ["plain name-1.0_äöü 日本 🐍", "plain name-1.0_äöü 日本 🐍"],
    ["two\nlines\r\tand a tab", "two\\nlines\\r\\tand a tab"],
    ["\u001B[31mred\u001B[0m", "\\x1b[31mred\\x1b[0m"],
    ["\u0000\u0007\u007F\u009B", "\\x00\\x07\\x7f\\x9b"],
    ["exe.\u202Ecod.py", "exe.\\u{202e}cod.py"],
    ["zero\u200Bwidth\uFEFF", "zero\\u{200b}width\\u{feff}"],
    ["line\u2028paragraph\u2029", "line\\u{2028}paragraph\\u{2029}"],
    ["latin\uDCE9 \uDC80 \uDCFF", "latin\\xe9 \\x80 \\xff"],
    ["lone \uD800 half", "lone \\u{d800} half"],
    ["tag \u{E0041}", "tag \\u{e0041}"],
  ])("shows %j as %j", (name, shown) => {
    expect(escapeForTerminal(name)).toBe(shown);
  });

  it("never lets a control, format or surrogate character through", () => {
    const anyCodeUnits = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(fc.oneof(anyCodeUnits, fc.string({ unit: "binary" })), (name) => {
        const shown = escapeForTerminal(name);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(shown.isWellFormed()).toBe(true);
      }),
      cases(500),
    );
  });
});
