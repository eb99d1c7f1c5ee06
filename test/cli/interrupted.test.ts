import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { heldAt } from "../support/hold.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { openTerminal } from "../support/terminal.ts";
import { plantMypyCache } from "./mypy-cache.ts";
import { pyshedIn } from "./cleaning.ts";

const PROJECTS = 20;

test("Ctrl-C stops after the item at hand, ends with 130, and journal and disk agree", async () => {
  const tree = temporaryTree();
  const caches = Array.from({ length: PROJECTS }, (_, index) => {
    plantMypyCache(tree, `p${index}`);
    return tree.at(`p${index}/.mypy_cache`);
  });
  const held = heldAt(tree, /0 of 20 items, \d[^,]* of \d/);
  const terminal = openTerminal(["clean", "--yes", "--permanent"], {
    cwd: tree.path,
    environment: held.environment,
  });
  await terminal.waitFor(/0 of 20 items, \d[^,]* of \d[^,]*/);
  terminal.type("\u0003");
  // The terminal shows it when it has sent the signal.
  await terminal.waitFor("^C");
  held.release();
  expect(await terminal.end()).toBe(130);
  expect(terminal.screen()).toContain("Interrupted: it stopped after the item at hand.");
  const { stdout } = await pyshedIn(tree, "history", "--json");
  const [run] = (
    JSON.parse(stdout) as {
      readonly runs: readonly {
        readonly interrupted: boolean;
        readonly items: readonly { readonly path: string; readonly where: string }[];
      }[];
    }
  ).runs;
  expect(run!.interrupted).toBe(true);
  const there = caches.filter((path) => existsSync(path));
  expect(there).toHaveLength(PROJECTS - 1);
  for (const path of there) expect(existsSync(`${path}/CACHEDIR.TAG`)).toBe(true);
  for (const { path, where } of run!.items)
    expect([path, where]).toEqual([path, there.includes(path as never) ? "left" : "deleted"]);
  expect((await pyshedIn(tree, "clean", "--yes")).code).toBe(0);
  expect(caches.filter((path) => existsSync(path))).toEqual([]);
});
