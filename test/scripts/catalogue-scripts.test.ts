import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";

const house = resolve(import.meta.dirname, "../..");
let copy: TemporaryTree;

/** Runs a script of a copy of the house, so that nothing is written to the real one. */
function run(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [copy.at("scripts", script), ...args], {
    cwd: copy.path,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

beforeEach(() => {
  copy = temporaryTree();
  for (const part of ["src", "scripts", "docs", "package.json", "layers.ts", ".oxlintrc.json", "test/catalog"]) {
    if (existsSync(resolve(house, part))) cpSync(resolve(house, part), copy.at(part), { recursive: true });
  }
  copy.directory("node_modules");
  for (const name of readdirSync(resolve(house, "node_modules"))) {
    symlinkSync(resolve(house, "node_modules", name), copy.at("node_modules", name));
  }
});

describe("generate", () => {
  test("--check is content with what it wrote itself, and writes nothing", () => {
    expect(run("generate.mjs")).toMatchObject({ status: 0 });
    const before = readFileSync(copy.at("src/catalog/index.ts"), "utf8");
    expect(run("generate.mjs", "--check")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(readFileSync(copy.at("src/catalog/index.ts"), "utf8")).toBe(before);
  });

  test("--check names what is out of date and leaves it so", () => {
    run("generate.mjs");
    writeFileSync(copy.at("docs/artifacts.md"), "old\n");
    const result = run("generate.mjs", "--check");
    expect(result.status).toBe(1);
    expect(result.stderr).toBe('out of date: docs/artifacts.md; run "npm run generate"\n');
    expect(readFileSync(copy.at("docs/artifacts.md"), "utf8")).toBe("old\n");
  });

  test("notices an artifact that has gone", () => {
    run("generate.mjs");
    rmSync(copy.at("src/catalog/rope.ts"));
    const result = run("generate.mjs", "--check");
    expect(result.status).toBe(1);
    expect(result.stderr).toContain("out of date: src/catalog/index.ts, docs/artifacts.md");
    expect(run("generate.mjs")).toMatchObject({ status: 0 });
    expect(run("generate.mjs", "--check")).toMatchObject({ status: 0, stderr: "" });
  });

  test("refuses a mistyped flag and writes nothing", () => {
    writeFileSync(copy.at("docs/artifacts.md"), "old\n");
    expect(run("generate.mjs", "--chekc").status).toBe(2);
    expect(readFileSync(copy.at("docs/artifacts.md"), "utf8")).toBe("old\n");
  });
});

describe("new-artifact", () => {
  test("writes an artifact and its test, which the generator takes in", () => {
    expect(run("new-artifact.mjs", "my-tool-cache")).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(copy.at("src/catalog/my-tool-cache.ts"), "utf8")).toContain(
      "export const myToolCache: Artifact = {",
    );
    expect(readFileSync(copy.at("test/catalog/my-tool-cache.test.ts"), "utf8")).toContain(
      "describeArtifact(myToolCache",
    );
    expect(run("generate.mjs")).toMatchObject({ status: 0 });
    expect(readFileSync(copy.at("src/catalog/index.ts"), "utf8")).toContain(
      'import { myToolCache } from "./my-tool-cache.ts";',
    );
    expect(readFileSync(copy.at("docs/artifacts.md"), "utf8")).toContain("| `my-tool-cache` | my tool cache |");
  });

  test("never overwrites", () => {
    const before = readFileSync(copy.at("src/catalog/rope.ts"), "utf8");
    expect(run("new-artifact.mjs", "rope").status).toBe(2);
    expect(readFileSync(copy.at("src/catalog/rope.ts"), "utf8")).toBe(before);
  });

  test.each([[[]], [["../evil"]], [["Rope"]], [["a", "b"]], [["--help"]]])("refuses %j", (args: readonly string[]) => {
    expect(run("new-artifact.mjs", ...args).status).toBe(2);
    expect(existsSync(copy.at("test/evil.ts"))).toBe(false);
  });
});
