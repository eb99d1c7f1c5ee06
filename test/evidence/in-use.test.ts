import { execFileSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Evidence } from "../../src/model/evidence.ts";
import { inUse } from "../../src/evidence/in-use.ts";
import { run } from "../../src/system/commands.ts";
import { encode } from "../../src/system/files.ts";
import type { Host } from "../../src/system/host.ts";
import { lastingTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";
import { IS_ROOT } from "../support/expectation.ts";
import { asOrdinaryUser } from "./ordinary-user.ts";
import { PYTHON_WAIT, started, WAIT } from "./real-process.ts";

const FILE_IN = "lib/file.txt";

/** Two real environments whose names begin alike: only one of them is ever used. */
let tree: TemporaryTree;
let used: AbsolutePath;
let unused: AbsolutePath;
let host: Host;

beforeAll(() => {
  tree = lastingTree();
  tree.directory("app");
  for (const name of ["app/.venv", "app/.venv-2"]) {
    execFileSync("python3", ["-m", "venv", "--without-pip", tree.at(name)], { cwd: "/", env: tree.environment });
    tree.file(`${name}/${FILE_IN}`, "content\n");
  }
  used = tree.at("app/.venv");
  unused = tree.at("app/.venv-2");
  // Not ourselves: programs that we start ourselves don't count.
  host = { ...hostIn(tree.home), processId: -1, currentDirectory: "/" as AbsolutePath };
});

afterAll(() => tree.remove());

async function ask(as: Host = host): Promise<{ used: Evidence; unused: Evidence }> {
  const answers = await inUse(as, [used, unused], { services: [] });
  return { used: answers.get(used)!, unused: answers.get(unused)! };
}

async function expectUse(reason: string | RegExp): Promise<void> {
  const answers = await ask();
  expect(answers.used).toMatchObject({ answer: "yes", reason: expect.stringMatching(reason) });
  expect(answers.unused.answer).toBe("no");
}

describe("an environment whose interpreter runs", () => {
  it("is not in use before", async () => {
    expect((await ask()).used.answer).toBe("no");
  });

  it("by a path relative to the project, with nothing but the standard library", async () => {
    const server = await started(".venv/bin/python", ["-u", "-m", "http.server", "--bind", "127.0.0.1", "0"], {
      cwd: tree.at("app"),
    });
    await expectUse(`python.* \\(pid ${server.pid}\\) runs from it`);
    expect((await ask()).used.details.join()).toContain(`${used}/bin/python`);
  });

  it("by a relative path, and the process has moved away since", async () => {
    const text = `import os; os.chdir('/'); ${PYTHON_WAIT}`;
    await started(".venv/bin/python", ["-c", text], { cwd: tree.at("app"), environment: { PWD: tree.at("app") } });
    await expectUse("runs from it");
  });

  it("by its bare name, along PATH", async () => {
    await started("python", ["-c", PYTHON_WAIT], { environment: { PATH: `${used}/bin:/usr/bin:/bin` } });
    await expectUse("runs from it");
  });

  it("as our own child, which a shell left us that became this process", async () => {
    // `sh -c 'server & pyshed clean'`: the last command takes the shell's place, and its children with it.
    const server = await started(`${used}/bin/python`, ["-c", PYTHON_WAIT]);
    const answers = await ask({ ...host, processId: process.pid });
    expect(answers.used).toMatchObject({ answer: "yes", reason: expect.stringContaining(`(pid ${server.pid})`) });
  });

  it("through a link above the environment", async () => {
    symlinkSync(tree.at("app"), tree.at("shortcut"));
    await started(tree.at("shortcut/.venv/bin/python"), ["-c", PYTHON_WAIT]);
    await expectUse("runs from it");
    rmSync(tree.at("shortcut"));
  });

  it("under a name that it gave itself, with the environment still set", async () => {
    await started(`${used}/bin/python`, ["-c", PYTHON_WAIT], {
      called: "gunicorn: worker [site]",
      environment: { VIRTUAL_ENV: used },
    });
    await expectUse("has it as VIRTUAL_ENV");
  });

  it("under a name that it gave itself, with a library of it loaded", async () => {
    const library = /\/\S*\/libc(?:\.so|-)\S*|\/\S*\/ld-musl\S*/.exec(readFileSync("/proc/self/maps", "utf8"))![0];
    copyFileSync(library, `${used}/lib/speedups.so`);
    const text = `import mmap, os; f = os.open('${used}/lib/speedups.so', os.O_RDONLY); ${LOAD}; os.close(f); ${PYTHON_WAIT}`;
    await started("python3", ["-c", text], {
      called: "gunicorn: worker [site]",
      environment: { PATH: process.env["PATH"]! },
    });
    await expectUse("has loaded files of it");
    rmSync(`${used}/lib/speedups.so`);
    await expectUse("has loaded files of it");
  });
});

/** Maps the file as a loader does: without keeping it open. */
const LOAD = [
  "import ctypes",
  "c = ctypes.CDLL(None)",
  "c.mmap.restype = ctypes.c_void_p",
  "assert c.mmap(None, ctypes.c_size_t(4096), 1, 2, f, ctypes.c_long(0))",
].join("; ");

describe("other ways to use a finding", () => {
  it("a working directory in it", async () => {
    const shell = await started("/bin/sh", ["-c", WAIT], { cwd: `${used}/lib` });
    await expectUse(`sh \\(pid ${shell.pid}\\) has its working directory in it`);
  });

  it("an open file, also when it has been removed", async () => {
    tree.file("app/.venv/lib/log", "");
    await started("/bin/sh", ["-c", `exec 7< ${used}/lib/log; ${WAIT}`]);
    await expectUse("has files of it open");
    rmSync(`${used}/lib/log`);
    await expectUse("has files of it open");
  });

  it("a program copied into it, called something else", async () => {
    copyFileSync("/bin/dash", `${used}/bin/tool`);
    execFileSync("chmod", ["+x", `${used}/bin/tool`]);
    await started(`${used}/bin/tool`, ["-c", WAIT], { called: "worker" });
    await expectUse("runs from it");
    rmSync(`${used}/bin/tool`);
    await expectUse("runs from it");
  });

  it("a script of it, run by an interpreter from elsewhere", async () => {
    tree.file("app/.venv/bin/tool", `${PYTHON_WAIT}\n`);
    const environment = { PATH: process.env["PATH"]! };
    await started("python3", ["-u", "-X", "dev", ".venv/bin/tool", "--flag"], { cwd: tree.at("app"), environment });
    await expectUse("runs a script of it");
  });

  it("CONDA_PREFIX and PYTHONPATH", async () => {
    await started("/bin/sh", ["-c", WAIT], { environment: { CONDA_PREFIX: used } });
    await expectUse("has it as CONDA_PREFIX");
    await started("/bin/sh", ["-c", WAIT], { environment: { PYTHONPATH: `/x:${used}/lib:/y` } });
    await expectUse("and 1 more");
  });

  it("a place whose name is no UTF-8 or looks removed", async () => {
    const odd = ["odd\uDCFF", "new\nline", "really (deleted)"].map((name) => tree.at(name));
    for (const place of odd) {
      mkdirSync(encode(place));
      await started("/bin/sh", ["-c", `cd '${tree.path}' && ${enterOdd(place)}; ${WAIT}`]);
    }
    tree.directory("odd");
    tree.directory("really");
    const answers = await inUse(host, [...odd, tree.at("odd"), tree.at("really")], { services: [] });
    expect(odd.map((place) => answers.get(place)!.answer)).toEqual(["yes", "yes", "yes"]);
    expect(answers.get(tree.at("odd"))!.answer).toBe("no");
  });
});

function enterOdd(place: string): string {
  const octal = [...encode(place as AbsolutePath)].map((byte) => `\\0${byte.toString(8).padStart(3, "0")}`).join("");
  return `cd "$(printf '%b' '${octal}')"`;
}

describe("what is no use", () => {
  it("a path among the arguments", async () => {
    await started("python3", ["-c", PYTHON_WAIT, `${used}/bin/python`], {
      environment: { PATH: process.env["PATH"]! },
    });
    await started("/bin/sh", ["-c", WAIT, used, `--directory=${used}`], { environment: { NOTE: used } });
    expect((await ask()).used.answer).toBe("no");
  });

  it("a working directory in the project, around it or beside it", async () => {
    for (const cwd of [tree.at("app"), tree.path, `${unused}/lib`]) await started("/bin/sh", ["-c", WAIT], { cwd });
    const answers = await ask();
    expect(answers.used.answer).toBe("no");
    expect(answers.unused.answer).toBe("yes");
  });

  it("what we ourselves have open and run, but not where we are", async () => {
    const us = { ...host, processId: process.pid };
    const open = openSync(`${used}/${FILE_IN}`, "r");
    const over = tree.at("over");
    execFileSync("mkfifo", [over]);
    const ours = run(us, "/bin/sh" as AbsolutePath, ["-c", `read line < '${over}'`], { directory: used });
    expect((await ask(us)).used.answer).toBe("no");
    expect((await ask()).used.answer).toBe("yes");
    closeSync(open);
    writeFileSync(over, "now\n");
    expect(await ours).toMatchObject({ kind: "ended", code: 0 });
    expect((await ask({ ...us, currentDirectory: `${used}/lib` as AbsolutePath })).used.reason).toMatch(
      /current directory/,
    );
  });
});

describe("this shell", () => {
  it("uses the environment that is active in it", async () => {
    for (const name of ["VIRTUAL_ENV", "CONDA_PREFIX"]) {
      const answers = await ask({ ...host, environment: { [name]: `${used}/` } });
      expect(answers.used, name).toMatchObject({ answer: "yes", reason: "it is the active environment of this shell" });
      expect(answers.unused.answer).toBe("no");
    }
    expect((await ask({ ...host, environment: { VIRTUAL_ENV: "" } })).used.answer).toBe("no");
  });
});

describe.runIf(IS_ROOT)("for root only: other views of the same files", () => {
  it("a bind mount, and a process in a mount namespace of its own", async () => {
    const bound = tree.directory("bound");
    const script = `mount --bind '${tree.at("app")}' '${bound}' && cd '${bound}/.venv/lib' && ${WAIT}`;
    await started("unshare", ["--mount", "--propagation", "private", "/bin/sh", "-c", script]);
    await expectUse("has its working directory in it");
  });

  it("the same name in another namespace means another place", async () => {
    tree.directory("empty/.venv/lib");
    const script = `mount --bind '${tree.at("empty")}' '${tree.at("app")}' && cd '${used}/lib' && ${WAIT}`;
    await started("unshare", ["--mount", "--propagation", "private", "/bin/sh", "-c", script]);
    expect((await ask()).used.answer).toBe("no");
  });

  it("a process below another root", async () => {
    mkdirSync(`${used}/jail/bin`, { recursive: true });
    const script = `/usr/sbin/chroot '${used}/jail' /bin/sh -c '${WAIT}'`;
    for (const library of execFileSync("ldd", ["/bin/sh"], { encoding: "utf8" }).match(/\/\S+/g) ?? []) {
      execFileSync("cp", ["--parents", "-L", library, `${used}/jail`]);
    }
    copyFileSync("/bin/dash", `${used}/jail/bin/sh`);
    execFileSync("chmod", ["+x", `${used}/jail/bin/sh`]);
    await started("/bin/sh", ["-c", `exec ${script}`]);
    await expectUse(/runs from it|root directory/);
  });
});

describe("where processes are hidden", () => {
  const list = { processes: [], hidden: 3, trouble: null };

  it("a finding of one's own is free, one of somebody else's is not known", async () => {
    const other = { ...host, userId: host.userId + 1 };
    const mine = (await inUse(host, [used], { processes: list, services: [] })).get(used);
    expect(mine).toMatchObject({ answer: "no", details: ["hidden: 3 processes"] });
    const theirs = (await inUse(other, [used], { processes: list, services: [] })).get(used);
    expect(theirs).toMatchObject({
      answer: "unknown",
      reason: "it belongs to somebody else, and 3 processes cannot be read",
    });
    const sudo = { ...host, userId: 0, environment: { SUDO_UID: String(host.userId) } };
    const ofCaller = (await inUse(sudo, [used], { processes: list, services: [] })).get(used);
    expect(ofCaller!.answer).toBe("no");
    const seen = { ...list, hidden: 0 };
    expect((await inUse(other, [used], { processes: seen, services: [] })).get(used)!.answer).toBe("no");
  });

  it("what is gone is said to be gone, not to be somebody else's", async () => {
    const gone = `${used}/gone` as AbsolutePath;
    const answer = (await inUse(host, [gone], { processes: list, services: [] })).get(gone);
    expect(answer).toMatchObject({ answer: "unknown", reason: "it is gone, or cannot be looked at" });
  });

  it("nothing is known where processes cannot be listed", async () => {
    const answers = await inUse({ ...host, platform: "sunos" }, [used], { services: [] });
    expect(answers.get(used)).toMatchObject({ answer: "unknown", reason: "processes cannot be listed on sunos" });
  });

  it("an ordinary user sees own processes, and others by what they were started as", async () => {
    const foreign = "/usr/share" as AbsolutePath;
    await started(`${unused}/bin/python`, ["-c", PYTHON_WAIT]);
    // As root, this process stays root's: its directory is hidden from the ordinary user.
    await started("/bin/sh", ["-c", WAIT], { cwd: used });
    const answers = (await asOrdinaryUser(tree, "in-use", [used, unused, foreign])) as Record<string, Evidence>;
    expect(answers[unused]).toMatchObject({ answer: "yes", reason: expect.stringMatching("runs from it") });
    expect(answers[used]!.answer).toBe(IS_ROOT ? "no" : "yes");
    expect(answers[foreign]!.answer).not.toBe("no");
  });
});
