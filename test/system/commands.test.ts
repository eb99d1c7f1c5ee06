import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { findProgram, findSystemProgram, isStartedHere, run, type RunResult } from "../../src/system/commands.ts";
import { encode } from "../../src/system/files.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";

const NODE = process.execPath as AbsolutePath;
const SHELL = "/bin/sh" as AbsolutePath;

function program(tree: TemporaryTree, name: string, text = "#!/bin/sh\n"): AbsolutePath {
  chmodSync(tree.file(name, text), 0o755);
  return tree.at(name);
}

function output(result: RunResult): string {
  if (result.kind !== "ended") throw new Error(`ended otherwise: ${JSON.stringify(result)}`);
  return result.stdout.toString("latin1");
}

function isAlive(pid: number): boolean {
  try {
    // A killed orphan may stay as a zombie until its new parent looks at it.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

describe("run", () => {
  it("passes arguments as they are: no shell reads them", async () => {
    const tree = temporaryTree();
    const given = ["a b", "$HOME", "`id`", "; touch x", "*", "", "-n", "new\nline", "ü"];
    const script = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";
    const result = await run(hostIn(tree.home), NODE, ["-e", script, "--", ...given]);
    expect(JSON.parse(Buffer.from(output(result), "latin1").toString("utf8"))).toEqual(given);
  });

  it("gives the program a neutral place, a clean environment and nothing to read", async () => {
    const tree = temporaryTree();
    const host = hostIn(tree.home, {
      HOME: tree.home,
      GIT_DIR: "/x",
      PYTHONPATH: "/x",
      LD_PRELOAD: "",
      NODE_OPTIONS: "--bad",
      BASH_ENV: "/x",
      VIRTUAL_ENV: "/x",
      SECRET: "x",
      PATH: `bin::/usr/bin:.:/bin`,
    });
    const result = await run(host, SHELL, ["-c", "pwd; cat; env"], { environment: { ADDED: "1", HOME: undefined } });
    const [place, ...variables] = output(result).trimEnd().split("\n");
    expect(place).toBe("/");
    expect(variables.filter((line) => !/^(PWD|OLDPWD|SHLVL|_)=/.test(line)).toSorted()).toEqual([
      "ADDED=1",
      "LC_ALL=C.UTF-8",
      "PATH=/usr/bin:/bin",
    ]);
  });

  it("hands back bytes, the exit code and the signal", async () => {
    const tree = temporaryTree();
    const ended = await run(hostIn(tree.home), SHELL, ["-c", "printf '\\377\\000x'; printf oops >&2; exit 3"]);
    expect(ended).toEqual({ kind: "ended", code: 3, stdout: Buffer.of(255, 0, 120), stderr: Buffer.from("oops") });
    const killed = await run(hostIn(tree.home), SHELL, ["-c", "kill -TERM $$"]);
    expect(killed).toMatchObject({ kind: "killed", signal: "SIGTERM" });
  });

  it("writes input, also to a program that doesn't read it", async () => {
    const tree = temporaryTree();
    const input = Buffer.alloc(1_000_000, "x");
    expect(output(await run(hostIn(tree.home), "/bin/cat" as AbsolutePath, [], { input }))).toHaveLength(1_000_000);
    expect(await run(hostIn(tree.home), SHELL, ["-c", "exit 0"], { input })).toMatchObject({ kind: "ended", code: 0 });
  });

  it("kills the program and what it started at the time limit", async () => {
    const tree = temporaryTree();
    const script = `sleep 60 & echo $! > "${tree.at("begun")}"; mv "${tree.at("begun")}" "${tree.at("pid")}"; wait`;
    // On a busy machine the shell may not have come so far: then it gets more time.
    for (let limitMs = 500; !existsSync(tree.at("pid")); limitMs *= 2) {
      const result = await run(hostIn(tree.home), SHELL, ["-c", script], { timeLimitMs: limitMs });
      expect(result).toEqual({ kind: "time-limit", limitMs });
    }
    const pid = Number(readFileSync(tree.at("pid"), "utf8"));
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 60_000);
  });

  it("stops at the output limit, on either stream", async () => {
    const tree = temporaryTree();
    for (const script of ["yes", "yes >&2"]) {
      const result = await run(hostIn(tree.home), SHELL, ["-c", script], { outputLimit: 100_000 });
      expect(result).toEqual({ kind: "output-limit", limit: 100_000 });
    }
  });

  it("says why a program could not be started", async () => {
    const tree = temporaryTree();
    const host = hostIn(tree.home);
    expect(await run(host, tree.at("missing"), [])).toMatchObject({ kind: "not-started", code: "ENOENT" });
    expect(await run(host, tree.file("plain"), [])).toMatchObject({ kind: "not-started", code: "EACCES" });
    expect(await run(host, SHELL, ["-c", ":"], { directory: tree.at("none") })).toMatchObject({ kind: "not-started" });
    expect(await run(host, SHELL, ["a\0b"])).toMatchObject({ kind: "not-started", code: "EILSEQ" });
    expect(await run(host, SHELL, ["a\uDCFF"])).toMatchObject({ kind: "not-started", code: "EILSEQ" });
  });

  it("is known by its number until it has ended", async () => {
    const tree = temporaryTree();
    const place = tree.at("place");
    // Waits until it is told to go on.
    const script =
      'mkdir "$1"; echo $$ > "$1/pid.new"; mv "$1/pid.new" "$1/pid"; until [ -e "$1/go" ]; do sleep 0.05; done';
    const running = run(hostIn(tree.home), SHELL, ["-c", script, "sh", place]);
    const pid = Number(await vi.waitFor(() => readFileSync(`${place}/pid`, "utf8"), 60_000));
    expect(isStartedHere(pid)).toBe(true);
    writeFileSync(`${place}/go`, "");
    await running;
    expect(isStartedHere(pid)).toBe(false);
  });

  it("runs in a directory whose name is no UTF-8", async () => {
    const tree = temporaryTree();
    const directory = tree.at("odd\uDCFF") as AbsolutePath;
    mkdirSync(encode(directory));
    writeFileSync(encode(`${directory}/here`), "");
    const result = await run(hostIn(tree.home), "/bin/ls" as AbsolutePath, [], { directory });
    expect(output(result)).toBe("here\n");
  });
});

describe("findProgram", () => {
  it("takes the first program on absolute parts of PATH", () => {
    const tree = temporaryTree();
    program(tree, "relative/tool");
    tree.file("plain/tool");
    tree.directory("folder/tool");
    const right = program(tree, "right/tool");
    program(tree, "late/tool");
    const parts = [
      "relative",
      "",
      ".",
      tree.at("none"),
      tree.at("plain"),
      tree.at("folder"),
      tree.at("right"),
      tree.at("late"),
    ];
    expect(findProgram(hostIn(tree.path, { PATH: parts.join(":") }), "tool")).toBe(right);
    expect(findProgram(hostIn(tree.path, { PATH: parts.slice(0, 6).join(":") }), "tool")).toBe(undefined);
    expect(findProgram(hostIn(tree.path, { PATH: "" }), "tool")).toBe(undefined);
  });

  it("keeps the name of a link: shims look at it", () => {
    const tree = temporaryTree();
    program(tree, "real/shim");
    tree.directory("bin");
    symlinkSync(tree.at("real/shim"), tree.at("bin/tool"));
    expect(findProgram(hostIn(tree.path, { PATH: `${tree.at("bin")}/` }), "tool")).toBe(tree.at("bin/tool"));
  });
});

describe("findSystemProgram", () => {
  it("passes over environments and what npm puts before the rest", () => {
    const tree = temporaryTree();
    const places = ["venv/bin", "conda/envs/a/bin", "app/node_modules/.bin", "base/bin"];
    for (const place of places) program(tree, `${place}/git`);
    tree.file("venv/pyvenv.cfg");
    tree.file("conda/envs/a/conda-meta/history");
    tree.file("base/conda-meta/history");
    tree.directory("base/condabin");
    symlinkSync(tree.at("venv/bin"), tree.at("link"));
    const search = (...parts: readonly string[]) => ({ PATH: parts.map((part) => tree.at(part)).join(":") });
    const all = hostIn(tree.path, search("link", ...places));
    expect(findProgram(all, "git")).toBe(tree.at("link/git"));
    expect(findSystemProgram(all, "git")).toBe(tree.at("base/bin/git"));
    expect(findSystemProgram(hostIn(tree.path, search("venv/bin")), "git")).toBe(undefined);
  });
});
