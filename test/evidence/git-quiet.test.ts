import { chmodSync, existsSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { gitTree, snapshot, type GitTree } from "./git-tree.ts";

/** Programs that a repository can name, each of which leaves a file when it is run. */
function setTraps(tree: GitTree, directory: string): void {
  const trap = (name: string): string => {
    const script = `#!/bin/sh\n: > "${tree.at("sprung")}/${name}"\ncat\n`;
    chmodSync(tree.file(`traps/${name}`, script), 0o755);
    return tree.at("traps", name);
  };
  tree.directory("sprung");
  const settings: Record<string, string> = {
    "core.fsmonitor": trap("fsmonitor"),
    "core.hooksPath": tree.at("hooks"),
    "core.sshCommand": trap("ssh"),
    "core.pager": trap("pager"),
    "core.editor": trap("editor"),
    "core.askPass": trap("askpass"),
    "core.alternateRefsCommand": trap("alternates"),
    "credential.helper": trap("credential"),
    "diff.external": trap("external"),
    "diff.shown.textconv": trap("textconv"),
    "diff.shown.command": trap("driver"),
    "gpg.program": trap("gpg"),
    "log.showSignature": "true",
    "filter.cleaned.clean": trap("clean"),
    "filter.cleaned.smudge": trap("smudge"),
    "filter.cleaned.required": "true",
    "filter.piped.process": trap("process"),
    "alias.ls-files": `!${trap("alias")}`,
    "alias.config": `!${trap("alias")}`,
    "trace2.normalTarget": tree.at("sprung/trace2"),
    "remote.origin.url": `ext::${trap("transport")}`,
    "remote.origin.promisor": "true",
    "remote.origin.partialCloneFilter": "blob:none",
    "protocol.ext.allow": "always",
    "extensions.partialClone": "origin",
    "core.repositoryFormatVersion": "1",
  };
  for (const [name, value] of Object.entries(settings)) tree.git(directory, "config", name, value);
  for (const hook of [
    "post-index-change",
    "reference-transaction",
    "post-checkout",
    "pre-auto-gc",
    "fsmonitor-watchman",
  ]) {
    const script = `#!/bin/sh\n: > "${tree.at("sprung")}/hook-${hook}"\n`;
    chmodSync(tree.file(`hooks/${hook}`, script), 0o755);
    chmodSync(tree.file(`${directory}/.git/hooks/${hook}`, script), 0o755);
  }
}

/** Same content, other times: git has to read the files to know that they are unchanged. */
function touchAll(tree: GitTree, directory: string): void {
  for (const name of ["README", "a.cleaned", "b.piped", "c.shown"])
    utimesSync(tree.at(directory, name), 1, 1_000_000_000);
}

function trapped(): GitTree {
  const tree = gitTree();
  tree.file("app/a.cleaned", "a\n");
  tree.file("app/b.piped", "b\n");
  tree.file("app/c.shown", "c\n");
  tree.file("app/.gitattributes", "*.cleaned filter=cleaned\n*.piped filter=piped\n*.shown diff=shown\n");
  tree.repository("app");
  tree.file("app/README", "stashed\n");
  tree.git("app", "stash", "-q");
  tree.file("app/.venv/pyvenv.cfg");
  tree.file("app/new.py");
  setTraps(tree, "app");
  touchAll(tree, "app");
  return tree;
}

describe("asking git", () => {
  it("runs no git of an environment that is active", async () => {
    const tree = trapped();
    const script = `#!/bin/sh\n: > "${tree.at("sprung")}/git"\nexit 0\n`;
    tree.file("app/.venv/pyvenv.cfg");
    chmodSync(tree.file("app/.venv/bin/git", script), 0o755);
    const PATH = `${tree.at("app/.venv/bin")}:${process.env["PATH"]}`;
    const { tracked, stashed } = await tree.ask("app/.venv", { environment: { PATH } });
    expect([tracked.answer, stashed.answer, readdirSync(tree.at("sprung"))]).toEqual(["no", "yes", []]);
    const alone = await tree.ask("app/.venv", { environment: { PATH: tree.at("app/.venv/bin") } });
    expect(alone.tracked).toMatchObject({ answer: "unknown", reason: "there is no git program" });
  });

  it("runs no program that the repository names and writes nothing", async () => {
    const tree = trapped();
    const before = snapshot(tree.at("app"));
    const answers = await tree.ask("app/.venv");
    expect(readdirSync(tree.at("sprung"))).toEqual([]);
    expect(snapshot(tree.at("app"))).toEqual(before);
    expect(answers.tracked.answer).toBe("no");
    expect(answers.ignored.answer).toBe("yes");
    expect(answers.uncommitted.answer).toBe("yes");
    expect(answers.stashed.answer).toBe("yes");
    // The traps do work: the plain commands spring them.
    tree.git("app", "-c", "core.fsmonitor=false", "ls-files", "-m");
    expect(readdirSync(tree.at("sprung"))).toContain("clean");
    try {
      tree.git("app", "-c", "filter.piped.process=", "status");
    } catch {
      // Some trap answers nonsense; that it was sprung is what counts.
    }
    expect(readdirSync(tree.at("sprung"))).toContain("fsmonitor");
  });

  it("does not fetch what a partial clone lacks", async () => {
    const tree = trapped();
    const tip = tree.git("app", "rev-parse", "HEAD^{tree}").trim();
    rmSync(tree.at("app/.git/objects", tip.slice(0, 2), tip.slice(2)));
    rmSync(tree.at("app/.git/index"));
    const answers = await tree.ask("app/.venv");
    expect(readdirSync(tree.at("sprung"))).toEqual([]);
    expect(answers.tracked.answer).toBe("unknown");
    expect(answers.uncommitted.answer).toBe("unknown");
  });

  it("says unknown where a filter's name cannot be switched off", async () => {
    const tree = trapped();
    tree.git("app", "config", "filter.a=b.clean", tree.at("traps/clean"));
    tree.file("app/.gitattributes", "*.cleaned filter=a=b\n");
    tree.git("app", "add", ".gitattributes");
    const marks = readdirSync(tree.at("sprung")).length;
    const answers = await tree.ask("app/.venv");
    expect(answers.ignored).toMatchObject({
      answer: "unknown",
      reason: 'the content filter "a=b" cannot be switched off',
    });
    expect(answers.tracked.answer).toBe("no");
    expect(readdirSync(tree.at("sprung"))).toHaveLength(marks);
  });

  it("leaves a split index alone, whose shared part git would touch", async () => {
    const tree = gitTree();
    tree.repository("app");
    tree.git("app", "config", "core.splitIndex", "true");
    tree.git("app", "update-index", "--split-index");
    const before = snapshot(tree.at("app/.git"));
    expect((await tree.ask("app/.venv")).tracked).toMatchObject({
      answer: "unknown",
      reason: expect.stringMatching(/split/),
    });
    expect(snapshot(tree.at("app/.git"))).toEqual(before);
    tree.git("app", "config", "core.splitIndex", "false");
    tree.git("app", "update-index", "--no-split-index");
    expect((await tree.ask("app/.venv")).tracked.answer).toBe("no");
  });

  it("takes nothing from GIT_* variables", async () => {
    const tree = gitTree();
    tree.file("app/build/kept.py");
    tree.repository("app");
    tree.repository("other");
    const environment = {
      GIT_DIR: tree.at("other/.git"),
      GIT_WORK_TREE: tree.at("other"),
      GIT_INDEX_FILE: tree.at("other/.git/index"),
      GIT_CEILING_DIRECTORIES: tree.path,
      GIT_TRACE: tree.at("trace"),
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "core.worktree",
      GIT_CONFIG_VALUE_0: "/",
    };
    expect((await tree.ask("app/build", { environment })).tracked.answer).toBe("yes");
    expect(existsSync(tree.at("trace"))).toBe(false);
  });
});
