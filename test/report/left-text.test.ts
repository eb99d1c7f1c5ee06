import { expect, test } from "vitest";
import { renderLeft } from "../../src/report/left-text.ts";
import { displayWidth } from "../../src/report/width.ts";

const LOOK = { colour: false, symbols: true, columns: 40 };

test("a reason stands beside a path where there is room, and below it where there is none", () => {
  const left = [
    { path: "/a", reasons: ["it is in use"] },
    { path: "/home/me/projects/a long name/.venv", reasons: ["a process works in it, and nobody may stop it"] },
    { path: "/b", reasons: [] },
  ];
  expect(renderLeft("Left", left, LOOK)).toBe(
    [
      "Left 3:",
      "  ✗ /a: it is in use",
      "  ✗ /home/me/projects/a long name/.venv:",
      "      a process works in it, and nobody",
      "      may stop it",
      "  ✗ /b",
      "",
    ].join("\n"),
  );
});

test("whatever the mark is, no reason goes beyond the line and all of it stands in one column", () => {
  const reasons = ["one word after the other ".repeat(9).trim()];
  const lines = renderLeft("Left", [{ path: "/a", reasons }], { ...LOOK, symbols: false })
    .split("\n")
    .slice(2, -1);
  expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(40);
  expect(lines.every((line) => /^ {7}\S/.test(line))).toBe(true);
});

test("a reason that many have is told once, with the first of them, and hides no other reason", () => {
  const many = Array.from({ length: 12 }, (_, index) => ({ path: `/p/${index}`, reasons: ["git tracks it"] }));
  const left = [...many.slice(0, 6), { path: "/own", reasons: ["it is in use"] }, ...many.slice(6)];
  const bare = ["/x", "/y"].map((path) => ({ path, reasons: [] }));
  expect(renderLeft("Left", [...left, ...bare], LOOK)).toBe(
    [
      "Left 15:",
      "  ✗ 12 of them: git tracks it",
      ...["/p/0", "/p/1", "/p/2", "/p/3", "/p/4"].map((path) => `      ${path}`),
      "      … and 7 more (--json lists them)",
      "  ✗ /own: it is in use",
      "  ✗ /x",
      "  ✗ /y",
      "",
    ].join("\n"),
  );
  const different = many.map(({ path }) => ({ path, reasons: [`its reason is ${path}`] }));
  expect(renderLeft("Left", different, LOOK).split("\n").at(-2)).toBe("  … and 2 more (--json lists them)");
});
