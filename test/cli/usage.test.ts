import { chmodSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mustRun, PROGRAM, run, runProgram, type Outcome } from "../support/run.ts";
import { lastingTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { plantMypyCache } from "./mypy-cache.ts";

let tree: TemporaryTree;

beforeAll(() => {
  tree = lastingTree();
  tree.file("work/api/requirements.txt");
  plantMypyCache(tree, "work/api");
  tree.file("a-file", "");
});

afterAll(() => tree.remove());

function pyshed(...args: string[]): Promise<Outcome> {
  return run(args, { cwd: tree.path, environment: tree.environment });
}

describe("wrong usage ends with 2, is named, and shows nothing", () => {
  it.each([
    [["--tre"], "unknown option '--tre'", "Did you mean --tree?"],
    [["stale", "--dayz", "9"], "unknown option '--dayz'", "Did you mean --days?"],
    [["--top", "many", "work"], "'--top <n>' argument 'many' is invalid", "A whole number such as 20."],
    [["--depth", "-1", "work"], "'--depth <n>' argument '-1' is invalid", "A whole number"],
    [["--min-size", "5 parsecs", "work"], "argument '5 parsecs' is invalid", "100MB"],
    [["--sort", "sise", "work"], "argument 'sise' is invalid", "size, age, name"],
    [["--only", "mypi-cache", "work"], "no artifact 'mypi-cache'", "Did you mean mypy-cache?"],
    [["--exclude", "zzzzzzzzz", "work"], "no artifact 'zzzzzzzzz'", "mypy-cache"],
    [["--only", ",", "work"], "'--only <names>' argument ',' is invalid", "One or more names"],
    [["--only", "venv", "--exclude", "venv", "work"], "leave nothing to look for", ""],
    [["--json", "--ndjson", "work"], "'--json' cannot be used with option '--ndjson'", ""],
    [["stael"], "unknown command 'stael'", "Did you mean stale?"],
    [["scna", "work"], "unknown command 'scna'", "Did you mean scan?"],
    [["--json", "stale", "work"], "'stale' is a command and must come first", "pyshed stale"],
    [["bytecode", "centrl"], "unknown command 'centrl'", "Did you mean central?"],
    [["bytecode", "--stale", "gcc"], "unknown command 'gcc'", "Did you mean gc?"],
    [["bytecode", "nowhere"], "/nowhere: no such directory", ""],
    [["nowhere"], "/nowhere: no such directory", ""],
    [["a-file"], "/a-file: not a directory", ""],
    [["why"], "missing required argument 'path'", ""],
    [["why", "nowhere"], "nowhere: no such file or directory", ""],
    [["why", "a", "b"], "too many arguments", ""],
  ])("%j", async (args, named, suggestion) => {
    const { code, stdout, stderr } = await pyshed(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(named);
    expect(stderr).toContain(suggestion);
  });
});

describe("roots", () => {
  it("scans the others and ends with 1 when one cannot be scanned", async () => {
    const { code, stdout, stderr } = await pyshed("work", "nowhere", "a-file");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✓ 1 project, /);
    expect(stderr).toBe(
      `error: ${tree.at("nowhere")}: no such directory (ENOENT)\nerror: ${tree.at("a-file")}: not a directory (ENOTDIR)\n`,
    );
  });

  it("refuses a home that is no absolute path, and takes an empty one for unset", async () => {
    const before = await run(["."], { cwd: tree.path, environment: tree.environment });
    const relative = await run(["clean", ".", "--yes"], {
      cwd: tree.path,
      environment: { ...tree.environment, HOME: "home" },
    });
    expect(relative).toMatchObject({ code: 2, stdout: "" });
    expect(relative.stderr).toBe(
      "error: the home directory is not an absolute path: 'home'\n(set HOME to where your home is)\n",
    );
    const empty = await run(["."], { cwd: tree.path, environment: { ...tree.environment, HOME: "" } });
    expect([before.code, empty.code]).toEqual([0, 0]);
  });

  it("takes a directory that is called like a command's misspelling for what it is", async () => {
    tree.file("stael/app.py");
    const { code, stdout } = await pyshed("stael");
    expect(code).toBe(0);
    expect(stdout).toContain("Nothing that can go");
  });

  it("counts directories that cannot be read, lists them in JSON and ends with 0", async () => {
    tree.directory("guarded/secret");
    chmodSync(tree.at("guarded/secret"), 0o000);
    chmodSync(tree.at(".."), 0o755);
    const text = await asOrdinaryUser("guarded");
    expect(text.code).toBe(0);
    expect(text.stderr).toBe(`warning: ${tree.at("guarded/secret")}: could not be listed (EACCES)\n`);
    expect(text.stdout).toContain("; 1 place could not be read (--json lists them)\n");
    const json = JSON.parse((await asOrdinaryUser("guarded", "--json")).stdout) as { problems: unknown };
    expect(json.problems).toEqual([
      { path: tree.at("guarded/secret"), code: "EACCES", message: expect.any(String) as string },
    ]);
  });
});

/** Root reads everything, so that as root the program runs as the user `nobody`. */
function asOrdinaryUser(...args: string[]): Promise<Outcome> {
  if (process.getuid?.() !== 0) return pyshed(...args);
  const options = { cwd: tree.path, environment: tree.environment };
  return runProgram(
    "setpriv",
    ["--reuid=65534", "--regid=65534", "--clear-groups", process.execPath, PROGRAM, ...args],
    options,
  );
}

describe("help and version", () => {
  it("prints the version of the package", async () => {
    const manifest = JSON.parse(
      await mustRun(process.execPath, ["-p", "JSON.stringify(require('./package.json'))"], {
        cwd: new URL("../..", import.meta.url).pathname,
        environment: tree.environment,
      }),
    ) as { version: string };
    expect(await pyshed("--version")).toEqual({ code: 0, signal: null, stdout: `${manifest.version}\n`, stderr: "" });
  });

  it("shows options, commands, examples and exit codes", async () => {
    const { code, stdout } = await pyshed("--help");
    expect(code).toBe(0);
    for (const part of [
      "--min-size <size>",
      "--no-color",
      "--help",
      "stale [options] [root...]",
      "Examples:",
      "130  interrupted",
    ]) {
      expect(stdout).toContain(part);
    }
  });
});

describe("why", () => {
  it("explains a finding, a project and a look-alike", async () => {
    tree.file("work/look-alike/.mypy_cache/notes.txt", "mine");
    const finding = await pyshed("why", "work/api/.mypy_cache");
    expect(finding.code).toBe(0);
    expect(finding.stdout).toContain("is a finding: mypy-cache (safe: rebuilt silently)");
    expect((await pyshed("why", "work/api")).stdout).toContain("is a project");
    const alike = await pyshed("why", "work/look-alike/.mypy_cache");
    expect(alike.stdout).toContain("is no finding");
    expect(alike.stdout).toContain("Proof of mypy cache (mypy-cache): fails");
  });
});
