import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { surveyCaches } from "../../src/app/caches.ts";
import { survey } from "../../src/app/scan.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { mustRun } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { machinePython } from "../support/tools.ts";
import { requestFor } from "../app/workspace.ts";
import { diskUsage } from "../support/trees.ts";
import { snapshot } from "../support/snapshot.ts";
import { holdLock } from "../support/hold-lock.ts";
import { filled, serveOnce, type Filled } from "./filled-uv.ts";
import { contentsOf, theCache } from "./store-place.ts";
import { IS_ROOT } from "../support/expectation.ts";

serveOnce();

const request = { names: ["uv"], chosen: null, named: [], permanent: false };
const yes = { confirm: () => Promise.resolve(true), isMeasured: false };

/** An unpacked wheel that nothing refers to, as an interrupted or replaced download leaves it. */
function dangle(cache: string, id = "dangling000000000"): void {
  mkdirSync(join(cache, "archive-v0", id), { recursive: true });
  writeFileSync(join(cache, "archive-v0", id, "module.py"), "x".repeat(100_000));
}

test("what is inside, by package and version, and which wheels environments hold links to", async () => {
  const { host, cache } = await filled();
  const { entries } = contentsOf(host, "uv");
  const archives = entries.filter(({ kind }) => kind === "archive");
  expect(archives.map(({ package: name, version, isUsed }) => [name, version, isUsed]).toSorted()).toEqual([
    ["grain", "0.5", "no"],
    ["gravel", "3.1", "no"],
    ["pebble", "1.0", "no"],
    ["pebble", "2.0", "yes"],
  ]);
  const linked = archives.find(({ isUsed }) => isUsed === "yes")!;
  expect(linked.frees).toBeLessThan(linked.allocated);
  // Nobody keeps a list of environments in projects: the link is seen, its holder is not named.
  expect(linked.usedBy).toEqual([]);
  expect(entries.find(({ kind }) => kind === "source")).toMatchObject({ package: "gravel", version: "3.1" });
  const found = theCache(host, "uv");
  expect(found).toMatchObject({
    path: cache,
    locatedBy: "UV_CACHE_DIR",
    isCurrent: true,
    command: "uv cache prune",
    obstacles: [],
  });
  expect(found.bytes.allocated).toBe(diskUsage(cache));
  expect(found.bytes.frees).toBeLessThan(found.bytes.allocated);
});

test("who holds links is named where tools keep environments, and where one is active or at hand", async () => {
  const { host, tree, uv } = await filled();
  await uv("tool", "install", "-q", "--python", machinePython(), "wrench");
  await uv("venv", "-q", "--python", machinePython(), "work/.venv");
  await uv("pip", "install", "-q", "--python", "work/.venv", "grain");
  const inside = { ...host, currentDirectory: tree.directory("work/src") };
  const active = { ...inside, environment: { ...host.environment, VIRTUAL_ENV: tree.at("kept") } };
  const { entries, remarks } = contentsOf(active, "uv");
  const users = new Map(entries.filter(({ kind }) => kind === "archive").map((one) => [one.name, one.usedBy]));
  expect(users.get("pebble 2.0")).toEqual([tree.at("kept")]);
  expect(users.get("grain 0.5")).toEqual([tree.at("work/.venv")]);
  expect(users.get("wrench 1.0")).toEqual([join(tree.home, ".local/share/uv/tools/wrench")]);
  expect(users.get("pebble 1.0")).toEqual([]);
  expect(remarks[0]).toBe("environments hold links to 3 of 5 unpacked wheels");
  expect(contentsOf(host, "uv").remarks[0]).toMatch(/to 3 of 5 .*; which ones hold 2 of them, a scan/);
});

test.runIf(IS_ROOT)("on btrfs a wheel may be cloned unseen: unknown, and a range", async () => {
  const { host, cache } = await filled(temporaryTree(ownFileSystem("btrfs", 200)), "clone");
  dangle(cache);
  const { entries, remarks } = contentsOf(host, "uv");
  const archives = entries.filter(({ kind }) => kind.endsWith("archive"));
  expect(archives.map(({ isUsed }) => isUsed)).toEqual(archives.map(() => "unknown"));
  expect(remarks).toContainEqual(expect.stringMatching(/^on btrfs environments may share blocks/));
  const { frees, freesUpTo } = theCache(host, "uv").removable;
  expect([frees, freesUpTo >= 100_000]).toEqual([0, true]);
});

