import { expect, test } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { isPlain } from "../../src/model/path.ts";
import { guard, type Guarded } from "../../src/plan/guard.ts";

const path = (text: string): AbsolutePath => text as AbsolutePath;

function guarded(...roots: string[]): Guarded {
  return {
    roots: roots.map(path),
    homes: [path("/home/ada"), path("/home/bob"), path("/root")],
    standardDirectories: [path("/home/ada/.cache"), path("/home/ada/.local/share")],
    mountPoints: [path("/"), path("/mnt/disk")],
    executable: path("/home/ada/tools/node-env/bin/node"),
    own: [path("/home/ada/.local/state/pyshed"), path("/home/ada/tools/pyshed")],
    trashes: [path("/home/ada/.local/share/Trash"), path("/mnt/disk/.Trash-1000")],
    currentDirectory: path("/home/ada/work/here/.venv/lib"),
  };
}

test.each([
  ["/", "/", "it is the root of the file system"],
  ["/home/ada/work", "/home/ada/work", "it is what was searched itself; name its parent to clean it: /home/ada"],
  ["/home/ada/work", "/home/ada/other/.venv", "it lies outside of what was searched"],
  ["/home/ada/work", "/home/ada/workshop/.venv", "it lies outside of what was searched"],
  ["/", "/home/bob", "it is a home directory"],
  ["/", "/home", "it holds a home directory, /home/ada"],
  ["/home", "/home/ada/.cache", "it is a directory that programs rely on"],
  ["/home", "/home/ada/.local", "it holds a directory that programs rely on, /home/ada/.local/share"],
  ["/mnt", "/mnt/disk", "it is a mount point"],
  ["/home", "/home/ada/.local/share/Trash/files/.venv", "it lies in the trash, /home/ada/.local/share/Trash"],
  ["/home", "/home/ada/.local/share/Trash", "it is the trash"],
  ["/home", "/home/ada/.local/state/pyshed/runs", "it lies in pyshed itself, /home/ada/.local/state/pyshed"],
  ["/home", "/home/ada/tools/pyshed/node_modules/koffi/build", "it lies in pyshed itself, /home/ada/tools/pyshed"],
  ["/home", "/home/ada/tools/node-env", "it holds the program that runs pyshed, /home/ada/tools/node-env/bin/node"],
  ["/home", "/home/ada/work/here/.venv", "it holds the current directory, /home/ada/work/here/.venv/lib"],
  ["/home", "/home/ada/work/../bob/.venv", "its path is not absolute and plain"],
  ["/home", "work/.venv", "its path is not absolute and plain"],
])("searching %s leaves %s: %s", (root, place, expected) => {
  expect(guard(path(place), guarded(root))).toBe(expected);
});

test("a place that holds another root stays", () => {
  const roots = guarded("/home/ada/work", "/home/ada/work/a/.venv/src");
  expect(guard(path("/home/ada/work/a/.venv"), roots)).toBe(
    "it holds /home/ada/work/a/.venv/src, which was searched itself",
  );
});

test.each([
  ["/home", "/home/ada/.cache/project/.venv"],
  ["/home", "/home/ada/tools/pyshed-project/.venv"],
  ["/home", "/home/ada/work/here2/.venv"],
  ["/", "/srv/app/.venv"],
  ["/mnt/disk", "/mnt/disk/project/.venv"],
])("searching %s may take %s", (root, place) => {
  expect(guard(path(place), guarded(root))).toBeNull();
});

test("a plain path has no empty, dot or dot-dot part", () => {
  expect(["/", "/a", "/a/.b/..c", "C:/a"].map(isPlain)).toEqual([true, true, true, true]);
  expect(["", "a", "//", "/a/", "/a//b", "/a/.", "/a/../b", "/a\0"].map(isPlain)).toEqual(Array(8).fill(false));
});
