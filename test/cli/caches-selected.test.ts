import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { expect, test } from "vitest";
import { cachesCleanDocument } from "../../src/report/schema/caches.ts";
import { run, type Outcome } from "../support/run.ts";
import { openTerminal } from "../support/terminal.ts";
import { plant, type PlantedPip } from "./planted-pip.ts";

/** The command is started several times in each. */
const TIME = 120_000;

/** The planted cache with one answer more, of `slate`, which was not used for a hundred days. */
function planted(): PlantedPip & { readonly slate: string } {
  const place = plant();
  const slate = join(place.cache, "http-v2/c/d/c/d/c", "cd".repeat(28));
  mkdirSync(dirname(slate), { recursive: true });
  writeFileSync(slate, "cc=4,\u0082\u00a8response");
  writeFileSync(`${slate}.body`, `<!DOCTYPE html><title>Links for slate</title>${" ".repeat(90_000)}`);
  const then = new Date(Date.now() - 100 * 86_400_000);
  for (const file of [slate, `${slate}.body`]) utimesSync(file, then, then);
  return { ...place, slate };
}

function clean({ tree, environment }: PlantedPip, ...args: string[]): Promise<Outcome> {
  return run(["caches", "clean", "pip", ...args], { cwd: tree.path, environment });
}

const documentOf = ({ stdout }: Outcome) => v.parse(cachesCleanDocument, JSON.parse(stdout));

test("what was selected is shown, goes, and comes back by undo", { timeout: TIME }, async () => {
  const place = planted();
  const shown = await clean(place, "--package", "sl*", "--older-than", "90d", "--dry-run");
  expect([shown.code, shown.stderr]).toEqual([0, ""]);
  expect(shown.stdout).toMatch(
    /^ \[1\] ○ pip cache: slate \(page\) +\d+\.\d KiB\n {7}move \S+ to the trash:\n {9}pip has no command for single downloads\nOf 3 things in the pip cache 1 is selected\.\n$/,
  );
  expect(existsSync(place.slate)).toBe(true);
  const done = await clean(place, "--package", "sl*", "--older-than", "90d", "--yes");
  expect([done.code, done.stderr]).toEqual([0, ""]);
  expect(done.stdout).toContain("Moved 2 items to the trash");
  expect([existsSync(place.slate), existsSync(`${place.slate}.body`)]).toEqual([false, false]);
  expect(readdirSync(join(place.cache, "wheels"))).toEqual(["aa"]);
  expect((await run(["undo"], { environment: place.environment })).code).toBe(0);
  expect([existsSync(place.slate), existsSync(`${place.slate}.body`)]).toEqual([true, true]);
});

test("filters must all hold, and when nothing is selected that is said", { timeout: TIME }, async () => {
  const place = planted();
  for (const args of [
    ["--package", "pebble", "--older-than", "90d"],
    ["--package", "torch*"],
    ["--kind", "page", "--keep-latest", "1"],
  ]) {
    const outcome = await clean(place, ...args, "--yes");
    expect([outcome.code, outcome.stdout]).toEqual([
      0,
      "Nothing to clean, nothing was done.\nOf 3 things in the pip cache none is selected.\n",
    ]);
  }
  const unknown = await clean(place, "--kind", "weel", "--yes");
  expect([unknown.code, unknown.stdout]).toEqual([
    0,
    "Nothing to clean, nothing was done.\nOf 3 things in the pip cache none is selected (kinds here: built-wheel, page).\n",
  ]);
  const several = await clean(place, "--package", "pebble,slate", "--kind", "page", "--dry-run", "--json");
  expect(documentOf(several)).toMatchObject({
    status: "planned",
    choosing: [{ chosen: 2, of: 3 }],
    steps: [{ what: "slate (page)" }, { what: "slate (page)" }, { what: "pebble (page)" }, { what: "pebble (page)" }],
    backup: null,
    targets: [],
  });
});

test(
  "what a cache cannot answer is refused with the reason, and wrong values are usage",
  { timeout: TIME },
  async () => {
    const place = planted();
    const unused = await clean(place, "--unused", "--yes");
    expect(unused.code).toBe(3);
    expect(unused.stdout).toContain("--unused does not fit the pip cache: pip copies what it installs");
    for (const [args, message] of [
      [["--older-than", "soon"], "A time span such as 12h, 7d or 4w."],
      [["--keep-latest", "0"], "A whole number from 1 on."],
      [["--max-size", "big"], "A size such as 500000, 100MB or 1.5GiB."],
      [["--package", ""], "One or more names"],
    ] as const) {
      const outcome = await clean(place, ...args, "--yes");
      expect([outcome.code, outcome.stdout]).toEqual([2, ""]);
      expect(outcome.stderr).toContain(message);
    }
    expect(existsSync(place.slate)).toBe(true);
  },
);

