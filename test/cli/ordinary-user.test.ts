import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { namesIn, plantProject } from "../app/workspace.ts";
import { IS_ROOT } from "../support/expectation.ts";
import { giveTo, NOBODY, openToAll, runAsUser, SOMEBODY_ELSE } from "../support/ordinary-user.ts";
import { memory } from "../support/memory-tree.ts";
import type { Outcome } from "../support/run.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { plant } from "../support/trees.ts";
import { treeOf } from "./cleaning.ts";

const CACHE = {
  "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n",
  "3.11/a.data.json": "{}".repeat(5000),
};

/** A tree and a home of the ordinary user who runs pyshed here: `nobody`, when the tests run as root. */
function ownTree(): TemporaryTree {
  // In memory nobody else's writes make the measuring of free space wait.
  const tree = temporaryTree(memory());
  openToAll(tree.path);
  return tree;
}

function settled(tree: TemporaryTree): TemporaryTree {
  if (IS_ROOT) giveTo(NOBODY, tree.path, tree.home);
  return tree;
}

function pyshed(tree: TemporaryTree, ...args: readonly string[]): Promise<Outcome> {
  return runAsUser(args, { cwd: tree.path, environment: tree.environment });
}

const trash = ({ home }: TemporaryTree): string[] => namesIn(home, ".local/share/Trash/files");

