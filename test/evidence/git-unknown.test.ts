import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { asOrdinaryUser } from "./ordinary-user.ts";
import { gitTree, wrappedGit, type GitTree } from "./git-tree.ts";

/** What is tracked would be removed by whoever took "unknown" for "no". */
function withTracked(): GitTree {
  const tree = gitTree();
  tree.file("app/build/kept.py", "kept\n");
  tree.repository("app");
  return tree;
}

const EVERYTHING = ["tracked", "ignored", "uncommitted", "unpushed", "stashed"] as const;

async function expectUnknown(
  tree: GitTree,
  reason: RegExp,
  options: Parameters<GitTree["ask"]>[1] = {},
): Promise<void> {
  const answers = await tree.ask("app/build", options);
  for (const question of EVERYTHING) expect(answers[question].answer, question).toBe("unknown");
  expect(answers.tracked.reason).toMatch(reason);
}

describe("git that cannot answer means unknown", () => {
  it("without a git program", async () => {
    const tree = withTracked();
    await expectUnknown(tree, /no git program/, { environment: { PATH: tree.home } });
    await expectUnknown(tree, /no git program/, { environment: { PATH: "" } });
    tree.file("plain/.venv/pyvenv.cfg");
    expect((await tree.ask("plain/.venv", { environment: { PATH: "" } })).tracked.answer).toBe("no");
  });

  it("with dubious ownership", async () => {
    const tree = withTracked();
    const PATH = wrappedGit(tree, "export GIT_TEST_ASSUME_DIFFERENT_OWNER=1");
    await expectUnknown(tree, /doubts who owns/, { environment: { PATH } });
  });

  it("when it takes too long", async () => {
    const tree = withTracked();
    const PATH = wrappedGit(tree, "sleep 30");
    await expectUnknown(tree, /did not answer within 0.2 s/, { environment: { PATH }, timeLimitMs: 200 });
  });

  it("when it crashes", async () => {
    const tree = withTracked();
    await expectUnknown(tree, /killed \(SIGKILL\)/, { environment: { PATH: wrappedGit(tree, "kill -9 $$") } });
    await expectUnknown(tree, /exit code 7/, { environment: { PATH: wrappedGit(tree, "exit 7") } });
    await expectUnknown(tree, /did not say/, { environment: { PATH: wrappedGit(tree, "exit 0") } });
  });

  it("with a wrecked repository, also inside a good one", async () => {
    const tree = withTracked();
    renameSync(tree.at("app/.git"), tree.at("saved"));
    mkdirSync(tree.at("app/.git"));
    await expectUnknown(tree, /not a git repository/);
    tree.repository("."); // an outer one, which git itself would fall back to
    const { tracked } = await tree.ask("app/build");
    expect(["yes", "unknown"]).toContain(tracked.answer);
    tree.git(".", "rm", "-rq", "--cached", "app");
    await expectUnknown(tree, /its \.git is not a repository/);
    rmSync(tree.at("app/.git"), { recursive: true });
    expect((await tree.ask("app/build")).tracked.answer).toBe("no");
    for (const content of ["", "gitdir: /nowhere/at/all\n", "nonsense"]) {
      writeFileSync(tree.at("app/.git"), content);
      await expectUnknown(tree, /git failed/);
    }
  });

  it("with a broken index, HEAD or configuration", async () => {
    const tree = withTracked();
    const broken = (name: string) => {
      writeFileSync(tree.at("app/.git", name), "\0broken");
      return () => tree.git(".", "init", "-q", "app");
    };
    broken("index");
    expect((await tree.ask("app/build")).tracked).toMatchObject({
      answer: "unknown",
      reason: expect.stringMatching(/index/),
    });
    broken("HEAD");
    await expectUnknown(tree, /not a git repository/);
    broken("config");
    await expectUnknown(tree, /git failed/);
  });

  it("with a missing commit", async () => {
    const tree = withTracked();
    rmSync(tree.at("app/.git/objects"), { recursive: true });
    mkdirSync(tree.at("app/.git/objects"));
    const answers = await tree.ask("app/build");
    expect(answers.tracked.answer).toBe("yes");
    expect((await tree.ask("app/other")).unpushed.answer).toBe("unknown");
    expect((await tree.ask("app/other")).uncommitted.answer).toBe("unknown");
  });

  it("when the work tree is elsewhere, or a repository with files is called bare", async () => {
    const tree = withTracked();
    tree.directory("elsewhere");
    tree.git("app", "config", "core.worktree", tree.at("elsewhere"));
    await expectUnknown(tree, /elsewhere|not a repository/);
    tree.git(".", "config", "-f", tree.at("app/.git/config"), "--unset", "core.worktree");
    tree.git("app", "config", "core.bare", "true");
    await expectUnknown(tree, /called bare but has an index/);
  });

  it("inside of git's own directories", async () => {
    const tree = withTracked();
    tree.file("app/.git/hooks/__pycache__/a.pyc");
    tree.git(".", "init", "-q", "--bare", "site.git");
    tree.file("site.git/hooks/__pycache__/a.pyc");
    for (const place of ["app/.git/hooks/__pycache__", "site.git/hooks/__pycache__"]) {
      expect((await tree.ask(place)).tracked, place).toMatchObject({
        answer: "unknown",
        reason: expect.stringMatching(/git directory/),
      });
    }
  });

  it("when a directory of the work tree cannot be read", async () => {
    const tree = withTracked();
    tree.file("app/secret/new.py");
    const answers = await asOrdinaryUser(tree, "git", [tree.at("app/build"), tree.at("app/.venv")], () => {
      chmodSync(tree.at("app/secret"), 0);
    });
    expect(answers[tree.at("app/build")]).toMatchObject({ tracked: { answer: "yes" } });
    expect(answers[tree.at("app/.venv")]).toMatchObject({
      tracked: { answer: "no" },
      uncommitted: { answer: "unknown" },
    });
  });

  it("when .git cannot be read", async () => {
    const tree = withTracked();
    const answers = await asOrdinaryUser(tree, "git", [tree.at("app/build")], () => chmodSync(tree.at("app/.git"), 0));
    expect(answers[tree.at("app/build")]).toMatchObject({
      tracked: { answer: "unknown" },
      unpushed: { answer: "unknown" },
    });
  });
});
