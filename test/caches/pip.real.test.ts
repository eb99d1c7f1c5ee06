import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { undo } from "../../src/app/undo.ts";
import { snapshot } from "../support/snapshot.ts";
import { diskUsage } from "../support/trees.ts";
import { filled, fillOnce, NEW, OLD } from "./filled-pip.ts";
import { contentsOf, theCache } from "./store-place.ts";

fillOnce();

const request = { names: ["pip"], chosen: null, named: [], permanent: false };
const yes = { confirm: () => Promise.resolve(true), isMeasured: false };

test.each([NEW, OLD])(
  "pip %s: downloads by the package they belong to, pages, and wheels built here",
  async (version) => {
    const { cache, hostWith } = filled(version);
    const { entries, problems } = contentsOf(hostWith(version), "pip");
    const told = entries.map((entry) => [entry.kind, entry.package, entry.version].join(" ")).toSorted();
    expect(told).toEqual([
      "built-wheel gravel 3.1",
      "page grain ",
      "page gravel ",
      "page pebble ",
      "source gravel 3.1",
      "wheel grain 0.5",
      "wheel pebble 1.0",
      "wheel pebble 2.0",
    ]);
    expect(problems).toEqual([]);
    const found = theCache(hostWith(version), "pip");
    expect(found).toMatchObject({ path: cache, locatedBy: "PIP_CACHE_DIR", command: "pip cache purge", obstacles: [] });
    expect(found.bytes.allocated).toBe(diskUsage(cache));
    expect(entries.every(({ allocated, frees }) => allocated > 0 && frees === allocated)).toBe(true);
  },
);

test("the owner purges, what was forecast is gone, and pip installs again", async () => {
  const { cache, hostWith, install, tree } = filled(NEW);
  const beside = tree.file("first/notes.txt", "mine");
  const before = theCache(hostWith(NEW), "pip");
  const result = await cleanCaches(hostWith(NEW), request, yes);
  expect(result.report?.outcomes.map(({ act, result: what }) => [act, what])).toEqual([["owner", "done"]]);
  expect(result.left).toEqual([]);
  expect(readdirSync(cache)).toEqual([]);
  expect(before.bytes.allocated - diskUsage(cache)).toBe(before.removable.frees);
  expect(existsSync(beside)).toBe(true);
  await install(NEW, "third", "pebble", "gravel");
  expect(existsSync(tree.at("third/pebble/__init__.py"))).toBe(true);
});

test("a pip that is too old for http-v2 does not clean it: pyshed moves it to the trash, and undo brings it back", async () => {
  const { cache, hostWith, install } = filled(NEW);
  const whole = [snapshot(join(cache, "http-v2")), snapshot(join(cache, "wheels"))];
  const result = await cleanCaches(hostWith(OLD), request, yes);
  expect(result.plan.steps.map((step) => [step.action, step.path])).toEqual([
    ["trash", join(cache, "http-v2")],
    ["trash", join(cache, "wheels")],
  ]);
  expect(result.plan.steps[0]).toMatchObject({ because: `pip ${OLD} does not know http-v2, which came with 23.3` });
  expect(result.report?.outcomes.every((outcome) => outcome.result === "done")).toBe(true);
  expect(readdirSync(cache)).toEqual([]);
  await undo(hostWith(OLD), null);
  expect([snapshot(join(cache, "http-v2")), snapshot(join(cache, "wheels"))]).toEqual(whole);
  await install(NEW, "third", "pebble");
});

test("the old format is purged by an old pip and by a new one", async () => {
  for (const version of [OLD, NEW]) {
    const { cache, hostWith } = filled(OLD);
    const result = await cleanCaches(hostWith(version), request, yes);
    expect(result.report?.outcomes.map(({ act, result: what }) => [act, what])).toEqual([["owner", "done"]]);
    expect(contentsAfter(cache)).toEqual([]);
  }
});

/** Files below the cache, but what says where a wheel came from: an old pip leaves that. */
function contentsAfter(cache: string): string[] {
  const files = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => name).filter((name) => name !== "origin.json");
}