describe("as an ordinary user", () => {
  test("clean, undo, clean again and purge", async () => {
    const tree = ownTree();
    plantProject(tree.at("demo"));
    settled(tree);
    const before = treeOf(tree);
    expect(await pyshed(tree, "clean", "--yes")).toMatchObject({ code: 0, stderr: "" });
    expect(namesIn(tree.at("demo"))).toEqual(["app.py", "docs", "env", "pyproject.toml"]);
    expect(trash(tree)).toEqual([".mypy_cache", ".venv", "__pycache__"]);
    expect((await pyshed(tree, "undo")).code).toBe(0);
    expect(treeOf(tree)).toEqual(before);
    expect(trash(tree)).toEqual([]);

    expect((await pyshed(tree, "clean", "--yes")).code).toBe(0);
    expect((await pyshed(tree, "purge", "--yes")).code).toBe(0);
    expect([trash(tree), namesIn(tree.home, ".local/share/Trash/info")]).toEqual([[], []]);
    expect((await pyshed(tree, "undo")).code).toBe(3);
  });

  test("delete for good", async () => {
    const tree = ownTree();
    plantProject(tree.at("demo"));
    settled(tree);
    const { code, stdout } = await pyshed(tree, "clean", "--yes", "--permanent");
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^✓ Cleaned .*\s.*\(measured/)]);
    expect(namesIn(tree.at("demo"))).toEqual(["app.py", "docs", "env", "pyproject.toml"]);
    expect(trash(tree)).toEqual([]);
  });

  const others = IS_ROOT ? "beside other people's things" : "beside other people's things (left out: needs root)";
  describe.skipIf(!IS_ROOT)(others, () => {
    test.each([[[]], [["--permanent"]]])("what belongs to somebody else stays, and one's own goes: %s", async (way) => {
      const tree = ownTree();
      for (const name of ["mine", "theirs", "shared"]) plant(tree.at(name, ".mypy_cache"), CACHE);
      settled(tree);
      // One whole project of theirs, and a cache of theirs in a directory that everybody may write to.
      giveTo(SOMEBODY_ELSE, tree.at("theirs"), tree.at("shared"));
      chmodSync(tree.at("shared"), 0o777);
      const { code, stdout } = await pyshed(tree, "clean", "--yes", ...way);
      expect([code, stdout]).toEqual([1, expect.stringContaining("it belongs to somebody else")]);
      expect(namesIn(tree.at("mine"))).toEqual([]);
      expect(namesIn(tree.at("theirs"))).toEqual([".mypy_cache"]);
      expect(namesIn(tree.at("shared"), ".mypy_cache")).toEqual(["3.11", "CACHEDIR.TAG"]);
    });

    test.each([[[]], [["--permanent"]]])(
      "one's own in a directory of theirs stays with its reason: %s",
      async (way) => {
        const tree = ownTree();
        for (const name of ["theirs", "mine"]) plant(tree.at(name, ".mypy_cache"), CACHE);
        settled(tree);
        giveTo(SOMEBODY_ELSE, tree.at("theirs"));
        giveTo(NOBODY, tree.at("theirs/.mypy_cache"));
        chmodSync(tree.at("theirs"), 0o755);
        const before = treeOf(tree);
        const { code, stdout } = await pyshed(tree, "clean", "--yes", ...way);
        expect([code, stdout]).toEqual([1, expect.stringMatching(/theirs\/\.mypy_cache: .*(permi|allow)/i)]);
        expect(namesIn(tree.at("mine"))).toEqual([]);
        const kept = Object.entries(before).filter(([name]) => name.startsWith("theirs/"));
        expect(Object.entries(treeOf(tree)).filter(([name]) => name.startsWith("theirs/"))).toEqual(kept);
      },
    );

    test.each([[[]], [["--permanent"]]])("in a sticky directory one's own goes and theirs stays: %s", async (way) => {
      const tree = ownTree();
      plant(tree.at("a"), { "mine.py": "", "theirs.py": "" });
      for (const name of ["mine", "theirs"]) {
        plant(tree.at("a"), { [`${name}.pyc`]: Buffer.from([0xf3, 0x0d, 0x0d, 0x0a, ...Buffer.alloc(12)]) });
      }
      settled(tree);
      giveTo(SOMEBODY_ELSE, tree.at("a/theirs.pyc"), tree.at("a/theirs.py"));
      giveTo(0, tree.at("a"));
      giveTo(NOBODY, tree.at("a/mine.pyc"), tree.at("a/mine.py"));
      giveTo(SOMEBODY_ELSE, tree.at("a/theirs.pyc"), tree.at("a/theirs.py"));
      chmodSync(tree.at("a"), 0o1777);
      const { code } = await pyshed(tree, "clean", "--yes", ...way);
      expect([code, namesIn(tree.at("a"))]).toEqual([1, ["mine.py", "theirs.py", "theirs.pyc"]]);
    });

    test("files of root's deep in one's own: it keeps its name, what could go has gone, the others go on", async () => {
      const tree = ownTree();
      for (const name of ["mixed", "mine"]) plant(tree.at(name, ".mypy_cache"), CACHE);
      plant(tree.at("mixed/.mypy_cache/3.11/roots"), { "b.data.json": "{}" });
      settled(tree);
      giveTo(0, tree.at("mixed/.mypy_cache/3.11/roots"));
      chmodSync(tree.at("mixed/.mypy_cache/3.11/roots"), 0o755);
      const { code, stdout } = await pyshed(tree, "clean", "--yes", "--permanent");
      expect([code, stdout]).toEqual([1, expect.stringContaining("mixed/.mypy_cache")]);
      expect(existsSync(tree.at("mixed/.mypy_cache/3.11/roots/b.data.json"))).toBe(true);
      expect([namesIn(tree.at("mixed")), namesIn(tree.at("mine"))]).toEqual([[".mypy_cache"], []]);
      // The trash takes the whole of it by one rename, and gives it back.
      expect((await pyshed(tree, "clean", "--yes", "mixed")).code).toBe(0);
      expect(namesIn(tree.at("mixed"))).toEqual([]);
      expect((await pyshed(tree, "undo")).code).toBe(0);
      expect(existsSync(tree.at("mixed/.mypy_cache/3.11/roots/b.data.json"))).toBe(true);
    });

    test("a home of somebody else's is never written to", async () => {
      const tree = ownTree();
      plant(tree.at("mine/.mypy_cache"), CACHE);
      settled(tree);
      giveTo(SOMEBODY_ELSE, tree.home);
      chmodSync(tree.home, 0o755);
      const { code, stdout, stderr } = await pyshed(tree, "clean", "--yes");
      expect([code, stdout + stderr]).toEqual([3, expect.stringContaining("--permanent")]);
      expect(existsSync(join(tree.path, "mine/.mypy_cache/CACHEDIR.TAG"))).toBe(true);
    });
  });
});
