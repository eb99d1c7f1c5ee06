import { existsSync, lstatSync, lutimesSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches, type CleanCachesRequest } from "../../src/app/clean-caches.ts";
import { EVERYTHING, type CacheSelection } from "../../src/model/cache-selection.ts";
import { mustRun } from "../support/run.ts";
import { snapshot, type Snapshot } from "../support/snapshot.ts";
import { machinePython } from "../support/tools.ts";
import { diskUsage } from "../support/trees.ts";
import { filled, serveOnce, type Filled } from "./filled-uv.ts";
import { contentsOf } from "./store-place.ts";

serveOnce();

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const TIME = 180_000;

function request(selection: Partial<CacheSelection>, more: Partial<CleanCachesRequest> = {}): CleanCachesRequest {
  const base = { names: ["uv"], chosen: null, named: [], permanent: false };
  return { ...base, selection: { ...EVERYTHING, ...selection }, ...more };
}

const packages = ({ host }: Filled): string[] =>
  [...new Set(contentsOf(host, "uv").entries.flatMap((one) => one.package ?? []))].toSorted();

/** Everything in the cache as paths below it; what uv keeps about interpreters comes and goes. */
const paths = ({ cache }: Filled): string[] =>
  readdirSync(cache, { recursive: true })
    .map(String)
    .filter((name) => !name.startsWith("interpreter-"))
    .toSorted();

/** What is filed under this name was last used so many days ago. */
function age({ cache }: Filled, name: string, days: number): void {
  const then = new Date(Date.now() - days * 86_400_000);
  for (const path of readdirSync(cache, { recursive: true }).map(String)) {
    if (path.includes(`/${name}/`) || path.includes(`/${name}.`)) lutimesSync(join(cache, path), then, then);
  }
}

/** Without what is said of second names. */
function namesGone(files: Snapshot): Snapshot {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replace(/, links .*/, "")]));
}

async function installsAgain({ uv, tree }: Filled, ...args: string[]): Promise<void> {
  await uv("venv", "-q", "--clear", "--python", machinePython(), "again");
  await uv("pip", "install", "-q", "--python", "again", ...args);
  expect(existsSync(tree.at("again/bin/python"))).toBe(true);
}

test("a package goes by uv's own command: what was foretold, and nothing else", { timeout: TIME }, async () => {
  const place = await filled();
  const { host, cache, tree } = place;
  const before = paths(place);
  const used = diskUsage(cache);
  const kept = snapshot(tree.at("kept"));
  const result = await cleanCaches(host, request({ packages: ["pebble", "grav*"] }), yes);
  expect(result.plan.steps.map(({ what }) => what).toSorted()).toEqual(["gravel 3.1", "pebble, 2 versions"]);
  expect(result.plan.steps.every((step) => step.action === "owner" && step.arguments[1] === "clean")).toBe(true);
  expect([result.left, result.report?.outcomes.map(({ result: what }) => what)]).toEqual([[], ["done", "done"]]);
  const after = new Set(paths(place));
  const gone = before.filter((path) => !after.has(path)).map((path) => join(cache, path));
  const takes = result.plan.steps.flatMap((step) => step.takes);
  // All that went was in the plan, and all that was in the plan went.
  expect(gone.filter((path) => !takes.some((place_) => path === place_ || path.startsWith(`${place_}/`)))).toEqual([]);
  expect(takes.filter((path) => existsSync(path))).toEqual([]);
  expect(used - diskUsage(cache)).toBe(result.plan.steps.reduce((sum, { bytes }) => sum + bytes.allocated, 0));
  expect(packages(place)).toEqual(["grain"]);
  expect(result.checks).toMatchObject([{ store: "uv", isSound: true, said: expect.stringMatching(/^\d+/) }]);
  // The environment has the same files; only their second names, in the cache, are gone.
  expect(namesGone(snapshot(tree.at("kept")))).toEqual(namesGone(kept));
  await installsAgain(place, "--offline", "grain");
  await installsAgain(place, "pebble==1.0", "gravel");
});

test("unused: no package of which an environment holds a link", { timeout: TIME }, async () => {
  const place = await filled();
  const result = await cleanCaches(place.host, request({ isUnused: true }), yes);
  expect(packages(place)).toEqual(["pebble"]);
  expect(result.left[0]?.reasons).toEqual([
    "1 package stays: uv cleans all versions together, and some were not chosen",
  ]);
});

test("older than: a package goes when everything of it is", { timeout: TIME }, async () => {
  const place = await filled();
  age(place, "grain", 100);
  age(place, "pebble", 100);
  const newer = join(place.cache, linkOf(place, "pebble", "2.0"));
  lutimesSync(newer, new Date(), new Date());
  const result = await cleanCaches(place.host, request({ olderThanMs: 90 * 86_400_000 }), yes);
  expect(result.plan.steps.map(({ what }) => what)).toEqual(["grain 0.5"]);
  expect(packages(place)).toEqual(["gravel", "pebble"]);
});

