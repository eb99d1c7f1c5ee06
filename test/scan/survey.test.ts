import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { scan, type ScanRequest } from "../../src/app/scan.ts";
import type { ScanResult } from "../../src/model/finding.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { diskUsage, emptyDirectory, hostIn, plant, plantEnvironment } from "../support/trees.ts";
import { IS_ROOT } from "../support/expectation.ts";
import { mount } from "../support/mount.ts";

const EVERYTHING = { only: [], exclude: [], depth: null, oneFileSystem: true, idleDays: null };

function scanOf(root: AbsolutePath, request: Partial<ScanRequest> = {}): Promise<ScanResult> {
  return scan(hostIn(join(root, "..") as AbsolutePath), { roots: [root], ...EVERYTHING, ...request });
}

function places(result: ScanResult, root: string): string[] {
  return result.findings.map(({ artifact, path }) => `${artifact} ${path.slice(root.length + 1)}`);
}

const PYC = Buffer.concat([Buffer.from([0xa7, 0x0d, 0x0d, 0x0a]), Buffer.alloc(12), Buffer.from("code")]);

describe("scan", () => {
  it("finds everything at any depth, the outermost wins, and gives each to its nearest project", async () => {
    const root = emptyDirectory();
    plant(root, {
      "mono/.git/HEAD": "ref: refs/heads/main\n",
      "mono/.git/objects/": null,
      "mono/package.json": "{}",
      "mono/services/a/pyproject.toml": "[project]\nname='a'\n",
      "mono/services/a/src/a.py": "",
      "mono/services/a/src/__pycache__/a.cpython-311.pyc": PYC,
      "mono/services/b/app.py": "",
      "mono/services/b/__pycache__/app.cpython-311.pyc": PYC,
      "loose/readme": "an environment without a manifest",
    });
    plantEnvironment(join(root, "mono/services/a/env39"));
    plantEnvironment(join(root, "mono/services/a/.venv"));
    plantEnvironment(join(root, "loose/anything"));
    plant(join(root, "loose/anything"), {
      "lib/python3.11/site-packages/demo/__pycache__/__init__.cpython-311.pyc": PYC,
    });

    const result = await scanOf(root);
    expect(places(result, root)).toEqual([
      "venv loose/anything",
      "venv mono/services/a/.venv",
      "venv mono/services/a/env39",
      "bytecode mono/services/a/src/__pycache__",
      "bytecode mono/services/b/__pycache__",
    ]);
    const owner = (path: string) => result.findings.find((finding) => finding.path === join(root, path))!.project;
    expect(owner("mono/services/a/.venv")).toBe(join(root, "mono/services/a"));
    expect(owner("mono/services/b/__pycache__")).toBe(join(root, "mono"));
    expect(owner("loose/anything")).toBeNull();
    expect(result.projects.map(({ path }) => path)).toEqual([join(root, "mono/services/a"), join(root, "mono")]);
    expect(result.problems).toEqual([]);
    for (const finding of result.findings) expect(finding.bytes.allocated).toBe(diskUsage(finding.path));
    expect(result.totals.frees).toBe(result.findings.reduce((sum, { bytes }) => sum + bytes.frees, 0));
  });

  it("takes nothing inside another tool's tree for a project, and leaves look-alikes alone", async () => {
    const root = emptyDirectory();
    plant(root, {
      "web/pyproject.toml": "",
      "web/node_modules/node-gyp/gyp/pyproject.toml": "",
      "web/node_modules/node-gyp/gyp/pylib/x.py": "",
      "web/node_modules/node-gyp/gyp/pylib/__pycache__/x.cpython-311.pyc": PYC,
      "venv/notes.txt": "only the name",
      "cfg-only/pyvenv.cfg": "home = /usr/bin\n",
      "build/my-sources.c": "int main;",
      "__pycache__/keep.py": "x = 1",
    });
    const result = await scanOf(root);
    expect(places(result, root)).toEqual(["bytecode web/node_modules/node-gyp/gyp/pylib/__pycache__"]);
    expect(result.findings[0]!.project).toBe(join(root, "web"));
  });

  it("sums sharing for one, for a project and for the whole set", async () => {
    const root = emptyDirectory();
    plant(root, { "p/pyproject.toml": "" });
    plantEnvironment(join(root, "p/one"));
    const big = "lib/python3.11/site-packages/demo/__init__.py";
    writeFileSync(join(root, "p/one", big), Buffer.alloc(1_000_000, 1));
    execFileSync("cp", ["-al", join(root, "p/one"), join(root, "p/two")]);
    const result = await scanOf(root);
    const [one, two] = result.findings;
    expect(one!.sharedWith).toBe("other findings");
    expect(one!.bytes.frees).toBeLessThan(100_000);
    expect(result.projects[0]!.frees).toBe(
      diskUsage(join(root, "p")) - diskUsage(join(root, "p/pyproject.toml")) - 4096,
    );
    expect(result.totals.frees).toBe(result.projects[0]!.frees);
    expect(result.totals.frees).toBeGreaterThan(one!.bytes.frees + two!.bytes.frees + 900_000);
  });

  it("survives loops, special files, odd names and very long paths", async () => {
    const root = emptyDirectory();
    plant(root, {
      "p/pyproject.toml": "",
      "p/\u001b[31mred\n/mod.py": "",
      "p/\u001b[31mred\n/__pycache__/mod.cpython-311.pyc": PYC,
    });
    symlinkSync(root, join(root, "p/loop"));
    symlinkSync(join(root, "p/two"), join(root, "p/one"));
    symlinkSync(join(root, "p/one"), join(root, "p/two"));
    execFileSync("mkfifo", [join(root, "p/pyvenv.cfg"), join(root, "p/.coverage"), join(root, "p/x.pyc")]);
    execFileSync("python3", ["-c", "import socket,sys; socket.socket(socket.AF_UNIX).bind('s')"], {
      cwd: join(root, "p"),
    });
    execFileSync("python3", ["-c", "import os\nfor _ in range(16):\n os.mkdir('d'*250); os.chdir('d'*250)\n"], {
      cwd: root,
    });
    const raw = Buffer.concat([Buffer.from(`${root}/p/`), Buffer.from([0xff, 0x80])]);
    mkdirSync(raw);
    mkdirSync(Buffer.concat([raw, Buffer.from("/__pycache__")]));
    writeFileSync(Buffer.concat([raw, Buffer.from("/m.py")]), "");
    writeFileSync(Buffer.concat([raw, Buffer.from("/__pycache__/m.cpython-311.pyc")]), PYC);

    const result = await scanOf(root);
    expect(places(result, root)).toEqual([
      "bytecode p/\u001b[31mred\n/__pycache__",
      "bytecode p/\udcff\udc80/__pycache__",
    ]);
    expect(result.problems.filter(({ code }) => code !== "ENAMETOOLONG")).toEqual([]);
  });

  it("survives a directory with 200,000 entries", async () => {
    const root = existsSync("/dev/shm") ? (mkdtempSync("/dev/shm/pyshed-test-") as AbsolutePath) : emptyDirectory();
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    plant(root, { "many/pyproject.toml": "", "many/.mypy_cache/3.11/cache.json": "{}" });
    const link = "import os\nfor i in range(200000): os.symlink('x', str(i))\n";
    execFileSync("python3", ["-c", link], { cwd: join(root, "many") });
    const result = await scanOf(root);
    expect(places(result, root)).toEqual(["mypy-cache many/.mypy_cache"]);
    expect(result.totals.entries).toBe(200_005);
  }, 60_000);

  it("judges age by evidence and takes no date in the future for old", async () => {
    const root = emptyDirectory();
    for (const name of ["old", "young", "future"]) {
      plant(root, {
        [`${name}/pyproject.toml`]: "",
        [`${name}/m.py`]: "",
        [`${name}/__pycache__/m.cpython-311.pyc`]: PYC,
      });
    }
    const days = (count: number): Date => new Date(Date.now() - count * 86_400_000);
    for (const name of ["old", "young", "future"]) {
      for (const file of ["pyproject.toml", "m.py", "__pycache__/m.cpython-311.pyc"]) {
        utimesSync(join(root, name, file), days(400), days(400));
      }
    }
    utimesSync(join(root, "young/m.py"), days(3), days(3));
    utimesSync(join(root, "future/m.py"), days(-4000), days(-4000));
    const stale = await scanOf(root, { idleDays: 180 });
    expect(places(stale, root)).toEqual(["bytecode old/__pycache__"]);
    expect(stale.totals.findings).toBe(1);
    const [, , young] = (await scanOf(root)).projects.map(({ decidedBy }) => decidedBy);
    expect(young).toBe("newest source file m.py");
  });

  it("reads git's traces without writing to the repository", async () => {
    const root = emptyDirectory();
    const repository = join(root, "repository");
    plant(repository, { "pyproject.toml": "", "m.py": "", "__pycache__/m.cpython-311.pyc": PYC });
    const environment = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_COMMITTER_DATE: "@1600000000 +0000" };
    const git = (...argv: string[]) =>
      execFileSync("git", ["-C", repository, "-c", "user.name=t", "-c", "user.email=t@example.invalid", ...argv], {
        env: environment,
      });
    git("init", "-q");
    git("add", "m.py");
    git("commit", "-qm", "first");
    execFileSync("find", [repository, "-type", "f", "-exec", "touch", "-d", "@1500000000", "{}", "+"]);
    const before = readFileSync(join(repository, ".git/index"));
    const [project] = (await scanOf(root)).projects;
    expect(project!.decidedBy).toBe("git reflog");
    expect(project!.lastActivity).toBe(1_600_000_000_000);
    expect(readFileSync(join(repository, ".git/index"))).toEqual(before);
  });

  it("names a root that cannot be scanned and goes on with the others", async () => {
    const root = emptyDirectory();
    plant(root, { file: "", "good/pyproject.toml": "", "good/.mypy_cache/3.11/cache.json": "{}" });
    const result = await scanOf(root, {
      roots: [join(root, "missing"), join(root, "file"), join(root, "good"), join(root, "good/.mypy_cache")],
    });
    expect(result.problems.map(({ path, code }) => [path, code])).toEqual([
      [join(root, "missing"), "ENOENT"],
      [join(root, "file"), "ENOTDIR"],
    ]);
    expect(result.roots).toEqual([join(root, "good")]);
    expect(places(result, root)).toEqual(["mypy-cache good/.mypy_cache"]);
  });

  it("stops when it is told to and says so", async () => {
    const root = emptyDirectory();
    plantEnvironment(join(root, "e"));
    const stop = new AbortController();
    stop.abort();
    const result = await scan(hostIn(root), { roots: [root], ...EVERYTHING }, { signal: stop.signal });
    expect(result.interrupted).toBe(true);
  });

  it("does not move the access time of pyvenv.cfg by looking", async () => {
    const root = emptyDirectory();
    plantEnvironment(join(root, "e"));
    const configuration = join(root, "e/pyvenv.cfg");
    utimesSync(configuration, new Date(1_000_000), new Date(2_000_000));
    const before = spawnSync("stat", ["-c", "%X", configuration], { encoding: "utf8" }).stdout;
    await scanOf(root);
    expect(spawnSync("stat", ["-c", "%X", configuration], { encoding: "utf8" }).stdout).toBe(before);
  });
});

