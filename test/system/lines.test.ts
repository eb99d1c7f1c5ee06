import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { readPart } from "../../src/system/files.ts";
import { linesOf } from "../../src/system/lines.ts";
import { emptyDirectory } from "../support/trees.ts";

const PIECE = 64 * 1024;

function fileOf(content: string): AbsolutePath {
  const path = join(emptyDirectory(), "lines") as AbsolutePath;
  writeFileSync(path, content);
  return path;
}

test.each([
  ["an empty file", ""],
  ["one line without an end", "one"],
  ["empty lines", "\n\none\n\n"],
  ["an end right at the end of a piece", `${"x".repeat(PIECE - 1)}\nnext\n`],
  ["an end right after a piece", `${"x".repeat(PIECE)}\nnext\n`],
  ["a line of many pieces between short ones", `short\n${"é€𝄞".repeat(PIECE)}\nshort\nlast`],
  ["many lines over many pieces", Array.from({ length: 20_000 }, (_, line) => `${line} näme\n`).join("")],
])("gives the lines of %s and where they lie", (_, content) => {
  const path = fileOf(content);
  const lines = [...linesOf(path)];
  const expected = content.split("\n");
  if (expected.at(-1) === "") expected.pop();
  expect(lines.map(({ text }) => text)).toEqual(expected);
  for (const { text, start, length } of [...lines.slice(0, 50), ...lines.slice(-50)]) {
    expect(readPart(path, start, length).toString("utf8")).toBe(text);
  }
});

test("follows no link", () => {
  const path = fileOf("one\n");
  symlinkSync(path, `${path}.link`);
  expect(() => [...linesOf(`${path}.link` as AbsolutePath)]).toThrow(expect.objectContaining({ code: "ELOOP" }));
});