/** The link by which uv finds an unpacked wheel, below the cache. */
function linkOf(place: Filled, name: string, version: string): string {
  return paths(place).find((path) => path.includes(`/${name}/${version}-`) && isLink(join(place.cache, path)))!;
}

function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink();
}

test("versions cannot be kept, for uv cleans all of them together", { timeout: TIME }, async () => {
  const place = await filled();
  const before = snapshot(place.cache);
  const result = await cleanCaches(place.host, request({ keepLatest: 1 }), yes);
  expect([result.status, result.left[0]?.reasons]).toEqual([
    "nothing",
    ["--keep-latest does not fit the uv cache: uv cleans all versions of a package together"],
  ]);
  expect(snapshot(place.cache)).toEqual(before);
});

test(
  "a bounded size: prune first, then the longest unused package, and no more than is needed",
  { timeout: TIME },
  async () => {
    const place = await filled();
    const { host, cache } = place;
    for (const [name, days] of [
      ["grain", 30],
      ["gravel", 20],
      ["pebble", 10],
    ] as const)
      age(place, name, days);
    mkdirSync(join(cache, "archive-v0/dangling000000000"));
    writeFileSync(join(cache, "archive-v0/dangling000000000/module.py"), "x".repeat(100_000));
    const whole = diskUsage(cache);
    const targets = { maxSize: whole - 106_000 - 4096, untilFree: null };
    const { selection: _, ...all } = request({});
    const result = await cleanCaches(host, { ...all, targets }, yes);
    expect(result.plan.steps.map((step) => [step.action === "owner" && step.arguments[1], step.what])).toEqual([
      ["prune", null],
      ["clean", "grain 0.5"],
      ["clean", "gravel 3.1"],
      ["clean", "pebble, 2 versions"],
    ]);
    expect(result.report?.outcomes.map(({ step, result: what }) => [step, what])).toEqual([
      ["1", "done"],
      ["2", "done"],
    ]);
    expect(packages(place)).toEqual(["gravel", "pebble"]);
    expect(result.targets).toMatchObject([{ isReached: true, size: diskUsage(cache) }]);
    const small = await cleanCaches(host, { ...all, targets: { maxSize: 1000, untilFree: null } }, yes);
    expect([packages(place), small.targets[0]?.isReached]).toEqual([[], false]);
  },
);

test("pruning alone may be enough", { timeout: TIME }, async () => {
  const place = await filled();
  mkdirSync(join(place.cache, "archive-v0/dangling000000000"));
  writeFileSync(join(place.cache, "archive-v0/dangling000000000/module.py"), "x".repeat(100_000));
  const { selection: _, ...all } = request({});
  const targets = { maxSize: diskUsage(place.cache) - 50_000, untilFree: null };
  const result = await cleanCaches(place.host, { ...all, targets }, yes);
  expect(result.report?.outcomes.map(({ step }) => step)).toEqual(["1"]);
  expect(packages(place)).toEqual(["grain", "gravel", "pebble"]);
});

test("a package that came into use after it was planned stays", { timeout: TIME }, async () => {
  const place = await filled();
  const confirm = async (): Promise<boolean> => {
    await place.uv("venv", "-q", "--python", machinePython(), "late");
    await place.uv("pip", "install", "-q", "--offline", "--python", "late", "grain");
    return true;
  };
  const result = await cleanCaches(place.host, request({ packages: ["grain"], isUnused: true }), { ...yes, confirm });
  expect(result.left.map(({ reasons }) => reasons)).toEqual([["it is not as it was when it was selected"]]);
  expect(packages(place)).toContain("grain");
});

test(
  "a copy of a package holds all that uv took, and uv installs from it when it is put back",
  { timeout: TIME },
  async () => {
    const place = await filled();
    const { host, cache, tree, uv } = place;
    const before = paths(place);
    const backup = tree.directory("copies");
    const result = await cleanCaches(host, request({ packages: ["gravel", "pebble"] }, { backup }), yes);
    expect(packages(place)).toEqual(["grain"]);
    const [copies] = readdirSync(result.copies!.directory);
    await mustRun("cp", ["-an", `${result.copies!.directory}/${copies}/.`, `${cache}/`], { environment: {} });
    expect(paths(place)).toEqual(before);
    await uv("venv", "-q", "--python", machinePython(), "again");
    await uv("pip", "install", "-q", "--offline", "--python", "again", "pebble==1.0", "gravel");
    expect(readFileSync(tree.at("again/bin/python")).length).toBeGreaterThan(0);
  },
);