test("without a pip the understood parts go to the trash, and strangers in them keep them", async () => {
  const { cache, hostWith } = filled(NEW);
  writeFileSync(join(cache, "wheels/thesis.txt"), "mine");
  const result = await cleanCaches(hostWith(null), request, yes);
  expect(result.plan.steps.map(({ path }) => path)).toEqual([join(cache, "http-v2")]);
  expect(result.left[0]?.reasons).toEqual([
    `pip is not on PATH, and ${join(cache, "wheels/thesis.txt")} is nothing that pip makes`,
  ]);
  expect(readdirSync(cache)).toEqual(["wheels"]);
  expect(existsSync(join(cache, "wheels/thesis.txt"))).toBe(true);
});

test("a format that is not known stays", async () => {
  const { cache, hostWith } = filled(NEW);
  const name = "0".repeat(56);
  mkdirSync(join(cache, "http-v2/0/0/0/0/0"), { recursive: true });
  writeFileSync(join(cache, "http-v2/0/0/0/0/0", name), "cc=9,something newer");
  const before = snapshot(join(cache, "http-v2"));
  const result = await cleanCaches(hostWith(null), request, yes);
  expect(result.left[0]?.reasons.join()).toMatch(/is of a format that pyshed does not know/);
  expect(snapshot(join(cache, "http-v2"))).toEqual(before);
});

test("a link among the downloads keeps them, and what it leads to", async () => {
  const { cache, hostWith, tree } = filled(NEW);
  tree.file("outside/mine.txt", "mine");
  symlinkSync(tree.at("outside"), join(cache, "http-v2/out"));
  const result = await cleanCaches(hostWith(null), request, yes);
  expect(result.left[0]?.reasons.join()).toMatch(/http-v2\/out is nothing that pip makes/);
  expect(existsSync(join(cache, "http-v2/out/mine.txt"))).toBe(true);
});

test("a pip that fails is an outcome, and nothing is deleted behind its back", async () => {
  const { cache, hostWith, tree } = filled(NEW);
  const program = tree.file(
    "broken/pip",
    '#!/bin/sh\n[ "$1" = --version ] && { echo pip 26.3 from x; exit; }\necho no >&2; exit 3\n',
  );
  chmodSync(program, 0o755);
  const before = snapshot(cache);
  const host = hostWith(null);
  const broken = { ...host, environment: { ...host.environment, PATH: `${tree.at("broken")}:${tree.at("programs")}` } };
  const result = await cleanCaches(broken, request, yes);
  expect(result.report?.outcomes[0]).toMatchObject({
    act: "owner",
    result: "failed",
    reason: `${program} ended with 3: no`,
  });
  expect(result.left[0]?.isMissed).toBe(true);
  expect(snapshot(cache)).toEqual(before);
});

test("a compiled wheel goes only when the cache is named", async () => {
  const { cache, hostWith } = filled(NEW);
  mkdirSync(join(cache, "wheels/aa/bb/cc/dd"), { recursive: true });
  writeFileSync(join(cache, "wheels/aa/bb/cc/dd/numlib-1.4-cp311-cp311-linux_x86_64.whl"), "compiled here");
  const found = theCache(hostWith(NEW), "pip");
  expect(found.safety).toBe("medium");
  const all = await cleanCaches(hostWith(NEW), request, yes);
  expect([all.status, all.left[0]?.isMissed]).toEqual(["nothing", false]);
  const named = await cleanCaches(hostWith(NEW), { ...request, named: [found.id] }, yes);
  expect(named.report?.outcomes[0]).toMatchObject({ act: "owner", result: "done" });
});

test("what is not pip's at the top keeps the cache, and a cache of somebody else's settings is told apart", async () => {
  const { cache, hostWith, tree } = filled(NEW);
  writeFileSync(join(cache, "notes.txt"), "mine");
  expect(theCache(hostWith(NEW), "pip").obstacles).toEqual(["it holds what is not known to be pip's: notes.txt"]);
  const elsewhere = {
    ...hostWith(NEW),
    environment: { ...hostWith(NEW).environment, PIP_CACHE_DIR: tree.at("empty") },
  };
  expect(theCache(elsewhere, "pip")).toMatchObject({
    path: cache,
    isCurrent: false,
    command: `pip cache purge --cache-dir ${cache}`,
  });
});

test("the newest sign of use is a file's, not a directory's", async () => {
  const { cache, hostWith } = filled(NEW);
  const old = new Date("2025-03-01T00:00:00Z");
  for (const entry of readdirSync(cache, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) utimesSync(join(entry.parentPath, entry.name), old, old);
  }
  expect(theCache(hostWith(NEW), "pip").lastActivity).toBe(old.getTime());
});
