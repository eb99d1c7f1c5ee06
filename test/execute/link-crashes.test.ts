import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { undo } from "../../src/app/undo.ts";
import { dedupeAll } from "../app/dedupe-workspace.ts";
import type { Workspace } from "../app/workspace.ts";
import { inodeAt, inSite } from "../support/stated-environment.ts";
import { crashProgram } from "./crash-program.ts";
import {
  clearUp,
  contentsOf,
  FILES,
  plantTwo,
  replace,
  replaceAfterCrashes,
  treeOf,
  withoutAside,
} from "./two-alike.ts";

const runChild = crashProgram();

function linkedFiles(work: Workspace): number {
  const inode = (name: string, file: string): number => inodeAt(inSite(work.tree.at(`${name}/.venv`), file));
  return Object.keys(FILES).filter((file) => inode("a", file) === inode("b", file)).length;
}

test(
  "killed at any moment of linking, both environments are whole, and the next run clears up",
  { timeout: 300_000 },
  async () => {
    let torn = 0;
    for (let at = 1; ; at++) {
      const work = plantTwo();
      const [before, contents] = [treeOf(work), contentsOf(work)];
      const moments = runChild(work.tree, "dedupe", work.root, at);
      const crashed = contentsOf(work);
      if (Object.keys(crashed).length > Object.keys(contents).length) torn++;
      // At the moment of the crash, before anything has been cleared up.
      expect(withoutAside(crashed), `at ${at}`).toEqual(contents);
      await clearUp(work);
      expect(contentsOf(work), `at ${at}`).toEqual(contents);
      const linked = linkedFiles(work);
      await undo(work.host, null).catch((error: unknown) => {
        expect(error).toMatchObject({ code: "nothing-to-undo" });
        expect(linked).toBe(0);
      });
      expect(treeOf(work), `at ${at}`).toEqual(before);
      if (moments !== null) break;
    }
    // The temporary name was met, or else the kills came at the wrong moments.
    expect(torn).toBeGreaterThan(3);
  },
);

test(
  "killed at any moment of undo, both environments are whole, and a second undo finishes it",
  { timeout: 300_000 },
  async () => {
    const work = plantTwo();
    const [before, contents] = [treeOf(work), contentsOf(work)];
    for (let at = 1; ; at++) {
      await dedupeAll(work);
      expect(linkedFiles(work)).toBe(3);
      const moments = runChild(work.tree, "undo", work.root, at);
      expect(withoutAside(contentsOf(work)), `at ${at}`).toEqual(contents);
      await clearUp(work);
      expect(contentsOf(work), `at ${at}`).toEqual(contents);
      if (linkedFiles(work) > 0) await undo(work.host, null);
      expect(linkedFiles(work)).toBe(0);
      expect(treeOf(work), `at ${at}`).toEqual(before);
      if (moments !== null) break;
    }
  },
);

/** Killed between the two exchanges somebody else's file lies beside ours. */
test.each([
  { title: "it gets its place back", since: null, beside: 0 },
  { title: "what was put there since stays, and so does it", since: "VALUE = 3\n", beside: 1 },
])("undo is killed at any moment while a file is replaced: $title", { timeout: 300_000 }, async ({ since, beside }) => {
  let torn = 0;
  for (let at = 1; ; at++) {
    const work = plantTwo();
    const file = inSite(work.tree.at("b/.venv"), "demo/a.py");
    const environment = { ...work.tree.environment, REPLACES_BEFORE_EXCHANGE: file };
    await dedupeAll(work);
    const moments = runChild({ home: work.tree.home, environment }, "undo", work.root, at);
    const isReplaced = Object.values(contentsOf(work)).includes("VALUE = 2\n");
    const isTorn = isReplaced && readFileSync(file, "utf8") !== "VALUE = 2\n";
    if (isTorn) torn++;
    if (isTorn && since !== null) replace(file, since);
    await clearUp(work);
    if (isReplaced) expect(readFileSync(file, "utf8"), `at ${at}`).toBe((isTorn ? since : null) ?? "VALUE = 2\n");
    const files = 2 * Object.keys(FILES).length + (isTorn ? beside : 0);
    expect(Object.keys(contentsOf(work)), `at ${at}`).toHaveLength(files);
    if (moments !== null) break;
  }
  expect(torn).toBeGreaterThan(0);
});

test("what takes the place of a written file after a crash of undo stays", { timeout: 300_000 }, async () => {
  await replaceAfterCrashes(runChild);
});
