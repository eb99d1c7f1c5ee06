import { chmodSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { expect, test } from "vitest";
import { cachesCleanDocument, cachesDocument } from "../../src/report/schema/caches.ts";
import { run, type Outcome } from "../support/run.ts";
import { openTerminal } from "../support/terminal.ts";
import { plant, type PlantedPip } from "./planted-pip.ts";

function pyshed({ tree, environment }: PlantedPip, ...args: string[]): Promise<Outcome> {
  return run(["caches", ...args], { cwd: tree.path, environment });
}

test("lists caches, as text and as a document that its schema accepts", async () => {
  const place = plant();
  const text = await pyshed(place);
  expect([text.code, text.stderr]).toEqual([0, ""]);
  expect(text.stdout).toMatch(
    /^✓ 1 cache, \d+\.\d KiB, of which \d+\.\d KiB can go\n\n \[1\] ○ pip cache +\d+\.\d KiB {3}used today +pip cache purge\n/,
  );
  expect(text.stdout).not.toContain("\u001B");
  const { stdout } = await pyshed(place, "--json");
  const document = v.parse(cachesDocument, JSON.parse(stdout));
  expect(document.caches).toMatchObject([
    { store: "pip", path: place.cache, isCurrent: true, command: "pip cache purge" },
  ]);
  expect(document.caches[0]).not.toHaveProperty("contents");
  expect(document.totals.frees).toBe(document.caches[0]!.removable.frees);
});

test("a name looks inside", async () => {
  const place = plant();
  const text = (await pyshed(place, "pip")).stdout;
  expect(text).toContain("wheels built on this machine");
  expect(text).toMatch(/○ pebble +\d+\.\d KiB {3}page/);
  expect(text).toMatch(/○ gravel 3\.1 +\d+\.\d KiB {3}built-wheel/);
  const document = v.parse(cachesDocument, JSON.parse((await pyshed(place, "pip", "--json")).stdout));
  expect(document.caches[0]?.contents?.entries.map(({ kind, package: name }) => [kind, name])).toEqual([
    ["page", "pebble"],
    ["built-wheel", "gravel"],
  ]);
});

test("wrong names and options are usage, and nothing is done", async () => {
  const place = plant();
  for (const [args, message] of [
    [["pypi"], "there is no store called 'pypi'\n(Did you mean pip?)"],
    [["clean", "pipp"], "there is no store called 'pipp'\n(Did you mean pip?)"],
    [["claen"], "there is no store called 'claen'\n(Did you mean clean?)"],
    [["--yes"], "option '--yes' needs --clean or --clean-all"],
    [["--clean", "--clean-all", "--yes"], "'--clean' and '--clean-all' exclude each other"],
    [["clean"], "missing required argument 'store'"],
  ] as const) {
    const outcome = await pyshed(place, ...args);
    expect([outcome.code, outcome.stdout]).toEqual([2, ""]);
    expect(outcome.stderr).toContain(message);
  }
  expect(existsSync(join(place.cache, "http-v2"))).toBe(true);
});

test("without a terminal nothing is cleaned unless it was answered", async () => {
  const place = plant();
  for (const args of [["clean", "pip"], ["--clean-all"], ["--clean"]]) {
    const outcome = await pyshed(place, ...args);
    expect(outcome.code).toBe(3);
    expect(outcome.stderr).toContain("cleaning caches needs an answer");
  }
  const planned = await pyshed(place, "clean", "pip", "--dry-run", "--json");
  const document = v.parse(cachesCleanDocument, JSON.parse(planned.stdout));
  expect([planned.code, document.status, document.steps.length, document.run]).toEqual([0, "planned", 1, null]);
  expect(readdirSync(place.cache)).toEqual(["http-v2", "wheels"]);
  expect(existsSync(place.tree.at("asked.txt"))).toBe(false);
});

test.each([
  ["clean", "pip", "--yes"],
  ["--clean-all", "--force"],
])("cleans through the owner: caches %s %s", async (...args) => {
  const place = plant();
  const outcome = await pyshed(place, ...args, "--json");
  const document = v.parse(cachesCleanDocument, JSON.parse(outcome.stdout));
  expect([outcome.code, document.status, document.items.map(({ act, result }) => [act, result])]).toEqual([
    0,
    "done",
    [["owner", "done"]],
  ]);
  expect(document.steps[0]).toMatchObject({
    action: "owner",
    command: expect.arrayContaining([place.tree.at("bin/pip"), "purge", place.cache]),
  });
  expect(readdirSync(place.cache)).toEqual([]);
  const history = await run(["history"], { environment: place.environment });
  expect(history.stdout).toContain(`deleted   ${place.cache}`);
  const undo = await run(["undo"], { environment: place.environment });
  expect(undo.code).toBe(3);
});

test("on a terminal rows are chosen from, and no is no", async () => {
  const place = plant();
  const options = { environment: place.environment, cwd: place.tree.path };
  const declined = openTerminal(["caches", "--clean"], options);
  await declined.waitFor("[1]");
  await declined.waitFor("(e.g. 1,2 or all)");
  declined.type("1\r");
  await declined.waitFor("cannot be undone. [y/N]");
  declined.type("n\r");
  expect(await declined.end()).toBe(0);
  expect(readdirSync(place.cache)).toEqual(["http-v2", "wheels"]);
});

test("on a terminal yes is yes", async () => {
  const place = plant();
  const options = { environment: place.environment, cwd: place.tree.path };
  const confirmed = openTerminal(["caches", "--clean"], options);
  await confirmed.waitFor("(e.g. 1,2 or all)");
  confirmed.type("all\r");
  await confirmed.waitFor("[y/N]");
  confirmed.type("y\r");
  await confirmed.waitFor("by the owner's command");
  expect(await confirmed.end()).toBe(0);
  expect(readdirSync(place.cache)).toEqual([]);
});

test("none chosen cleans nothing", async () => {
  const place = plant();
  const terminal = openTerminal(["caches", "--clean"], { environment: place.environment, cwd: place.tree.path });
  await terminal.waitFor("(e.g. 1,2 or all)");
  terminal.type("\r");
  expect(await terminal.end()).toBe(0);
  expect(readdirSync(place.cache)).toEqual(["http-v2", "wheels"]);
});

test("an owner that fails: exit 1, and nothing is deleted behind its back", async () => {
  const place = plant();
  chmodSync(
    place.tree.file(
      "bin/pip",
      '#!/bin/sh\n[ "$1" = --version ] && { echo pip 26.3; exit; }\necho "disk on fire" >&2\nexit 7\n',
    ),
    0o755,
  );
  const outcome = await pyshed(place, "clean", "pip", "--yes");
  expect(outcome.code).toBe(1);
  expect(outcome.stdout).toContain("ended with 7: disk on fire");
  expect(readdirSync(place.cache)).toEqual(["http-v2", "wheels"]);
  const runs = join(place.tree.home, ".local/state/pyshed/runs");
  expect(readdirSync(runs).some((name) => name.endsWith(".output"))).toBe(true);
});

test("with pip missing its understood parts go to the trash, and undo brings them back", async () => {
  const place = plant();
  const environment = { ...place.environment, PATH: "/nowhere" };
  const outcome = await run(["caches", "clean", "pip", "--yes"], { environment, cwd: place.tree.path });
  expect([outcome.code, outcome.stderr]).toEqual([0, ""]);
  expect(outcome.stdout).toMatch(/^✓ Moved 2 items to the trash: 0 B freed until 'pyshed purge'/);
  expect(readdirSync(place.cache)).toEqual([]);
  expect((await run(["undo"], { environment })).code).toBe(0);
  expect(readdirSync(place.cache)).toEqual(["http-v2", "wheels"]);
});
