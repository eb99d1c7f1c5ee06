import { execFileSync } from "node:child_process";
import { mkdirSync, openSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { gitEvidence } from "../../src/evidence/git.ts";
import { encode } from "../../src/system/files.ts";
import { hostIn } from "../support/trees.ts";
import { gitTree, wrappedGit } from "./git-tree.ts";

describe("tracked", () => {
  it("is yes for a directory that git tracks a file of, and no for one of a similar name", async () => {
    const tree = gitTree();
    tree.file("app/build/lib/kept.py", "kept\n");
    tree.repository("app");
    tree.file("app/build-2/lib/new.py", "new\n");
    tree.file("app/buil/new.py", "new\n");
    const { tracked } = await tree.ask("app/build");
    expect(tracked).toMatchObject({ answer: "yes", reason: "git tracks 1 file of it", details: ["build/lib/kept.py"] });
    expect((await tree.ask("app/build-2")).tracked).toMatchObject({ answer: "no", reason: "git tracks nothing of it" });
    expect((await tree.ask("app/buil")).tracked.answer).toBe("no");
    expect((await tree.ask("app/README")).tracked.answer).toBe("yes");
    expect((await tree.ask("app/READM")).tracked.answer).toBe("no");
  });

  it("is yes for what is only added, and for what the commit holds while the index is gone", async () => {
    const tree = gitTree();
    tree.file("app/dist/kept.whl", "kept\n");
    tree.repository("app");
    tree.file("app/build/added.py");
    tree.git("app", "add", "-N", "build/added.py");
    expect((await tree.ask("app/build")).tracked.answer).toBe("yes");
    rmSync(tree.at("app/.git/index"));
    expect((await tree.ask("app/dist")).tracked.answer).toBe("yes");
    expect((await tree.ask("app/other")).tracked.answer).toBe("no");
  });

  it("asks every repository above: a superproject may track what lies in a directory of another", async () => {
    const tree = gitTree();
    tree.file("outer/inner/dist/kept.whl", "kept\n");
    tree.repository("outer");
    tree.repository("outer/inner");
    tree.git("outer/inner", "rm", "-q", "--cached", "dist/kept.whl");
    expect((await tree.ask("outer/inner/dist")).tracked.answer).toBe("yes");
    tree.git("outer", "rm", "-rq", "--cached", "inner");
    expect((await tree.ask("outer/inner/dist")).tracked.answer).toBe("no");
  });

  it("is yes for what git was told not to look at: skip-worktree, assume-unchanged, a sparse index", async () => {
    const tree = gitTree();
    for (const name of ["dist/kept.whl", "build/kept.py", "out/deep/kept.py"]) tree.file(`app/${name}`, "kept\n");
    tree.repository("app", "dist/\nout/\n");
    tree.git("app", "add", "-f", ".");
    tree.git("app", "commit", "-qm", "ignored and tracked");
    tree.git("app", "update-index", "--skip-worktree", "dist/kept.whl");
    tree.git("app", "update-index", "--assume-unchanged", "build/kept.py");
    tree.git("app", "sparse-checkout", "set", "--cone", "--sparse-index", "build");
    // Made again by a tool, where git keeps one that it has not checked out.
    tree.file("app/out/deep/new.py");
    for (const name of ["dist", "build", "out/deep", "out"]) {
      expect((await tree.ask(`app/${name}`)).tracked.answer, name).toBe("yes");
    }
    expect((await tree.ask("app/out/dee")).tracked.answer).toBe("no");
  });

  it("does not regard case where the repository doesn't", async () => {
    const tree = gitTree();
    tree.file("app/Build/kept.py", "kept\n");
    tree.repository("app");
    tree.file("app/build/new.py");
    expect((await tree.ask("app/build")).tracked.answer).toBe("no");
    tree.git("app", "config", "core.ignoreCase", "true");
    expect((await tree.ask("app/build")).tracked.answer).toBe("yes");
  });

  it("is no outside of any repository", async () => {
    const tree = gitTree();
    tree.file("plain/.venv/pyvenv.cfg");
    const answers = await tree.ask("plain/.venv");
    expect(answers.tracked).toMatchObject({ answer: "no", reason: "no repository here" });
    expect(answers.uncommitted.answer).toBe("no");
    expect(answers.ignored.answer).toBe("no");
  });

  it("finds the repository through a link above the finding", async () => {
    const tree = gitTree();
    tree.file("real/app/build/kept.py", "kept\n");
    tree.repository("real/app");
    symlinkSync(tree.at("real/app"), tree.at("link"));
    expect((await tree.ask("link/build")).tracked.answer).toBe("yes");
  });

  it("knows paths that are no UTF-8, look like options or patterns, or hold newlines", async () => {
    const tree = gitTree();
    const root = "app\uDCFF\n -x";
    renameTo(tree.repository("plain"), tree.at(root));
    for (const name of ["dist\uDCE9", ":(glob)**", "-rf", "a\nb"]) {
      const directory = Buffer.concat([encode(`${tree.path}/${root}/`), encode(name)]);
      plantFile(directory);
      expect((await tree.ask(`${root}/${name}`)).tracked, name).toMatchObject({
        answer: "no",
        reason: "git tracks nothing of it",
      });
    }
    addAll(encode(`${tree.path}/${root}`), tree.environment);
    for (const name of ["dist\uDCE9", ":(glob)**", "-rf", "a\nb"]) {
      expect((await tree.ask(`${root}/${name}`)).tracked.answer, name).toBe("yes");
    }
    expect((await tree.ask(`${root}/dist\uDCE8`)).tracked.answer).toBe("no");
  });
});

describe("ignored", () => {
  it("is yes by a pattern, by patterns inside, by patterns for all of its files", async () => {
    const tree = gitTree();
    tree.repository("app", ".venv/\n*.pyc\n");
    tree.file("app/.venv/pyvenv.cfg");
    tree.file("app/env/.gitignore", "*\n");
    tree.file("app/env/pyvenv.cfg");
    tree.file("app/__pycache__/a.cpython-311.pyc");
    for (const name of [".venv", "env", "__pycache__"]) {
      expect((await tree.ask(`app/${name}`)).ignored, name).toMatchObject({ answer: "yes" });
    }
  });

  it("is no when git would add a file of it", async () => {
    const tree = gitTree();
    tree.repository("app", "venv/*\n!venv/keep.txt\n");
    tree.file("app/venv/pyvenv.cfg");
    tree.file("app/.venv/pyvenv.cfg");
    expect((await tree.ask("app/venv")).ignored.answer).toBe("yes");
    tree.file("app/venv/keep.txt");
    expect((await tree.ask("app/venv")).ignored).toMatchObject({ answer: "no", details: ["venv/keep.txt"] });
    expect((await tree.ask("app/.venv")).ignored.answer).toBe("no");
    tree.file("app/.git/info/exclude", ".venv\n");
    expect((await tree.ask("app/.venv")).ignored.answer).toBe("yes");
  });
});

describe("uncommitted", () => {
  it("is no when the only new files are findings", async () => {
    const tree = gitTree();
    tree.repository("app", "");
    tree.file("app/.venv/pyvenv.cfg");
    tree.file("app/build/x.py");
    const answers = await tree.ask("app/.venv", { disposable: [tree.at("app/build")] });
    expect(answers.uncommitted).toMatchObject({ answer: "no", reason: "everything is committed" });
    expect((await tree.ask("app/.venv")).uncommitted).toMatchObject({ answer: "yes", details: ["build/x.py"] });
  });

  it("is yes for new, modified, removed and staged files", async () => {
    const tree = gitTree();
    tree.repository("app");
    const said = async () => (await tree.ask("app/.venv")).uncommitted;
    tree.file("app/new.py");
    expect(await said()).toMatchObject({ answer: "yes", reason: "uncommitted changes: 1 new", details: ["new.py"] });
    tree.git("app", "add", "new.py");
    expect(await said()).toMatchObject({ answer: "yes", reason: "uncommitted changes: 1 staged" });
    tree.git("app", "commit", "-qm", "second");
    expect((await said()).answer).toBe("no");
    writeFileSync(tree.at("app/README"), "READ ME\n");
    expect(await said()).toMatchObject({
      answer: "yes",
      reason: "uncommitted changes: 1 modified",
      details: ["README"],
    });
    rmSync(tree.at("app/README"));
    expect((await said()).answer).toBe("yes");
  });

  it("is yes for files of a repository that has no commit yet, and no while it is empty", async () => {
    const tree = gitTree();
    tree.directory("app");
    tree.git("app", "init", "-q");
    const before = await tree.ask("app/.venv");
    expect([before.uncommitted.answer, before.unpushed.answer, before.stashed.answer]).toEqual(["no", "no", "no"]);
    tree.file("app/a.py");
    tree.git("app", "add", "a.py");
    expect((await tree.ask("app/.venv")).uncommitted.answer).toBe("yes");
  });
});

describe("unpushed and stashed", () => {
  it("compares local branches and HEAD with what the remotes have", async () => {
    const tree = gitTree();
    tree.repository("app");
    const said = async () => (await tree.ask("app/.venv")).unpushed;
    expect(await said()).toMatchObject({ answer: "yes", reason: "no remote: 1 commit only here" });
    tree.git(".", "init", "-q", "--bare", "origin.git");
    tree.git("app", "remote", "add", "origin", tree.at("origin.git"));
    expect(await said()).toMatchObject({ answer: "yes", reason: "1 commit not pushed" });
    tree.git("app", "push", "-q", "origin", "main");
    expect((await said()).answer).toBe("no");
    tree.git("app", "checkout", "-q", "--detach");
    tree.git("app", "commit", "-q", "--allow-empty", "-m", "detached");
    expect((await said()).answer).toBe("yes");
    tree.git("app", "branch", "side");
    tree.git("app", "checkout", "-q", "main");
    expect((await said()).answer).toBe("yes");
    tree.git("app", "push", "-q", "origin", "side");
    expect((await said()).answer).toBe("no");
  });

  it("counts stashes", async () => {
    const tree = gitTree();
    tree.repository("app");
    expect((await tree.ask("app/.venv")).stashed.answer).toBe("no");
    for (const text of ["one", "two"]) {
      writeFileSync(tree.at("app/README"), text);
      tree.git("app", "stash", "-q");
    }
    expect((await tree.ask("app/.venv")).stashed).toMatchObject({ answer: "yes", reason: "2 stashes" });
  });

  it("asks the repository of the project for a finding that lies elsewhere", async () => {
    const tree = gitTree();
    tree.repository("app");
    tree.file("app/new.py");
    tree.file("central/app-py3.11/pyvenv.cfg");
    const answers = await tree.ask("central/app-py3.11", { project: tree.at("app") });
    expect(answers.tracked).toMatchObject({ answer: "no", reason: "no repository here" });
    expect(answers.uncommitted.answer).toBe("yes");
  });
});

describe("many findings", () => {
  it("takes as many calls of git as one, also with 100,000 tracked files", async () => {
    const tree = gitTree();
    const root = tree.repository("app", "__pycache__/\n");
    const blob = tree.git("app", "rev-parse", "HEAD:README").trim();
    const lines = Array.from({ length: 100_000 }, (_, index) => `100644 ${blob}\tpkg${index % 500}/m${index}.py\n`);
    const list = tree.file("list", lines.join(""));
    indexInfo(root, list, tree.environment);
    const path = wrappedGit(tree, `echo x >> ${tree.at("calls")}`);
    const findings = Array.from({ length: 500 }, (_, index) => ({
      path: `${root}/${index % 2 ? "pkg" : "gone"}${index}/__pycache__` as AbsolutePath,
      project: root,
    }));
    for (const { path: finding } of findings) mkdirSync(finding, { recursive: true });
    findings.push({ path: `${root}/pkg7` as AbsolutePath, project: root });
    const host = hostIn(tree.home, { HOME: tree.home, PATH: path });
    const answers = await gitEvidence(host, findings);
    expect(answers.get(findings[1]!.path)!.tracked.answer).toBe("no");
    expect(answers.get(`${root}/pkg7` as AbsolutePath)!.tracked).toMatchObject({
      answer: "yes",
      reason: "git tracks 200 files of it",
    });
    expect(lineCount(tree.at("calls"))).toBeLessThanOrEqual(9);
  });
});

function indexInfo(root: string, list: string, environment: Readonly<Record<string, string>>): void {
  const stdio = [openSync(list, "r"), "ignore", "inherit"] as const;
  execFileSync("git", ["update-index", "--index-info"], { cwd: root, env: environment, stdio: [...stdio] });
}

function lineCount(path: string): number {
  return readFileSync(path, "utf8").split("\n").length - 1;
}

function renameTo(from: string, to: string): void {
  renameSync(from, encode(to));
}

/** Makes a directory with one file in it. */
function plantFile(directory: Buffer): void {
  mkdirSync(directory);
  writeFileSync(Buffer.concat([directory, Buffer.from("/file")]), "content\n");
}

function addAll(root: Buffer, environment: Readonly<Record<string, string>>): void {
  const descriptor = openSync(root, "r");
  execFileSync("git", ["add", "-A"], { cwd: `/proc/${process.pid}/fd/${descriptor}`, env: environment });
}
