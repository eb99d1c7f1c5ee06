import { spawn } from "node:child_process";
import { once } from "node:events";
import { renameSync } from "node:fs";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { line as lineSchema } from "../../src/report/schema/lines.ts";
import { scanDocument, staleDocument } from "../../src/report/schema/scan.ts";
import { PROGRAM, run, type Outcome } from "../support/run.ts";
import { lastingTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { plantEnvironment } from "../support/trees.ts";
import { plantMypyCache } from "./mypy-cache.ts";

let tree: TemporaryTree;

beforeAll(() => {
  tree = lastingTree();
  tree.file("work/api/pyproject.toml", "[project]\nname = 'api'\n");
  tree.file("work/api/app.py", "print()\n");
  plantMypyCache(tree, "work/api");
  plantEnvironment(tree.directory("work/api/.venv"));
  plantEnvironment(tree.directory("work/lonely/.venv"));
  tree.file("work/look-alike/.mypy_cache/notes.txt", "mine");
  tree.directory("empty");
});

afterAll(() => tree.remove());

function pyshed(...args: string[]): Promise<Outcome> {
  return run(args, { cwd: tree.path, environment: tree.environment });
}

describe("scan", () => {
  it("shows the same for a root, for a root after `scan`, and for the current directory", async () => {
    const named = await pyshed("work");
    const here = await run([], { cwd: tree.at("work"), environment: tree.environment });
    const withoutTime = (text: string): string => text.replace(/ in \d+\.\d s/, "");
    expect(named.code).toBe(0);
    expect(named.stderr).toBe("");
    expect(named.stdout).toMatch(/^✓ 1 project and 1 place without one, \d+\.\d KiB can go\n/);
    expect(named.stdout).toMatch(/\[1\] ○ api /);
    expect(named.stdout).toMatch(/\[2\] ○ lonely /);
    expect(named.stdout).not.toContain("look-alike");
    expect(named.stdout).not.toContain("\u001B");
    expect(withoutTime((await pyshed("scan", "work")).stdout)).toBe(withoutTime(named.stdout));
    expect(withoutTime(here.stdout)).toBe(withoutTime(named.stdout));
  });

  it("writes a document that its schema accepts", async () => {
    const { code, stdout, stderr } = await pyshed("work", "--json");
    const document = v.parse(scanDocument, JSON.parse(stdout));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(document.roots).toEqual([tree.at("work")]);
    expect(document.findings.map(({ artifact, path }) => [artifact, path])).toEqual([
      ["mypy-cache", tree.at("work/api/.mypy_cache")],
      ["venv", tree.at("work/api/.venv")],
      ["venv", tree.at("work/lonely/.venv")],
    ]);
    expect(document.projects).toHaveLength(1);
    expect(document.projects[0]?.findings).toHaveLength(2);
    expect(document.totals.frees).toBe(document.findings.reduce((sum, { bytes }) => sum + bytes.frees, 0));
  });

  it("writes one line for each finding and the end last", async () => {
    const { code, stdout } = await pyshed("work", "--ndjson");
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((one) => v.parse(lineSchema, JSON.parse(one)));
    expect(code).toBe(0);
    expect(lines.map(({ type }) => type).toSorted()).toEqual(["end", "finding", "finding", "finding", "project"]);
    expect(lines.at(-1)).toMatchObject({ type: "end", schema: "pyshed.scan/1", totals: { findings: 3 } });
  });

  it("looks only for what it was told, by artifact or by tool", async () => {
    const only = v.parse(scanDocument, JSON.parse((await pyshed("work", "--json", "--only", "mypy")).stdout));
    expect(only.findings.map(({ artifact }) => artifact)).toEqual(["mypy-cache"]);
    const without = v.parse(
      scanDocument,
      JSON.parse((await pyshed("work", "--json", "--exclude", "environments")).stdout),
    );
    expect(without.findings.map(({ artifact }) => artifact)).toEqual(["mypy-cache"]);
  });

  it("sorts, cuts and leaves out alike in the table and in JSON", async () => {
    const first = v.parse(
      scanDocument,
      JSON.parse((await pyshed("work", "--json", "--sort", "name", "--top", "1")).stdout),
    );
    expect(first.projects.map(({ path }) => path)).toEqual([tree.at("work/api")]);
    expect(first.findings).toHaveLength(2);
    const table = await pyshed("work", "--top", "1");
    expect(table.stdout).toMatch(/ … and 1 more, \d+\.\d KiB \(--top 0 shows all\)\n/);
    const huge = await pyshed("work", "--min-size", "1GiB");
    expect(huge.stdout).toContain("✓ Nothing that can go\n");
    expect(huge.stdout).toContain("2 more below --min-size 1.0 GiB\n");
    const none = v.parse(scanDocument, JSON.parse((await pyshed("work", "--json", "--min-size", "1GiB")).stdout));
    expect(none).toMatchObject({ findings: [], projects: [], totals: { findings: 0, frees: 0 } });
  });

  it("does not go deeper than --depth", async () => {
    const document = v.parse(scanDocument, JSON.parse((await pyshed("work", "--json", "--depth", "0")).stdout));
    expect(document.findings).toEqual([]);
  });

  it("keeps to ASCII with --no-emoji and in a locale without UTF-8", async () => {
    const asked = await pyshed("work", "--tree", "--no-emoji");
    const located = await run(["work", "--tree"], {
      cwd: tree.path,
      environment: { ...tree.environment, LC_ALL: "C" },
    });
    for (const { stdout } of [asked, located]) {
      expect(stdout).toMatch(/^ok 1 project/);
      expect(stdout).toMatch(/^[\n -~]+$/);
    }
  });

  it("says that nothing was found", async () => {
    const { code, stdout } = await pyshed("empty");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ Nothing that can go\n\n0 entries in \d+\.\d s\n$/);
  });

  it("shows a name that would act on the terminal escaped", async () => {
    const name = "bad\u001B[31m\n\u202Ename";
    tree.file(`hostile/${name}/pyproject.toml`);
    plantMypyCache(tree, `hostile/${name}`);
    const { stdout } = await run(["hostile"], { cwd: tree.path, environment: { ...tree.environment, COLUMNS: "140" } });
    expect(stdout).toContain("bad\\x1b[31m\\n\\u{202e}name");
    expect(stdout).not.toMatch(/[\u001B\u202E]/);
  });

  it("carries the bytes of a name that is not UTF-8", async () => {
    plantMypyCache(tree, "latin/cafe");
    const latin = Buffer.from(`${tree.at("latin")}/caf\xe9`, "latin1");
    renameSync(tree.at("latin/cafe"), latin);
    const document = v.parse(scanDocument, JSON.parse((await pyshed("latin", "--json")).stdout));
    const bytes = Buffer.from(document.findings[0]?.pathBase64 ?? "", "base64");
    expect(bytes.toString("latin1")).toBe(`${tree.at("latin")}/caf\xe9/.mypy_cache`);
    expect((await pyshed("latin", "--tree")).stdout).toMatch(/\[1\] ✓ caf\\xe9 /);
  });
});

