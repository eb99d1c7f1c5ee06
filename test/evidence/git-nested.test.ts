import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { repositoriesInside } from "../../src/evidence/repositories.ts";
import { gitTree } from "./git-tree.ts";

describe("repositories of other shapes", () => {
  it("asks a worktree about itself", async () => {
    const tree = gitTree();
    tree.file("app/build/kept.py", "kept\n");
    tree.repository("app");
    tree.git("app", "worktree", "add", "-q", tree.at("tree"), "-b", "side");
    tree.file("tree/.venv/pyvenv.cfg");
    expect((await tree.ask("tree/build")).tracked.answer).toBe("yes");
    const answers = await tree.ask("tree/.venv");
    expect([answers.tracked.answer, answers.ignored.answer, answers.uncommitted.answer]).toEqual(["no", "yes", "no"]);
    tree.file("tree/new.py");
    expect((await tree.ask("tree/.venv")).uncommitted.answer).toBe("yes");
    expect((await tree.ask("app/.venv")).uncommitted.answer).toBe("no");
  });

  it("asks worktrees of a bare repository, and takes the directory around them for none", async () => {
    const tree = gitTree();
    tree.file("seed/dist/kept.whl", "kept\n");
    tree.repository("seed");
    tree.git(".", "clone", "-q", "--bare", tree.at("seed"), "proj/.bare");
    tree.file("proj/.git", "gitdir: ./.bare\n");
    tree.git("proj", "worktree", "add", "-q", tree.at("proj/main"), "main");
    tree.file("proj/main/.venv/pyvenv.cfg");
    expect((await tree.ask("proj/main/dist")).tracked.answer).toBe("yes");
    expect((await tree.ask("proj/main/.venv")).tracked.answer).toBe("no");
    expect((await tree.ask("proj/main/.venv")).uncommitted.answer).toBe("no");
    expect((await tree.ask("proj/.venv")).tracked).toMatchObject({ answer: "no", reason: "no repository here" });
  });

  it("asks a submodule about itself, and the superproject too", async () => {
    const tree = gitTree();
    tree.file("library/build/kept.py", "kept\n");
    tree.repository("library");
    tree.repository("app");
    tree.git("app", "submodule", "--quiet", "add", tree.at("library"), "vendor/library");
    tree.git("app", "commit", "-qm", "submodule");
    tree.file("app/vendor/library/.venv/pyvenv.cfg");
    expect((await tree.ask("app/vendor/library/build")).tracked.answer).toBe("yes");
    const answers = await tree.ask("app/vendor/library/.venv");
    expect([answers.tracked.answer, answers.ignored.answer, answers.unpushed.answer]).toEqual(["no", "yes", "no"]);
    expect((await tree.ask("app/vendor/library")).tracked.answer).toBe("yes");
    expect((await tree.ask("app/vendor")).tracked.answer).toBe("yes");
  });

  it("takes uv's empty .git beside a cache's tag for none, and one without the tag for a wreck", async () => {
    const tree = gitTree();
    tree.file("cache/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");
    tree.file("cache/sdists-v10/.git");
    tree.file("cache/sdists-v10/pypi/x/build.log");
    expect((await tree.ask("cache/sdists-v10/pypi")).tracked.answer).toBe("no");
    expect((await tree.ask("cache/sdists-v10")).holdsRepository.answer).toBe("no");
    tree.file("other/sdists-v10/.git");
    tree.file("other/sdists-v10/pypi/x/build.log");
    expect((await tree.ask("other/sdists-v10/pypi")).tracked.answer).toBe("unknown");
    expect((await tree.ask("other/sdists-v10")).holdsRepository.answer).toBe("yes");
  });
});

describe("repositories inside a finding", () => {
  it("says what an editable checkout holds that exists nowhere else", async () => {
    const tree = gitTree();
    tree.repository("app");
    tree.git(".", "init", "-q", "--bare", "origin.git");
    tree.file("app/.venv/pyvenv.cfg");
    tree.repository("app/.venv/src/name");
    tree.git("app/.venv/src/name", "remote", "add", "origin", tree.at("origin.git"));
    tree.git("app/.venv/src/name", "push", "-q", "origin", "main");
    const [first] = (await tree.ask("app/.venv")).inside;
    expect(first).toMatchObject({
      path: tree.at("app/.venv/src/name"),
      uncommitted: { answer: "no" },
      unpushed: { answer: "no" },
      stashed: { answer: "no" },
    });
    writeFileSync(tree.at("app/.venv/src/name/README"), "mine\n");
    tree.git("app/.venv/src/name", "commit", "-qam", "mine");
    tree.file("app/.venv/src/name/new.py");
    const answers = await tree.ask("app/.venv");
    expect(answers.holdsRepository).toMatchObject({ answer: "yes", reason: "it holds 1 repository (src/name)" });
    expect(answers.inside[0]).toMatchObject({ uncommitted: { answer: "yes" }, unpushed: { answer: "yes" } });
    expect(answers.tracked.answer).toBe("no");
  });

  it("finds the finding's own, bare ones, and other systems' histories; follows no link", async () => {
    const tree = gitTree();
    tree.repository("outside");
    tree.repository("env");
    tree.git(".", "init", "-q", "--bare", "env/src/bare");
    tree.file("env/src/mercurial/.hg/requires");
    tree.file("env/share/HEAD", "no repository\n");
    tree.file("env/share/objects");
    mkdirSync(tree.at("env/share/refs"));
    symlinkSync(tree.at("outside"), tree.at("env/link"));
    const { found, trouble } = repositoriesInside(tree.at("env"));
    expect(trouble).toBe(null);
    expect(found.map(({ kind, path }) => `${kind} ${path.slice(tree.path.length)}`).toSorted()).toEqual([
      "bare /env/src/bare",
      "checkout /env",
      "other /env/src/mercurial",
    ]);
    expect((await tree.ask("env")).inside.map(({ unpushed }) => unpushed.answer).toSorted()).toEqual([
      "unknown",
      "unknown",
      "yes",
    ]);
  });

  it("says unknown when it stops early, and no for a file", async () => {
    const tree = gitTree();
    for (let index = 0; index < 20; index++) tree.file(`env/d${index}/file`);
    expect(repositoriesInside(tree.at("env"), 10).trouble).toBe("it has more than 10 entries");
    expect(repositoriesInside(tree.at("env"), 100).trouble).toBe(null);
    expect((await tree.ask("env/d1/file")).holdsRepository.answer).toBe("no");
  });
});
