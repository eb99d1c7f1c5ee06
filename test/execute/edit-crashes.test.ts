import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changeSettings } from "../../src/app/change-settings.ts";
import { history } from "../../src/app/history.ts";
import { planCentral } from "../../src/app/switch-central.ts";
import { undo } from "../../src/app/undo.ts";
import { recoverNow } from "../../src/execute/recover-now.ts";
import { trashFor } from "../../src/execute/trash/trash-for.ts";
import type { SettingsChange } from "../../src/model/settings.ts";
import { namesIn } from "../app/workspace.ts";
import { lastingTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";
import { crashProgram } from "./crash-program.ts";

const runChild = crashProgram();

const OWN = "alias ll='ls -l'\n";

function planted() {
  const tree = lastingTree();
  writeFileSync(join(tree.home, ".bashrc"), OWN);
  const environment = { ...tree.environment, SHELL: "/bin/bash" };
  return { tree, environment, host: hostIn(tree.home, environment) };
}

/** Null where there is no file. */
function textOf(...parts: string[]): string | null {
  try {
    return readFileSync(join(...parts), "utf8");
  } catch {
    return null;
  }
}

const FILES = [".bashrc", ".profile", ".config/environment.d/60-pyshed-pycache.conf"] as const;

function textsOf({ home }: TemporaryTree): (string | null)[] {
  return FILES.map((file) => textOf(home, file));
}

/** What each file holds before and after. */
async function bothStates() {
  const { tree, host } = planted();
  try {
    const before = textsOf(tree);
    await changeSettings(host, planCentral(host, true) as SettingsChange);
    return { before, after: textsOf(tree).map((text) => text?.replaceAll(tree.home, "HOME")) };
  } finally {
    tree.remove();
  }
}

test.each(["edit", "undo"])(
  "killed at any moment of %s, each file is whole as it was or as it was to be",
  { timeout: 900_000 },
  async (what) => {
    const { before, after } = await bothStates();
    const seen = new Set<string>();
    for (let at = 1; ; at++) {
      const { tree, environment, host } = planted();
      try {
        if (what === "undo") await changeSettings(host, planCentral(host, true) as SettingsChange);
        const counted = { ...environment, COUNTS_NODE_CALLS: "yes" };
        if (runChild({ home: tree.home, environment: counted }, what, "-", at) !== null) {
          expect(at).toBeGreaterThan(30);
          break;
        }
        const crashed = textsOf(tree).map((text) => text?.replaceAll(tree.home, "HOME") ?? null);
        for (const [index, text] of crashed.entries())
          expect([before[index], after[index]], `at ${at}`).toContain(text);
        seen.add(JSON.stringify(crashed.map((text, index) => text === after[index])));

        await recoverNow(host, trashFor(host), {});
        for (const directory of ["", ".config/environment.d"])
          expect(
            namesIn(tree.home, directory).filter((name) => name.includes("pyshed-2")),
            `at ${at}`,
          ).toEqual([]);
        const told = history(host).flatMap(({ items }) => items.map(({ where }) => where));
        expect(told, `at ${at}`).not.toContain("unknown");
        // What stands is known, so that it can be taken back.
        const isChanged = textsOf(tree).some((text, index) => text !== before[index]);
        if (isChanged) await undo(host, null);
        expect(textsOf(tree), `at ${at}`).toEqual(before);
      } finally {
        tree.remove();
      }
    }
    // It was killed before, between and after the files.
    expect(seen.size).toBe(4);
  },
);
