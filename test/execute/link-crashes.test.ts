import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { history } from "../../src/app/history.ts";
import { undo } from "../../src/app/undo.ts";
import { recoverNow } from "../../src/execute/recover-now.ts";
import { trashFor } from "../../src/execute/trash/trash-for.ts";
import { dedupeAll } from "../app/dedupe-workspace.ts";
import { workspace, type Workspace } from "../app/workspace.ts";
import { snapshot, type Snapshot } from "../support/snapshot.ts";
import { inodeAt, inSite, plantStated } from "../support/stated-environment.ts";
import { lastingTree } from "../support/temporary-tree.ts";

const shop = lastingTree();
const child = shop.at("crash-child.mjs");

beforeAll(async () => {
  await build({
    entryPoints: [resolve(import.meta.dirname, "crash-child.ts")],
    outfile: child,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
  });
  symlinkSync(resolve(import.meta.dirname, "../../node_modules"), shop.at("node_modules"));
});
afterAll(() => shop.remove());

const CONTENT = "VALUE = 1\n".repeat(1000);
const FILES = { "demo/a.py": `${CONTENT}# a`, "demo/b.py": `${CONTENT}# b`, "demo/sub/c.py": `${CONTENT}# c` };

function plantTwo(): Workspace {
  const work = workspace();
  for (const name of ["a", "b"]) plantStated(work.tree.at(`${name}/.venv`), FILES);
  return work;
}

/** Null when it was killed, else how many moments there were. */
function runChild(work: Workspace, what: string, at: number): number | null {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [child, what, work.root, String(at)], {
    cwd: work.tree.home,
    env: { ...work.tree.environment },
    encoding: "utf8",
  });
  if (signal === "SIGKILL") return null;
  if (status !== 0) throw new Error(`${what} at ${at} ended with ${status}: ${stderr}`);
  return Number(stdout);
}

/** Names and contents of both environments, whatever is linked to what. */
function contentsOf(work: Workspace): Record<string, string> {
  return Object.fromEntries(
    ["a", "b"].flatMap((name) => {
      const place = inSite(work.tree.at(`${name}/.venv`), "demo");
      return readdirSync(place, { recursive: true, encoding: "utf8" })
        .filter((file) => !file.endsWith("sub"))
        .sort()
        .map((file): [string, string] => [`${name}/${file}`, readFileSync(join(place, file), "utf8")]);
    }),
  );
}

function withoutAside(contents: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(contents).filter(([name]) => !name.includes(".pyshed-")));
}

function treeOf(work: Workspace): Snapshot {
  return snapshot(work.tree.path, { timesOf: (path) => path.endsWith(".py") });
}

function linkedFiles(work: Workspace): number {
  const inode = (name: string, file: string): number => inodeAt(inSite(work.tree.at(`${name}/.venv`), file));
  return Object.keys(FILES).filter((file) => inode("a", file) === inode("b", file)).length;
}

async function clearUp(work: Workspace): Promise<void> {
  await recoverNow(work.host, trashFor(work.host), {});
  expect(history(work.host).map(({ items }) => items.map(({ where }) => where))).not.toContain("unknown");
}

test(
  "killed at any moment of linking, both environments are whole, and the next run clears up",
  { timeout: 300_000 },
  async () => {
    let torn = 0;
    for (let at = 1; ; at++) {
      const work = plantTwo();
      const [before, contents] = [treeOf(work), contentsOf(work)];
      const moments = runChild(work, "dedupe", at);
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
      const moments = runChild(work, "undo", at);
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
