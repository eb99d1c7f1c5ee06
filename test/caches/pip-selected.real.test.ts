import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches, type CleanCachesRequest } from "../../src/app/clean-caches.ts";
import { undo } from "../../src/app/undo.ts";
import type { CacheEntry } from "../../src/model/cache.ts";
import { EVERYTHING, type CacheSelection } from "../../src/model/cache-selection.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Host } from "../../src/system/host.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { diskUsage } from "../support/trees.ts";
import { filled, fillOnce, NEW, OLD, type Filled } from "./filled-pip.ts";
import { contentsOf, theCache } from "./store-place.ts";

fillOnce();

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const TIME = 180_000;
/** A directory that something was moved out of has another time. */
const ofFiles = { timesOf: (name: string) => /\.(whl|json|body)$|[0-9a-f]{56}$/.test(name) };

/** Everything else as it is given. */
function request(selection: Partial<CacheSelection>, more: Partial<CleanCachesRequest> = {}): CleanCachesRequest {
  const base = { names: ["pip"], chosen: null, named: [], permanent: false };
  return { ...base, selection: { ...EVERYTHING, ...selection }, ...more };
}

const told = (host: Host): string[] =>
  contentsOf(host, "pip")
    .entries.map((entry) => [entry.kind, entry.package, entry.version].join(" "))
    .toSorted();

function find(host: Host, kind: string, name: string, version: string | null): CacheEntry {
  const is = (one: CacheEntry): boolean => one.kind === kind && one.package === name && one.version === version;
  return contentsOf(host, "pip").entries.find(is)!;
}

/** Nothing of it was used for so many days. */
function age({ path, beside = [] }: CacheEntry, days: number): void {
  const then = new Date(Date.now() - days * 86_400_000);
  for (const file of [path, ...beside]) utimesSync(file, then, then);
}

