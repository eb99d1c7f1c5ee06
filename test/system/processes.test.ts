import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { normalise, usesOfStart } from "../../src/system/command-line.ts";
import { findProgram, run } from "../../src/system/commands.ts";
import { parseLsof, parsePs } from "../../src/system/darwin-processes.ts";
import { thisHost } from "../../src/system/host.ts";
import { mappedPaths } from "../../src/system/linux-processes.ts";
import { listProcesses } from "../../src/system/processes.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

describe("listProcesses", () => {
  it("sees this process with its program and directory", async () => {
    const list = await listProcesses(thisHost());
    expect(list.trouble).toBe(null);
    const own = list.processes.find(({ pid }) => pid === process.pid)!;
    expect(own).toMatchObject({ parent: process.ppid, readable: true, view: "" });
    expect(own.uses).toContainEqual({ hold: "working-directory", path: process.cwd() });
    expect(own.uses.filter(({ hold }) => hold === "executable")).toHaveLength(1);
    expect(own.uses.some(({ hold, path }) => hold === "mapped" && path.includes("libc"))).toBe(true);
  });

  it("knows names with spaces, parentheses and newlines, and leaves out the dead", async () => {
    const tree = temporaryTree();
    const child = spawn("/bin/sh", ["-c", `printf 'a) (b\\nR 1' > /proc/$$/comm; echo ready; read x`], {
      cwd: tree.path,
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const own = (await listProcesses(thisHost())).processes.find(({ pid }) => pid === child.pid)!;
    expect(own).toMatchObject({ name: "a) (b\nR 1", parent: process.pid });
    expect(own.uses).toContainEqual({ hold: "working-directory", path: tree.path });
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("close", resolve));
    expect((await listProcesses(thisHost())).processes.some(({ pid }) => pid === child.pid)).toBe(false);
  });

  it("says why nothing is known elsewhere", async () => {
    const list = await listProcesses({ ...thisHost(), platform: "win32" });
    expect(list).toEqual({ processes: [], hidden: null, trouble: "processes cannot be listed on win32" });
  });
});

describe("mappedPaths", () => {
  it("reads paths with spaces and newlines once, and no memory without a file", () => {
    const maps = [
      "7f0000000000-7f0000001000 r--p 00000000 fe:00 42                         /a b/x.so",
      "7f0000001000-7f0000002000 r-xp 00001000 fe:00 42                         /a b/x.so",
      "7f0000002000-7f0000003000 rw-p 00000000 00:00 0 ",
      "7f0000003000-7f0000004000 rw-p 00000000 00:00 0                          [heap]",
      "7f0000004000-7f0000005000 r--p 00000000 fe:00 43                         /new\\012line (deleted)",
    ];
    expect(mappedPaths(Buffer.from(`${maps.join("\n")}\n`))).toEqual(["/a b/x.so", "/new\nline (deleted)"]);
  });
});

describe("usesOfStart", () => {
  const uses = (given: string[], more: Partial<Parameters<typeof usesOfStart>[0]> = {}) =>
    usesOfStart(
      { arguments: given, environment: new Map(), workingDirectory: "/w" as AbsolutePath, program: undefined, ...more },
      (path) => path === "/env/bin/python",
    ).map(({ hold, path }) => `${hold} ${path}`);

  it("takes the program as it was called", () => {
    expect(uses(["/e/bin/python", "-m", "x"])).toEqual(["started-as /e/bin/python"]);
    expect(uses(["../e/./bin/python"])).toEqual(["started-as /e/bin/python"]);
    const environment = new Map([
      ["PATH", "bin::/none:/env/bin:/env2/bin"],
      ["PWD", "/p"],
    ]);
    expect(uses(["python"], { environment })).toEqual(["started-as /env/bin/python"]);
    expect(uses(["e/python"], { environment })).toEqual(["started-as /w/e/python", "started-as /p/e/python"]);
    expect(uses(["e/python"], { workingDirectory: undefined })).toEqual([]);
  });

  it("takes the script of an interpreter, but no other argument", () => {
    expect(uses(["/bin/python3.11", "-u", "-W", "ignore", "s/x.py", "/y"])).toEqual([
      "started-as /bin/python3.11",
      "script /w/s/x.py",
    ]);
    expect(uses(["renamed", "/e/x"], { program: "/usr/bin/python3.12" })).toEqual(["script /e/x"]);
    expect(uses(["/bin/python3", "-m", "/e/x"])).toEqual(["started-as /bin/python3"]);
    expect(uses(["/bin/grep", "-r", "/e/.venv"])).toEqual(["started-as /bin/grep"]);
    expect(uses([])).toEqual([]);
    expect(uses([""])).toEqual([]);
  });

  it("takes variables that name environments", () => {
    const environment = new Map([
      ["CONDA_PREFIX_1", "/c"],
      ["PYTHONPATH", "rel:/p:/q"],
      ["MY_VIRTUAL_ENV", "/no"],
      ["VIRTUAL_ENV", ""],
    ]);
    expect(uses([], { environment })).toEqual(["environment /c", "environment /p", "environment /q"]);
  });

  it("tidies paths", () => {
    expect(normalise("/a/./b//c/../d/")).toBe("/a/b/d");
    expect(normalise("/a/.venv/..x")).toBe("/a/.venv/..x");
    expect(normalise("/../..")).toBe("/");
  });
});

describe("lsof and ps, as on macOS", () => {
  it("reads what a real lsof says of a real process", async () => {
    const tree = temporaryTree();
    const host = thisHost();
    const lsof = findProgram(host, "lsof") ?? findProgram({ ...host, environment: { PATH: "/usr/sbin" } }, "lsof");
    if (!lsof) throw new Error("the program lsof is missing");
    writeFileSync(tree.at("open"), "");
    const child = spawn("/bin/sh", ["-c", "exec 7< open; echo ready; read x"], { cwd: tree.path });
    onTestFinished(() => void child.kill("SIGKILL"));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const result = await run(host, lsof, ["-n", "-P", "-w", "-p", String(child.pid), "-F", "pRcfn0"]);
    if (result.kind !== "ended") throw new Error(result.kind);
    const [own] = parseLsof(result.stdout.toString("utf8"));
    expect(own).toMatchObject({ pid: child.pid, parent: process.pid, name: "sh", readable: true });
    expect(own!.uses).toContainEqual({ hold: "working-directory", path: tree.path });
    expect(own!.uses).toContainEqual({ hold: "open", path: tree.at("open") });
    expect(own!.uses.filter(({ hold }) => hold === "executable")).toHaveLength(1);
  });

  it("counts a process as hidden when lsof may not look at it", () => {
    const output =
      "p1\0R0\0claunchd\0\nfcwd\0n/proc/1/cwd (readlink: Permission denied)\0\nftxt\0n/x (Permission denied)\0\n";
    expect(parseLsof(output)).toEqual([{ pid: 1, parent: 0, name: "launchd", uses: [], view: "", readable: false }]);
  });

  it("tells the words of a command from its environment", () => {
    const found = parsePs("  501 /e/bin/python -m x HOME=/Users/me VIRTUAL_ENV=/e\n1 /sbin/launchd\n\n");
    expect(found.get(501)!.arguments).toEqual(["/e/bin/python", "-m", "x"]);
    expect(found.get(501)!.environment.get("VIRTUAL_ENV")).toBe("/e");
    expect(found.get(1)!.arguments).toEqual(["/sbin/launchd"]);
  });
});