describe("stale", () => {
  it("leaves out what is in use, and says of what it cannot know the age", async () => {
    const { code, stdout } = await pyshed("stale", "work", "--days", "180");
    expect(code).toBe(0);
    expect(stdout).toContain("✓ Nothing that can go\n");
    expect(stdout).toContain("Idle for 180 days or longer");
  });

  it("shows with --days 0 what a scan shows, and writes its own document", async () => {
    const document = v.parse(
      staleDocument,
      JSON.parse((await pyshed("stale", "work", "--days", "0", "--json")).stdout),
    );
    expect(document).toMatchObject({ schema: "pyshed.stale/1", days: 0 });
    expect(document.projects.map(({ path }) => path)).toEqual([tree.at("work/api")]);
    const lines = (await pyshed("stale", "work", "--days", "0", "--ndjson")).stdout.trimEnd().split("\n");
    expect(v.parse(lineSchema, JSON.parse(lines.at(-1)!))).toMatchObject({
      type: "end",
      schema: "pyshed.stale/1",
      days: 0,
    });
    expect(lines).toHaveLength(document.findings.length + 2);
  });
});

describe("a reader that goes away", () => {
  it("ends the program quietly", async () => {
    for (let index = 0; index < 1500; index++) {
      plantMypyCache(tree, `many/${"long-name-".repeat(8)}${index}`);
    }
    const child = spawn(process.execPath, [PROGRAM, "many", "--json"], { cwd: tree.path, env: tree.environment });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    await once(child.stdout, "data");
    child.stdout.destroy();
    const [code, signal] = (await once(child, "close")) as [number | null, string | null];
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: "" });
  });
});
