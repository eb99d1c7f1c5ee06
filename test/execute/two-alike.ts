import { readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { history } from "../../src/app/history.ts";
import { recoverNow } from "../../src/execute/recover-now.ts";
import { trashFor } from "../../src/execute/trash/trash-for.ts";
import { dedupeAll } from "../app/dedupe-workspace.ts";
import { workspace, type Workspace } from "../app/workspace.ts";
import { snapshot, type Snapshot } from "../support/snapshot.ts";
import { inSite, plantStated } from "../support/stated-environment.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import type { crashProgram } from "./crash-program.ts";

const CONTENT = "VALUE = 1\n".repeat(1000);
export const FILES = { "demo/a.py": `${CONTENT}# a`, "demo/b.py": `${CONTENT}# b`, "demo/sub/c.py": `${CONTENT}# c` };

/** Two environments with the same package, below `base` where that is told. */
export function plantTwo(base?: string): Workspace {
  const work = workspace(temporaryTree(base));
  for (const name of ["a", "b"]) plantStated(work.tree.at(`${name}/.venv`), FILES);
  return work;
}

/** Names and contents of both environments, whatever is linked to what. */
export function contentsOf(work: Workspace): Record<string, string> {
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

/** Without what lies beside for a moment. */
export function withoutAside(contents: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(contents).filter(([name]) => !name.includes(".pyshed-")));
}

/** Everything below the tree, with times of files alone. */
export function treeOf(work: Workspace): Snapshot {
  return snapshot(work.tree.path, { timesOf: (path) => path.endsWith(".py") });
}

/** What the next command does first. */
export async function clearUp(work: Workspace): Promise<void> {
  await recoverNow(work.host, trashFor(work.host), {});
  expect(history(work.host).map(({ items }) => items.map(({ where }) => where))).not.toContain("unknown");
}

/** As pip does it. */
export function replace(file: string, content: string): void {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}

/** Undo is killed at every moment after a file was written to; then somebody replaces that file, and it must stay. */
export async function replaceAfterCrashes(runChild: ReturnType<typeof crashProgram>, base?: string): Promise<void> {
  const later = new Date("2030-01-01T00:00:00Z");
  let torn = 0;
  for (let at = 1; ; at++) {
    const work = plantTwo(base);
    const file = inSite(work.tree.at("b/.venv"), "demo/a.py");
    await dedupeAll(work);
    utimesSync(file, later, later);
    const moments = runChild(work.tree, "undo", work.root, at);
    if (Object.keys(contentsOf(work)).some((name) => name.includes(".pyshed-"))) torn++;
    replace(file, "VALUE = 2\n");
    await clearUp(work);
    expect(readFileSync(file, "utf8"), `at ${at}`).toBe("VALUE = 2\n");
    expect(Object.keys(contentsOf(work)), `at ${at}`).toHaveLength(2 * Object.keys(FILES).length);
    if (moments !== null) break;
  }
  expect(torn).toBeGreaterThan(3);
}
