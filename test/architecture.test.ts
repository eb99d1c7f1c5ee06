import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { rooms } from "../layers.ts";
import { check } from "./support/architecture/rules.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

const files = (readdirSync("src", { recursive: true }) as string[])
  .map((name) => join("src", name).replaceAll("\\", "/"))
  .filter((path) => statSync(path).isFile());

describe("src/", () => {
  test("holds only TypeScript", () => {
    expect(files.filter((path) => !/\.tsx?$/.test(path))).toEqual([]);
    expect(files.length).toBeGreaterThan(40);
  });

  test("keeps the rules", () => {
    const violations = files.flatMap((path) => check(path, readFileSync(path, "utf8")));
    expect(violations.map(({ path, line, rule, text }) => `${path}:${line} ${rule}: ${text}`)).toEqual([]);
  });

  test("the table has no way back: a room never reaches itself", () => {
    const reach = (room: string): string[] => rooms[room]!.mayImport.flatMap((next) => [next, ...reach(next)]);
    for (const room of Object.keys(rooms)) expect(reach(room), room).not.toContain(room);
  });
});

/** Where a snippet stands, what it says, and the rules that it breaks. */
const caught: readonly (readonly [path: string, text: string, rules: readonly string[]])[] = [
  ["src/model/a.ts", 'import { host } from "../system/host.ts";', ["rooms"]],
  ["src/model/a.ts", 'import type { Host } from "../system/host.ts";', ["rooms"]],
  ["src/model/a.ts", 'import { type Host } from "../system/host.ts";', ["rooms"]],
  ["src/model/a.ts", 'export { host } from "../system/host.ts"; export const a = 1;', ["rooms"]],
  ["src/model/a.ts", 'export type { Host } from "../system/host.ts"; export const a = 1;', ["rooms"]],
  ["src/model/a.ts", 'export * from "../system/host.ts"; export const a = 1;', ["rooms", "barrel"]],
  ["src/model/a.ts", 'const host = await import("../system/host.ts");', ["rooms"]],
  ["src/model/a.ts", "const host = await import(`../system/host.ts`);", ["rooms"]],
  ["src/model/a.ts", 'let host: import("../system/host.ts").Host;', ["rooms"]],
  ["src/model/a.ts", 'let host: typeof import("../system/host.ts");', ["rooms"]],
  ["src/model/a.ts", 'const host = require("../system/host.ts");', ["rooms"]],
  ["src/model/a.ts", 'const host = new URL("../system/host.ts", import.meta.url);', ["rooms"]],
  ["src/scan/a.ts", 'import "../../test/support/run.ts";', ["rooms"]],
  ["src/cli/a.ts", 'import { scan } from "../scan/scan.ts";', ["rooms"]],
  ["src/report/a.ts", 'import { scan } from "../app/scan.ts";', ["rooms"]],
  ["src/index.ts", 'export { walk } from "./scan/walk.ts";', ["rooms"]],
  ["src/elsewhere/a.ts", "export const a = 1;", ["rooms"]],
  ["src/scan/a.ts", "const a = await import(name);", ["computed"]],
  ["src/model/a.ts", 'import { join } from "node:path";', ["node"]],
  ["src/catalog/a.ts", 'import type { Stats } from "node:fs";', ["node"]],
  ["src/scan/a.ts", 'import { lstatSync } from "node:fs";', ["node"]],
  ["src/model/a.ts", 'import * as valibot from "valibot";', ["packages"]],
  ["src/scan/a.ts", 'import koffi from "koffi";', ["packages"]],
  ["src/app/a.ts", 'import { Command } from "commander";', ["packages"]],
  ["src/scan/a.ts", 'import { join } from "path";', ["packages"]],
  ["src/app/a.ts", 'import { rename } from "../system/mutate.ts";', ["guarded"]],
  ["src/app/a.ts", 'import { rename } from "../system/mutate/rename.ts";', ["guarded"]],
  ["src/system/a.ts", 'import { rename } from "./mutate.ts";', ["guarded"]],
  ["src/scan/a.ts", 'import { systemCalls } from "../system/syscalls/calls.ts";', ["guarded"]],
  ["src/app/a.ts", 'import manifest from "../../package.json" with { type: "json" };', ["rooms"]],
  ["src/app/a.ts", 'console.log("hello");', ["console"]],
  ["src/cli/a.ts", 'globalThis.console.error("hello");', ["console"]],
  ["src/cli/a.ts", "process.exit(1);", ["console"]],
  ["src/cli/a.ts", 'process["exit"](1);', ["console"]],
  ["src/cli/a.ts", "const { exit } = process;", ["console"]],
  ["src/model/index.ts", 'export const a = 1; import "./b.ts";', ["barrel"]],
  ["src/model/all.ts", 'export { a } from "./a.ts"; export { b } from "./b.ts";', ["barrel"]],
  ["src/model/utils/a.ts", "export const a = 1;", ["folder"]],
  ["src/system/common/a.ts", "export const a = 1;", ["folder"]],
  ["src/model/myFile.ts", "export const a = 1;", ["name"]],
  ["src/model/My-file.ts", "export const a = 1;", ["name"]],
  ["src/system/some_folder/a.ts", "export const a = 1;", ["name"]],
  ["src/model/a.ts", `${"\n".repeat(250)}export const a = 1;`, ["length"]],
  ["src/app/a.ts", "const a = process.env.HOME;", ["surroundings"]],
  ["src/app/a.ts", 'const a = process["env"];', ["surroundings"]],
  ["src/app/a.ts", "const a = globalThis.process.env;", ["surroundings"]],
  ["src/app/a.ts", "const { env } = process;", ["surroundings"]],
  ["src/app/a.ts", "const a = process.cwd();", ["surroundings"]],
  ["src/app/a.ts", "const a = Date.now();", ["surroundings"]],
  ["src/app/a.ts", "const a = new Date();", ["surroundings"]],
  ["src/app/a.ts", 'import { homedir } from "node:os";', ["surroundings"]],
  ["src/app/a.ts", 'import * as os from "node:os"; os.homedir();', ["surroundings"]],
  ["src/system/a.ts", 'import { spawn } from "node:child_process";', ["programs"]],
  ["src/system/a.ts", 'const a = await import("node:child_process");', ["programs"]],
  ["src/system/a.ts", 'import { rmSync } from "node:fs";', ["write"]],
  ["src/system/a.ts", 'import * as fs from "node:fs"; fs.writeFileSync("a", "b");', ["write"]],
  ["src/system/a.ts", 'import * as fs from "node:fs"; await fs.promises.rm("a");', ["write"]],
  ["src/system/a.ts", 'import fs from "node:fs"; fs["unlinkSync"]("a");', ["write"]],
  ["src/system/a.ts", 'import { rename } from "node:fs/promises";', ["write"]],
  ["src/system/a.ts", 'import { openSync } from "node:fs"; openSync("a", "w");', ["write"]],
  ["src/system/a.ts", 'import * as fs from "node:fs"; fs.openSync("a", fs.constants.O_RDWR | 1);', ["write"]],
];