test("pruning removes what was forecast, keeps everything else, and uv installs offline from what is left", async () => {
  const { tree, host, cache, uv } = await filled();
  dangle(cache);
  mkdirSync(join(cache, "environments-v2/script-1234"), { recursive: true });
  writeFileSync(join(cache, "environments-v2/script-1234/file"), "x".repeat(50_000));
  mkdirSync(join(cache, "wheels-v1/old"), { recursive: true });
  const before = theCache(host, "uv");
  expect(before.removable.frees).toBeGreaterThan(150_000);
  const kept = readdirSync(join(cache, "archive-v0")).filter((name) => !name.startsWith("dangling"));
  const environment = snapshot(tree.at("kept"));
  const result = await cleanCaches(host, request, yes);
  expect(result.report?.outcomes.map(({ act, result: what, path }) => [act, what, path])).toEqual([
    ["owner", "done", cache],
  ]);
  expect(readdirSync(join(cache, "archive-v0")).toSorted()).toEqual(kept.toSorted());
  expect(existsSync(join(cache, "wheels-v1"))).toBe(false);
  const after = theCache(host, "uv");
  expect(before.bytes.allocated - after.bytes.allocated).toBe(before.removable.frees);
  expect(after.removable.allocated).toBe(0);
  expect(snapshot(tree.at("kept"))).toEqual(environment);
  await uv("venv", "-q", "--python", machinePython(), "again");
  await uv("pip", "install", "-q", "--offline", "--python", "again", "pebble==1.0", "grain", "gravel");
  expect(
    await mustRun(tree.at("again/bin/python"), ["-c", "import pebble; print(pebble.VERSION)"], { environment: {} }),
  ).toBe("1.0\n");
  const output = readFileSync(join(tree.home, ".local/state/pyshed/runs", `${result.plan.id}.output/1.txt`), "utf8");
  expect(output).toMatch(/uv cache prune --cache-dir .*\nPruning cache at/);
});

test("with nothing to prune the owner is not even started", async () => {
  const { host } = await filled();
  const result = await cleanCaches(host, request, yes);
  expect([result.status, result.plan.steps, result.left]).toEqual(["nothing", [], []]);
});

/** Nothing is done, and the reason is told. */
async function expectRefused({ host, cache }: Filled, reason: RegExp): Promise<void> {
  const before = snapshot(cache);
  expect(theCache(host, "uv").obstacles.join("; ")).toMatch(reason);
  const result = await cleanCaches(host, request, yes);
  expect([result.status, result.report]).toEqual(["nothing", null]);
  expect(result.left.flatMap(({ reasons }) => reasons).join("; ")).toMatch(reason);
  expect(snapshot(cache)).toEqual(before);
}

test.runIf(process.platform === "linux")("a held lock keeps everything", async () => {
  const place = await filled();
  dangle(place.cache);
  const pid = await holdLock(join(place.cache, ".lock"), "LOCK_SH");
  await expectRefused(place, new RegExp(`process ${pid} holds the cache's lock`));
});

test("symlink mode, by variable and by file", async () => {
  const place = await filled();
  dangle(place.cache);
  const byVariable = {
    ...place,
    host: { ...place.host, environment: { ...place.host.environment, UV_LINK_MODE: "symlink" } },
  };
  await expectRefused(byVariable, /UV_LINK_MODE=symlink makes environments of links/);
  place.tree.file("pyproject.toml", '[tool.uv]\nlink-mode = "symlink"\n');
  await expectRefused(place, /link-mode = "symlink" in .*pyproject\.toml/);
  place.tree.file("pyproject.toml", '[tool.uv.pip]\nlink-mode = "symlink"\n');
  await expectRefused(place, /link-mode = "symlink" in .*pyproject\.toml/);
});

test("an environment at hand that is made of links into the cache", async () => {
  const place = await filled();
  dangle(place.cache);
  await place.uv("venv", "-q", "--python", machinePython(), ".venv");
  await place.uv("pip", "install", "-q", "--link-mode", "symlink", "--python", ".venv", "grain");
  await expectRefused(place, /\.venv is made of links into the cache/);
});

test("an environment in a project that a scan has seen, named as a user of wheels and in the way when made of links", async () => {
  const place = await filled();
  const { host, tree, uv } = place;
  dangle(place.cache);
  await uv("venv", "-q", "--python", machinePython(), "projects/a/.venv");
  await uv("pip", "install", "-q", "--python", "projects/a/.venv", "pebble==1.0");
  const seen = (kind: string, name: string) =>
    contentsOf(host, "uv").entries.find((entry) => entry.kind === kind && entry.name === name)?.usedBy;
  expect(seen("archive", "pebble 1.0")).toEqual([]);
  await survey(host, requestFor([tree.at("projects")]), { remembersAs: "test" });
  expect(seen("archive", "pebble 1.0")).toEqual([tree.at("projects/a/.venv")]);
  expect(theCache(host, "uv").obstacles).toEqual([]);
  await uv("venv", "-q", "--python", machinePython(), "projects/b/.venv");
  await uv("pip", "install", "-q", "--link-mode", "symlink", "--python", "projects/b/.venv", "grain");
  await survey(host, requestFor([tree.at("projects")]), { remembersAs: "test" });
  await expectRefused(place, /projects\/b\/\.venv is made of links into the cache/);
  rmSync(tree.at("projects/b/.venv"), { recursive: true });
  expect(theCache(host, "uv").obstacles).toEqual([]);
});