test(
  "a target: the longest unused goes, the rest is held in reserve; one that is missed ends with 4",
  { timeout: TIME },
  async () => {
    const place = planted();
    const shown = await clean(place, "--max-size", "130KB", "--dry-run");
    expect(shown.stdout).toMatch(
      /^ \[1\] ○ pip cache: slate \(page\)(?:.*\n){3}2 things more, the longest unused first, if that is not enough\n/,
    );
    const done = await clean(place, "--max-size", "130KB", "--yes", "--json");
    const document = documentOf(done);
    expect([done.code, document.targets[0]?.isReached, document.items.length]).toEqual([0, true, 2]);
    expect([existsSync(place.slate), existsSync(join(place.cache, "wheels/aa"))]).toEqual([false, true]);
    const missed = await clean(place, "--until-free", "900TB", "--permanent", "--package", "pebble", "--yes");
    expect(missed.code).toBe(4);
    expect(missed.stdout).toMatch(/not reached: \S+ \d+\.\d [KMGT]iB is free, wanted 818\.5 TiB/);
    const reached = await clean(place, "--until-free", "1", "--yes");
    expect([reached.code, readdirSync(place.cache)]).toEqual([0, ["http-v2", "wheels"]]);
    const trash = await clean(place, "--until-free", "900TB", "--kind", "page", "--yes");
    expect(trash.code).toBe(4);
  },
);

test("a copy is kept, and how to put it back is said", { timeout: TIME }, async () => {
  const place = planted();
  place.tree.directory("my copies");
  const outcome = await clean(place, "--package", "slate", "--backup", "my copies", "--permanent", "--yes");
  expect(outcome.code).toBe(0);
  const command = /this puts it back:\n {2}(cp -an .*)\n/.exec(outcome.stdout)![1]!;
  expect(existsSync(place.slate)).toBe(false);
  execFileSync("sh", ["-c", command]);
  expect([existsSync(place.slate), existsSync(`${place.slate}.body`)]).toEqual([true, true]);
  const inside = await clean(place, "--package", "slate", "--backup", "pip-cache", "--yes");
  expect([inside.code, existsSync(place.slate)]).toEqual([3, true]);
  expect(inside.stderr).toContain("which is to be cleaned");
});

test("a whole cache is copied before its owner cleans it", { timeout: TIME }, async () => {
  const place = planted();
  place.tree.directory("copies");
  const outcome = await clean(place, "--backup", "copies", "--yes", "--json");
  const document = documentOf(outcome);
  expect([outcome.code, readdirSync(place.cache)]).toEqual([0, []]);
  expect(document.backup?.restore).toHaveLength(1);
  execFileSync("sh", ["-c", document.backup!.restore[0]!]);
  expect(readdirSync(place.cache)).toEqual(["http-v2", "wheels"]);
  expect(existsSync(place.slate)).toBe(true);
});

test("on a terminal the selection is shown and asked about once", { timeout: TIME }, async () => {
  const place = planted();
  const options = { environment: place.environment, cwd: place.tree.path };
  const terminal = openTerminal(["caches", "clean", "pip", "--package", "slate"], options);
  await terminal.waitFor("slate (page)");
  await terminal.waitFor("to the trash? [y/N]");
  terminal.type("n\r");
  expect(await terminal.end()).toBe(0);
  expect(existsSync(place.slate)).toBe(true);
});

test("a pip that cannot read its cache afterwards is said", { timeout: TIME }, async () => {
  const place = planted();
  writeFileSync(
    place.tree.at("bin/pip"),
    `#!/bin/sh\n[ "$1" = --version ] && { echo "pip 26.3 from nowhere  (python 3.11)"; exit; }\n[ -e ${place.slate} ] && exit\necho "it is broken" >&2; exit 5\n`,
  );
  const outcome = await clean(place, "--package", "slate", "--yes");
  expect(outcome.code).toBe(1);
  expect(outcome.stdout).toContain("pip cache info:");
  expect(outcome.stdout).toContain("ended with 5: it is broken");
});