/** Files below the answers that are neither an answer nor its body. */
function widowed(cache: string): string[] {
  const files = readdirSync(join(cache, "http-v2"), { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  const names = new Set(files.map(({ name }) => name));
  return [...names].filter((name) =>
    name.endsWith(".body") ? !names.has(name.slice(0, -5)) : !names.has(`${name}.body`),
  );
}

const installs = async ({ tree, install }: Filled): Promise<string> => {
  await install(NEW, "again", "pebble", "grain", "gravel");
  await install(NEW, "older", "pebble==1.0");
  return mustRun("cat", [tree.at("older/pebble/__init__.py")], { environment: {} });
};

test(
  "a package by a pattern: each answer goes with its body, undo brings it back, and pip installs again",
  { timeout: TIME },
  async () => {
    const place = filled(NEW);
    const { cache, hostWith } = place;
    const host = hostWith(NEW);
    const before = snapshot(cache, ofFiles);
    const result = await cleanCaches(host, request({ packages: ["PEB*"] }), yes);
    expect([result.status, result.left, result.choosing[0]?.chosen]).toEqual(["done", [], 3]);
    expect(result.plan.steps.map(({ action, what }) => [action, what]).toSorted()).toEqual([
      ["trash", "pebble (page)"],
      ["trash", "pebble (page)"],
      ["trash", "pebble 1.0 (wheel)"],
      ["trash", "pebble 1.0 (wheel)"],
      ["trash", "pebble 2.0 (wheel)"],
      ["trash", "pebble 2.0 (wheel)"],
    ]);
    expect(told(host)).toEqual([
      "built-wheel gravel 3.1",
      "page grain ",
      "page gravel ",
      "source gravel 3.1",
      "wheel grain 0.5",
    ]);
    expect(widowed(cache)).toEqual([]);
    expect(result.checks).toMatchObject([{ store: "pip", isSound: true }]);
    expect(result.checks[0]?.said).toContain("Number of HTTP files: 8");
    await undo(host, null);
    expect(snapshot(cache, ofFiles)).toEqual(before);
    await cleanCaches(host, request({ packages: ["pebble"] }), yes);
    expect(await installs(place)).toContain("1.0");
  },
);

test("the newest version stays, and so does what is of no version", { timeout: TIME }, async () => {
  const { cache, hostWith } = filled(NEW);
  const host = hostWith(NEW);
  const used = diskUsage(cache);
  const result = await cleanCaches(host, request({ keepLatest: 1 }, { permanent: true }), yes);
  expect(result.plan.steps.map(({ what }) => what)).toEqual(["pebble 1.0 (wheel)", "pebble 1.0 (wheel)"]);
  expect(result.plan.forecast.frees).toBeGreaterThan(0);
  expect(told(host)).not.toContain("wheel pebble 1.0");
  expect(told(host)).toHaveLength(7);
  // The directories that held it stay, so not less than was forecast is gone.
  expect(used - diskUsage(cache)).toBe(result.plan.forecast.frees);
});

test("all filters must hold: package, age and newest", { timeout: TIME }, async () => {
  const { hostWith } = filled(NEW);
  const host = hostWith(NEW);
  for (const [kind, name, version] of [
    ["wheel", "pebble", "1.0"],
    ["wheel", "pebble", "2.0"],
    ["wheel", "grain", "0.5"],
  ] as const) {
    age(find(host, kind, name, version), 100);
  }
  const older = { olderThanMs: 90 * 86_400_000 };
  const planOnly = { ...yes, planOnly: true };
  const what = async (selection: Partial<CacheSelection>): Promise<(string | null)[]> =>
    (await cleanCaches(host, request(selection), planOnly)).plan.steps.map((step) => step.what);
  const twice = (name: string): string[] => [name, name];
  expect((await what(older)).toSorted()).toEqual([
    ...twice("grain 0.5 (wheel)"),
    ...twice("pebble 1.0 (wheel)"),
    ...twice("pebble 2.0 (wheel)"),
  ]);
  expect(await what({ ...older, packages: ["grain", "gravel"] })).toEqual(twice("grain 0.5 (wheel)"));
  expect(await what({ ...older, keepLatest: 1 })).toEqual(twice("pebble 1.0 (wheel)"));
  expect(await what({ ...older, kinds: ["page"] })).toEqual([]);
  const nothing = await cleanCaches(host, request({ packages: ["torch*"] }), yes);
  expect([nothing.status, nothing.choosing[0]?.chosen, nothing.left]).toEqual(["nothing", 0, []]);
});

test(
  "a wheel that was built here goes by pip's own command; without pip, or with another wheel that it would take, it does not",
  { timeout: TIME },
  async () => {
    const { cache, hostWith } = filled(NEW);
    const host = hostWith(NEW);
    const wheel = find(host, "built-wheel", "gravel", "3.1");
    const kinds = { kinds: ["built-wheel"] };
    const without = await cleanCaches(hostWith(null), request(kinds), { ...yes, planOnly: true });
    expect(without.plan.steps).toMatchObject([
      { action: "trash", path: wheel.path, because: "pip is not on PATH" },
      { action: "trash", path: wheel.beside![0], after: "1" },
    ]);
    const longer = wheel.path.replace("-any.whl", "-any2.whl");
    writeFileSync(longer, readFileSync(wheel.path));
    age(wheel, 100);
    const both = await cleanCaches(host, request({ ...kinds, olderThanMs: 86_400_000 }), yes);
    expect([both.status, both.left[0]?.reasons]).toEqual([
      "nothing",
      [`pip cache remove would take ${longer} with gravel-3.1-py3-none-any.whl`],
    ]);
    await mustRun("rm", [longer], { environment: {} });
    const result = await cleanCaches(host, request(kinds), yes);
    expect(result.report?.outcomes.map(({ act, result: what }) => [act, what])).toEqual([["owner", "done"]]);
    expect(result.plan.steps[0]).toMatchObject({
      arguments: expect.arrayContaining(["cache", "remove", "gravel-3.1-py3-none-any", "--cache-dir", cache]),
    });
    expect(existsSync(wheel.path)).toBe(false);
    expect(told(host)).toHaveLength(7);
  },
);

test("the old format, where answer and body are one file", { timeout: TIME }, async () => {
  const { cache, hostWith, install } = filled(OLD);
  const host = hostWith(OLD);
  const before = snapshot(cache);
  const result = await cleanCaches(host, request({ packages: ["grain"] }), yes);
  expect(result.plan.steps.map(({ what }) => what).toSorted()).toEqual(["grain (page)", "grain 0.5 (wheel)"]);
  expect(told(host)).toHaveLength(6);
  await install(OLD, "again", "grain");
  await cleanCaches(host, request({ packages: ["grain"] }), yes);
  await undo(host, null);
  expect(Object.keys(snapshot(cache))).toEqual(Object.keys(before));
});

test("what changed after it was planned stays, and its body with it", { timeout: TIME }, async () => {
  const { cache, hostWith } = filled(NEW);
  const host = hostWith(NEW);
  const wheel = find(host, "wheel", "grain", "0.5");
  const confirm = (): Promise<boolean> => {
    // As pip does when the index says that an answer is still good.
    writeFileSync(wheel.path, readFileSync(wheel.path));
    return Promise.resolve(true);
  };
  const result = await cleanCaches(host, request({ packages: ["grain"] }), { ...yes, confirm });
  expect(result.left.map(({ reasons }) => reasons)).toEqual([
    ["it has changed since it was planned"],
    ["what it belongs to has stayed"],
  ]);
  expect(told(host)).toContain("wheel grain 0.5");
  expect(told(host)).not.toContain("page grain ");
  expect(widowed(cache)).toEqual([]);
});

test("an answer of a format that is not known stays", { timeout: TIME }, async () => {
  const { hostWith } = filled(NEW);
  const host = hostWith(NEW);
  const wheel = find(host, "wheel", "grain", "0.5");
  writeFileSync(wheel.path, `cc=9,${readFileSync(wheel.path, "latin1").slice(5)}`, "latin1");
  const result = await cleanCaches(host, request({ packages: ["grain"], kinds: ["wheel"] }), yes);
  expect([result.status, result.left[0]?.reasons]).toEqual([
    "nothing",
    ["1 of its answers could not be read or are of a format that is not known"],
  ]);
  expect(existsSync(wheel.path)).toBe(true);
});

test("questions that pip's cache cannot answer are refused with the reason", { timeout: TIME }, async () => {
  const { cache, hostWith } = filled(NEW);
  const before = snapshot(cache);
  const result = await cleanCaches(hostWith(NEW), request({ isUnused: true }), yes);
  expect([result.status, result.left[0]?.reasons]).toEqual([
    "nothing",
    ["--unused does not fit the pip cache: pip copies what it installs, so nothing uses its cache"],
  ]);
  expect(snapshot(cache)).toEqual(before);
});

test("a bounded size: the longest unused goes first, and no more than is needed", { timeout: TIME }, async () => {
  const { cache, hostWith } = filled(NEW);
  const host = hostWith(NEW);
  const entries = contentsOf(host, "pip").entries;
  for (const [index, entry] of entries.entries()) age(entry, 10 + index);
  const whole = theCache(host, "pip").bytes.allocated;
  const oldest = entries.at(-1)!;
  const maxSize = whole - oldest.allocated;
  const targets = { maxSize, untilFree: null };
  const result = await cleanCaches(host, { ...request({}), selection: EVERYTHING, targets, permanent: true }, yes);
  expect(result.plan.steps.some(({ isReserve }) => isReserve)).toBe(true);
  expect(new Set(result.report?.outcomes.map(({ result: what }) => what))).toEqual(new Set(["done"]));
  expect(existsSync(oldest.path)).toBe(false);
  expect(entries.filter(({ path }) => !existsSync(path))).toEqual([oldest]);
  expect(result.targets).toMatchObject([{ isReached: true, size: diskUsage(cache) }]);
  expect(diskUsage(cache)).toBeLessThanOrEqual(maxSize);
});

test("a target that cannot be reached is said, and the trash frees nothing", { timeout: TIME }, async () => {
  const { hostWith } = filled(NEW);
  const host = hostWith(NEW);
  const targets = { maxSize: null, untilFree: 2 ** 60 };
  const trashed = await cleanCaches(host, { ...request({ packages: ["grain"] }), targets }, yes);
  expect([trashed.status, trashed.left[0]?.reasons, trashed.targets[0]?.isReached]).toEqual([
    "nothing",
    ["what is moved to the trash frees nothing: --permanent deletes it"],
    false,
  ]);
  const deleted = await cleanCaches(host, { ...request({ packages: ["grain"] }), targets, permanent: true }, yes);
  expect([deleted.status, deleted.report?.outcomes.length, deleted.targets[0]?.isReached]).toEqual(["done", 4, false]);
  const reached = await cleanCaches(
    host,
    { ...request({ packages: ["gravel"] }), targets: { maxSize: null, untilFree: 1 }, permanent: true },
    yes,
  );
  expect([reached.report?.outcomes, reached.report?.interrupted, reached.targets[0]?.isReached]).toEqual([
    [],
    false,
    true,
  ]);
  expect(find(host, "source", "gravel", "3.1")).toBeDefined();
});

test(
  "a copy is kept before it goes, is the same byte for byte, and its command puts it back",
  { timeout: TIME },
  async () => {
    const { cache, hostWith, tree } = filled(NEW);
    const host = hostWith(NEW);
    const before = snapshot(cache, { timesOf: () => false });
    const backup = tree.directory("copies");
    const result = await cleanCaches(
      host,
      request({ packages: ["pebble", "gravel"] }, { backup, permanent: true }),
      yes,
    );
    expect(result.left).toEqual([]);
    expect(told(host)).toEqual(["page grain ", "wheel grain 0.5"]);
    const copies = join(result.copies!.directory, `pip-${theCache(host, "pip").id.slice(0, 8)}`);
    const kept = readdirSync(copies, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(kept).toHaveLength(12);
    await mustRun("cp", ["-an", `${copies}/.`, `${cache}/`], { environment: {} });
    expect(snapshot(cache, { timesOf: () => false })).toEqual(before);
    const journal = readFileSync(join(tree.home, ".local/state/pyshed/runs", `${result.plan.id}.ndjson`), "utf8");
    expect(journal.split("\n").filter((line) => line.includes('"type":"backup"'))).toHaveLength(11);
    expect(told(host)).toHaveLength(8);
  },
);

test(
  "copies in the cache itself, in a directory that is not there, or without room are refused, and nothing goes",
  { timeout: TIME },
  async () => {
    const { cache, hostWith, tree } = filled(NEW);
    const host = hostWith(NEW);
    const before = snapshot(cache);
    const clean = (backup: string) =>
      cleanCaches(host, request({ packages: ["pebble"] }, { backup: backup as AbsolutePath }), yes);
    await expect(clean(join(cache, "http-v2"))).rejects.toMatchObject({ code: "backup-inside" });
    await expect(clean(tree.at("nowhere"))).rejects.toMatchObject({ code: "backup-unusable" });
    expect(snapshot(cache)).toEqual(before);
  },
);