describe.runIf(IS_ROOT)("scan, as root", () => {
  it("stays on the file system, bind mounts included, unless told otherwise", async () => {
    const root = emptyDirectory();
    plant(root, { "p/pyproject.toml": "", "p/bound/": null, "p/other/": null, "p/env/": null });
    const elsewhere = emptyDirectory();
    for (const place of [elsewhere, root]) {
      plant(place, { "source/m.py": "", "source/__pycache__/m.cpython-311.pyc": PYC });
    }
    plantEnvironment(join(root, "p/env"));
    plant(join(root, "p/env"), { "bin/mounted/": null });
    const mounts = [
      ["--bind", join(elsewhere, "source"), join(root, "p/bound")],
      ["-t", "tmpfs", "tmpfs", join(root, "p/other")],
      ["--bind", join(root, "source"), join(root, "p/env/bin/mounted")],
    ];
    for (const argv of mounts) execFileSync("mount", argv);
    try {
      cpSync(join(root, "source"), join(root, "p/other"), { recursive: true });
      const inside = await scanOf(root);
      expect(places(inside, root)).toEqual(["venv p/env", "bytecode source/__pycache__"]);
      expect(inside.findings[0]!.safety).toBe("data");
      expect(inside.findings[0]!.reasons.join()).toContain("another file system is mounted inside");
      const named = [root, join(root, "p/bound"), join(root, "p/other"), join(root, "source")];
      expect((await scanOf(root, { roots: named })).roots).toEqual(named.slice(0, 3));
      expect(places(await scanOf(root, { roots: named }), root)).toEqual([
        "bytecode p/bound/__pycache__",
        "venv p/env",
        "bytecode p/other/__pycache__",
        "bytecode source/__pycache__",
      ]);
      const across = await scanOf(root, { oneFileSystem: false });
      expect((await scanOf(root, { oneFileSystem: false, roots: named })).roots).toEqual([root]);
      expect(places(across, root)).toContain("bytecode p/bound/__pycache__");
      expect(places(across, root)).toContain("bytecode p/other/__pycache__");
    } finally {
      for (const argv of mounts) execFileSync("umount", [argv.at(-1)!]);
    }
  });

  it("counts what is mounted elsewhere too once, by its shorter path", async () => {
    const root = emptyDirectory();
    plantEnvironment(join(root, "a/env"));
    plant(root, { "again/": null, "a/m.pyc": PYC, "a/m.py": "", "a/n.py": "" });
    linkSync(join(root, "a/m.pyc"), join(root, "a/n.pyc"));
    mount(["--bind", join(root, "a")], join(root, "again"));
    const { totals, findings } = await scanOf(root);
    expect(findings.length).toBe(3);
    for (const changes of [{ roots: [root, join(root, "again")] }, { oneFileSystem: false }]) {
      const twice = await scanOf(root, changes as Partial<ScanRequest>);
      expect(places(twice, root)).toContain("venv a/env");
      expect(places(twice, root)).not.toContain("venv again/env");
      expect(twice.totals.frees).toBe(totals.frees);
    }
  });
});