test("a link that leads out of the cache", async () => {
  const place = await filled();
  dangle(place.cache);
  place.tree.file("outside/mine.txt", "mine");
  symlinkSync(place.tree.at("outside"), join(place.cache, "archive-v0/linked-out"));
  await expectRefused(place, /linked-out is a link that leads elsewhere/);
  expect(readFileSync(place.tree.at("outside/mine.txt"), "utf8")).toBe("mine");
});

test("a Jupyter kernel that runs from what pruning would take; a shell that only names the cache is no reason", async () => {
  const place = await filled();
  const { cache, host, tree } = place;
  mkdirSync(join(cache, "environments-v2/script-1234/bin"), { recursive: true });
  writeFileSync(join(cache, "environments-v2/script-1234/bin/python"), "x".repeat(50_000));
  writeFileSync(join(tree.home, ".bashrc"), `export UV_CACHE_DIR=${cache}\n`);
  expect((await cleanCaches(host, request, { ...yes, planOnly: true })).plan.steps).toHaveLength(1);
  const kernel = join(tree.home, ".local/share/jupyter/kernels/mine");
  mkdirSync(kernel, { recursive: true });
  const argv = [join(cache, "environments-v2/script-1234/bin/python"), "-m", "ipykernel_launcher"];
  writeFileSync(join(kernel, "kernel.json"), JSON.stringify({ argv, display_name: "mine" }));
  const before = snapshot(cache);
  const result = await cleanCaches(host, request, yes);
  expect([result.status, result.left[0]?.reasons]).toEqual(["nothing", [`the Jupyter kernel ${kernel} runs from it`]]);
  expect(snapshot(cache)).toEqual(before);
});

test("what is not uv's at the top, which uv itself would throw away", async () => {
  const place = await filled();
  dangle(place.cache);
  writeFileSync(join(place.cache, "thesis.txt"), "mine");
  await expectRefused(place, /it holds what is not known to be uv's: thesis\.txt/);
});

test("buckets of a newer uv, which this one would throw away", async () => {
  const { host, cache } = await filled();
  dangle(cache);
  mkdirSync(join(cache, "wheels-v9000/pypi"), { recursive: true });
  writeFileSync(join(cache, "wheels-v9000/pypi/file"), "a newer uv's");
  const before = snapshot(cache);
  const result = await cleanCaches(host, request, yes);
  expect(result.report).toBeNull();
  expect(result.left[0]?.reasons.join()).toMatch(/uv 0\.\S+ does not know wheels-v9000 and would throw it away/);
  expect(snapshot(cache)).toEqual(before);
});

test("a cache behind a link is cleaned where it really lies", async () => {
  const { host, cache, tree } = await filled();
  dangle(cache);
  renameSync(cache, tree.at("real-cache"));
  symlinkSync(tree.at("real-cache"), cache);
  expect(theCache(host, "uv").path).toBe(tree.at("real-cache"));
  const result = await cleanCaches(host, request, yes);
  expect(result.report?.outcomes[0]).toMatchObject({ result: "done", path: tree.at("real-cache") });
  expect(existsSync(join(tree.at("real-cache"), "archive-v0/dangling000000000"))).toBe(false);
  expect(existsSync(cache)).toBe(true);
});

test("variables that name the root or a project are told, and nothing is listed or measured there", async () => {
  const { host, tree } = await filled();
  tree.file("project/app.py", "print()\n");
  for (const place of ["/", tree.at("project")]) {
    const wrong = { ...host, environment: { ...host.environment, UV_CACHE_DIR: place } };
    const { list } = surveyCaches(wrong, ["uv"]);
    expect(list.caches.map(({ path }) => path)).not.toContain(place);
    expect(list.problems).toEqual([
      { path: place, code: "EINVAL", message: "UV_CACHE_DIR names it, but nothing in it is known to be uv's" },
    ]);
  }
});

test("a uv that fails is an outcome: nothing else touches the cache", async () => {
  const { host, cache, tree } = await filled();
  dangle(cache);
  const script = `#!/bin/sh\ncase "$*" in --version) echo uv 0.13.8;; *rehearsal*) ;; *) echo broken >&2; exit 9;; esac\n`;
  const stub = tree.file("bin/uv", script);
  await mustRun("chmod", ["+x", stub], { environment: {} });
  const broken = {
    ...host,
    environment: { ...host.environment, PATH: `${tree.at("bin")}:${host.environment["PATH"]}` },
  };
  const before = snapshot(cache);
  const result = await cleanCaches(broken, request, yes);
  expect(result.report?.outcomes[0]).toMatchObject({
    act: "owner",
    result: "failed",
    reason: `${stub} ended with 9: broken`,
  });
  expect(snapshot(cache)).toEqual(before);
});