/** The look-alikes. */
const allowed: readonly (readonly [path: string, text: string])[] = [
  ["src/scan/a.ts", 'import { facts } from "../environments/contents.ts";'],
  ["src/scan/a.ts", 'const a = new URL("./worker.ts", import.meta.url);'],
  ["src/cli/main.ts", 'import manifest from "../../package.json" with { type: "json" };'],
  ["src/execute/a.ts", 'import { systemCalls } from "../system/syscalls/calls.ts";'],
  ["src/system/a.ts", 'import { systemCalls } from "./syscalls/calls.ts";'],
  ["src/cli/main.ts", 'console.log("hello"); process.exit(0);'],
  ["src/cli/a.ts", 'process.stdout.write("hello"); process.exitCode = 1;'],
  ["src/system/host.ts", 'import { homedir } from "node:os"; homedir(); process.env; process.cwd(); Date.now();'],
  ["src/system/commands.ts", 'import { spawn } from "node:child_process";'],
  ["src/system/mutate.ts", 'import { rmSync } from "node:fs";'],
  ["src/system/mutate/a.ts", 'import { rmSync } from "node:fs"; import { b } from "./b.ts";'],
  ["src/system/own-files.ts", 'import { writeFileSync } from "node:fs";'],
  ["src/system/a.ts", 'import * as fs from "node:fs"; fs.openSync("a", fs.constants.O_RDONLY); fs.openSync("b", "r");'],
  ["src/system/a.ts", 'import * as fs from "node:fs"; process.stdout.write("a");'],
  ["src/execute/a.ts", 'import { rename } from "../system/mutate.ts";'],
  ["src/schedule/a.ts", 'import { rename } from "../system/mutate/rename.ts";'],
  ["src/index.ts", 'export { scan } from "./app/scan.ts"; export type { Finding } from "./model/finding.ts";'],
  ["src/app/a.ts", "const a = new Date(0); const b = date.now(); const c = settings.env;"],
  ["src/app/a.ts", 'const name = "process.env and console.log"; // console.log(process.env)'],
  ["src/app/a.ts", 'import { b } from "./b.ts"; export { c } from "./c.ts"; export const a = b;'],
  ["src/app/this-host.ts", 'export { thisHost } from "../system/host.ts";'],
  ["src/model/a.ts", `${"\n".repeat(249)}export const a = 1;`],
];

