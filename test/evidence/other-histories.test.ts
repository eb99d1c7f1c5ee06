import { describe, expect, it } from "vitest";
import { plant } from "../support/trees.ts";
import { gitTree, type GitTree } from "./git-tree.ts";

/** As Mercurial 7.2 writes it: two parents, then state, mode, size, time, length of the name, name. */
function dirstate(...names: readonly string[]): Buffer {
  const entries = names.map((name) => {
    const bytes = Buffer.from(name);
    const head = Buffer.alloc(17, 0xff);
    head.write("n");
    head.writeUInt32BE(bytes.length, 13);
    return Buffer.concat([head, bytes]);
  });
  return Buffer.concat([Buffer.alloc(40, 1), ...entries]);
}

function mercurialTree(
  list: Buffer | null = dirstate("dist/kept.whl", "setup.py"),
  requires = "share-safe\n",
): GitTree {
  const tree = gitTree();
  plant(tree.at("app"), {
    ".hg/requires": requires,
    ".hg/store/requires": "dotencode\nfncache\ngeneraldelta\nrevlogv1\nsparserevlog\nstore\n",
    ...(list === null ? {} : { ".hg/dirstate": list }),
    "dist/kept.whl": "kept",
    ".venv/pyvenv.cfg": "home = /usr/bin\n",
  });
  return tree;
}

describe("a Mercurial working copy", () => {
  it("says what it tracks; nobody is asked about work in it", async () => {
    const tree = mercurialTree();
    const kept = await tree.ask("app/dist");
    expect(kept.tracked).toMatchObject({ answer: "yes", details: ["dist/kept.whl"] });
    const { tracked, uncommitted, unpushed, stashed, ignored } = await tree.ask("app/.venv", {
      project: tree.at("app"),
    });
    expect(tracked.answer).toBe("no");
    expect([uncommitted, unpushed, stashed].map(({ answer }) => answer)).toEqual(["unknown", "unknown", "unknown"]);
    expect(uncommitted.reason).toBe(`it lies in a Mercurial working copy (${tree.at("app")}), and only git is asked`);
    expect(ignored.answer).toBe("no");
  });

  it.each([
    ["of a newer format", dirstate(), "dirstate-v2\nshare-safe\n"],
    ["with files kept beside it", dirstate(), "share-safe\nlargefiles\n"],
    ["whose list is cut off", dirstate("dist/kept.whl").subarray(0, 60), "share-safe\n"],
  ])("%s is unknown", async (_, list, requires) => {
    const tree = mercurialTree(list, requires);
    expect((await tree.ask("app/dist")).tracked).toMatchObject({
      answer: "unknown",
      reason: expect.stringContaining("whose list of files cannot be read"),
    });
  });

  it("without a list tracks nothing yet", async () => {
    expect((await mercurialTree(null).ask("app/dist")).tracked.answer).toBe("no");
  });

  it("says what it tracks in a repository of git inside of it too, and git answers for the rest", async () => {
    const tree = mercurialTree(dirstate("inner/build/kept.py"));
    tree.file("app/inner/build/kept.py");
    tree.file("app/inner/.venv/pyvenv.cfg");
    tree.repository("app/inner", "build/\n.venv/\n");
    expect((await tree.ask("app/inner/build")).tracked.answer).toBe("yes");
    const { tracked, uncommitted } = await tree.ask("app/inner/.venv");
    expect([tracked.answer, uncommitted.answer]).toEqual(["no", "no"]);
  });
});

describe("working copies of systems that cannot be asked", () => {
  it.each([
    ["Subversion", ".svn/wc.db"],
    ["Jujutsu", ".jj/repo/store/type"],
    ["Breezy", ".bzr/README"],
    ["Darcs", "_darcs/format"],
    ["Pijul", ".pijul/config"],
    ["CVS", "CVS/Entries"],
    ["Fossil", ".fslckout"],
    ["Fossil", "_FOSSIL_"],
  ])("%s (%s): unknown", async (system, mark) => {
    const tree = gitTree();
    tree.file(`app/${mark}`, "x");
    tree.file("app/lib/.venv/pyvenv.cfg");
    tree.file("beside/.venv/pyvenv.cfg");
    const { tracked, uncommitted } = await tree.ask("app/lib/.venv");
    expect([tracked.answer, uncommitted.answer]).toEqual(["unknown", "unknown"]);
    expect(tracked.reason).toBe(
      `it lies in a ${system} working copy (${tree.at("app")}), and only git and Mercurial can be asked`,
    );
    expect((await tree.ask("beside/.venv")).tracked.answer).toBe("no");
  });

  it("what only has such a name counts for nothing", async () => {
    const tree = gitTree();
    for (const mark of [".hg", ".svn", "CVS/notes.txt"]) tree.file(`app/${mark}`);
    tree.file("app/.venv/pyvenv.cfg");
    expect((await tree.ask("app/.venv")).tracked.answer).toBe("no");
  });

  it("a repository of git inside of one answers for itself", async () => {
    const tree = gitTree();
    tree.file("all/.svn/wc.db");
    tree.repository("all/app");
    tree.file("all/app/.venv/pyvenv.cfg");
    const { tracked, uncommitted } = await tree.ask("all/app/.venv");
    expect([tracked.answer, uncommitted.answer]).toEqual(["no", "no"]);
  });

  it("beside git, Jujutsu tracks what git would, and any other may track more", async () => {
    const tree = gitTree();
    tree.repository("app");
    tree.file("app/.venv/pyvenv.cfg");
    tree.file("app/build/lib/a.py");
    tree.file("app/.jj/repo/store/type", "git");
    expect((await tree.ask("app/.venv")).tracked.answer).toBe("no");
    expect((await tree.ask("app/build")).tracked.answer).toBe("unknown");
    tree.file("app/.svn/wc.db");
    expect((await tree.ask("app/.venv")).tracked.answer).toBe("unknown");
  });
});
