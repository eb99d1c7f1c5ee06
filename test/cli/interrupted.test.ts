import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { temporaryTree } from "../support/temporary-tree.ts";
import { openTerminal } from "../support/terminal.ts";
import { plantMypyCache } from "./mypy-cache.ts";
import { pyshedIn } from "./cleaning.ts";

const PROJECTS = 60;
const FILES = 300;
/** A run that deletes waits up to 13 seconds for the figures of a busy disk. */
const TIME_LIMIT_MS = 90_000;

test(
  "Ctrl-C stops after the item at hand, ends with 130, and journal and disk agree",
  async () => {
    const tree = temporaryTree();
    const caches = Array.from({ length: PROJECTS }, (_, index) => {
      plantMypyCache(tree, `p${index}`);
      mkdirSync(tree.at(`p${index}/.mypy_cache/3.11/many`));
      for (let file = 0; file < FILES; file++) {
        writeFileSync(tree.at(`p${index}/.mypy_cache/3.11/many/${file}.data.json`), "{}");
      }
      return tree.at(`p${index}/.mypy_cache`);
    });
    const terminal = openTerminal(["clean", "--yes", "--permanent"], { cwd: tree.path, environment: tree.environment });
    await terminal.waitFor(/\d+ of 60 items, \d[^,]* of \d[^,]*/);
    terminal.type("\u0003");
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
    expect(there.length).toBeGreaterThan(0);
    expect(there.length).toBeLessThan(PROJECTS);
    for (const path of there) expect(existsSync(`${path}/CACHEDIR.TAG`)).toBe(true);
    for (const { path, where } of run!.items)
      expect([path, where]).toEqual([path, there.includes(path as never) ? "left" : "deleted"]);
    expect((await pyshedIn(tree, "clean", "--yes")).code).toBe(0);
    expect(caches.filter((path) => existsSync(path))).toEqual([]);
  },
  TIME_LIMIT_MS,
);