describe("the checker", () => {
  test.each(caught)("catches, in %s: %s", (path, text, rules) => {
    expect([...new Set(check(path, text).map((violation) => violation.rule))]).toEqual(rules);
  });

  test.each(allowed)("leaves alone, in %s: %s", (path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  test("names the line", () => {
    const [violation] = check("src/model/a.ts", '\n\nimport { a } from "node:fs";\n');
    expect(violation).toMatchObject({ rule: "node", line: 3, text: "model may not use node:fs" });
  });

  test("refuses what it can't parse", () => {
    expect(() => check("src/model/a.ts", "export const = 1;")).toThrow("src/model/a.ts");
  });
});

describe("the linter", () => {
  const broken = caught.filter(([, , rules]) => ["rooms", "node", "packages", "guarded"].includes(rules[0]!));
  /** What `no-restricted-imports` can't see; the architecture test above sees it. */
  const blind = /import\(|require\(|new URL|test\/support|elsewhere|"path"|src\/index|"\.\/mutate|package\.json/;

  test("complains about the same imports", () => {
    const tree = temporaryTree();
    tree.file(".oxlintrc.json", readFileSync(".oxlintrc.json"));
    const seen = broken.filter(([path, text]) => !blind.test(path + text));
    seen.forEach(([path, text], index) => tree.file(path.replace("a.ts", `case-${index}.ts`), text));
    allowed.forEach(([path, text], index) => tree.file(path.replace("a.ts", `allowed-${index}.ts`), text));
    const report = lint(tree.path).filter((line) => line.includes("no-restricted-imports"));
    const cases = report.flatMap((line) => /case-(\d+)\.ts/.exec(line)?.[1] ?? []).map(Number);
    expect(seen.length).toBeGreaterThan(10);
    expect([...new Set(cases)].toSorted((a, b) => a - b)).toEqual(seen.map((_, index) => index));
    expect(report.filter((line) => !line.includes("case-"))).toEqual([]);
  });
});

function lint(directory: string): string[] {
  const program = resolve("node_modules/oxlint/bin/oxlint");
  const args = [program, "-f", "unix", "src"];
  return spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8" }).stdout.split("\n");
}
