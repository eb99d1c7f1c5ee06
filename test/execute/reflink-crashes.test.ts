import { describe, expect, it } from "vitest";
import { history } from "../../src/app/history.ts";
import { undo } from "../../src/app/undo.ts";
import { extentReader } from "../../src/system/extents.ts";
import { dedupeAll } from "../app/dedupe-workspace.ts";
import type { Workspace } from "../app/workspace.ts";
import { IS_ROOT } from "../support/expectation.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { inSite } from "../support/stated-environment.ts";
import { crashProgram } from "./crash-program.ts";
import { clearUp, contentsOf, FILES, plantTwo, replaceAfterCrashes, treeOf, withoutAside } from "./two-alike.ts";

const runChild = crashProgram();

/** Files whose bytes lie in the same blocks in both environments. */
function sharedFiles({ tree }: Workspace): number {
  const reader = extentReader()!;
  const placement = (name: string, file: string): string | undefined =>
    reader.read(tree.at(`${name}/.venv/${inSite("", file)}`))?.placement;
  return Object.keys(FILES).filter((file) => {
    const first = placement("a", file);
    return first !== undefined && first === placement("b", file);
  }).length;
}

describe.skipIf(!IS_ROOT)("a crash while blocks are shared", () => {
  it.each(["btrfs", "xfs"] as const)(
    "killed at any moment of linking on %s, both environments are whole, and undo takes back what was done",
    { timeout: 600_000 },
    async (type) => {
      const disk = ownFileSystem(type, 400);
      const inTheMiddle = new Set<number>();
      for (let at = 1; ; at++) {
        const work = plantTwo(disk);
        const before = treeOf(work);
        const moments = runChild(work.tree, "dedupe", work.root, at);
        expect(treeOf(work), `at ${at}`).toEqual(before);
        const shared = sharedFiles(work);
        inTheMiddle.add(shared);
        await clearUp(work);
        expect(treeOf(work), `at ${at}`).toEqual(before);
        const [run] = history(work.host);
        if (shared > 0) expect(run, `at ${at}`).toMatchObject({ kind: "dedupe" });
        await undo(work.host, null).catch((error: unknown) => {
          expect(error).toMatchObject({ code: "nothing-to-undo" });
          expect(shared, `at ${at}`).toBe(0);
        });
        expect(treeOf(work), `at ${at}`).toEqual(before);
        expect(sharedFiles(work), `at ${at}`).toBe(0);
        // What was begun can be finished.
        await dedupeAll(work);
        expect(sharedFiles(work), `at ${at}`).toBe(3);
        if (moments !== null) break;
      }
      expect([...inTheMiddle].sort()).toEqual([0, 1, 2, 3]);
    },
  );

  it.each(["btrfs", "xfs"] as const)(
    "killed at any moment of undo on %s, both environments are whole, and a second undo finishes it",
    { timeout: 600_000 },
    async (type) => {
      const work = plantTwo(ownFileSystem(type, 400));
      const [before, contents] = [treeOf(work), contentsOf(work)];
      const inTheMiddle = new Set<number>();
      for (let at = 1; ; at++) {
        await dedupeAll(work);
        expect(sharedFiles(work), `at ${at}`).toBe(3);
        const moments = runChild(work.tree, "undo", work.root, at);
        expect(withoutAside(contentsOf(work)), `at ${at}`).toEqual(contents);
        inTheMiddle.add(sharedFiles(work));
        await clearUp(work);
        expect(contentsOf(work), `at ${at}`).toEqual(contents);
        if (sharedFiles(work) > 0) await undo(work.host, null);
        expect(sharedFiles(work), `at ${at}`).toBe(0);
        expect(treeOf(work), `at ${at}`).toEqual(before);
        if (moments !== null) break;
      }
      expect([...inTheMiddle].sort()).toEqual([0, 1, 2, 3]);
    },
  );

  it("what takes the place of a written file after a crash stays", { timeout: 300_000 }, async () => {
    await replaceAfterCrashes(runChild, ownFileSystem("btrfs", 400));
  });
});
