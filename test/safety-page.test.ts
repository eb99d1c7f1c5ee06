import { existsSync, readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";

const page = readFileSync("SAFETY.md", "utf8");

test("SAFETY.md lists the seven promises, each with what proves it", () => {
  const rows = [...page.matchAll(/^\| (\d) \| \*\*[^|]+ \| ([^|]+) \|$/gm)];
  expect(rows.map((row) => row[1])).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
  for (const row of rows) expect(row[2]).toMatch(/`test\/promises\//);
});

test("every test that SAFETY.md names exists, and every promise's test is named", () => {
  const named = [...page.matchAll(/`(test\/[^`]+)`/g)].map((match) => match[1]!);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
  const tests = readdirSync("test/promises").filter((name) => name.endsWith(".test.ts"));
  expect(tests.filter((name) => !page.includes(`test/promises/${name}`))).toEqual([]);
});
