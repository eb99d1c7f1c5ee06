import { mkdirSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { huggingface } from "../../src/caches/huggingface.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { block, commitOf, etagOf, hubIn } from "./hub-layout.ts";
import { cacheAt, contentsOfStore, located, lookAt, placeOf, removableNames } from "./look-at.ts";

const [A, B] = [commitOf("a"), commitOf("b")];
const hf = (version: string | null) => ({ program: "/usr/bin/hf" as AbsolutePath, version });

test("it is looked for as the library looks, on every system alike", () => {
  for (const platform of ["linux", "darwin", "win32"] as const) {
    const home = platform === "win32" ? "C:/Users/me" : platform === "darwin" ? "/Users/me" : "/home/me";
    expect(located("huggingface", platform)).toEqual([`${home}/.cache/huggingface/hub`]);
    expect(located("huggingface", platform, { HF_HOME: "~/hf", HF_HUB_CACHE: "" })[0]).toBe(`${home}/hf/hub`);
  }
  expect(
    located("huggingface", "linux", { HF_HUB_CACHE: "/data/hub", HF_HOME: "/hf", XDG_CACHE_HOME: "/xdg" }),
  ).toEqual(["/data/hub", "/hf/hub", "/xdg/huggingface/hub", "/home/me/.cache/huggingface/hub"]);
});

test("only what is detached goes, and not what other revisions share with it", () => {
  const tree = temporaryTree();
  const hub = hubIn(tree);
  hub.revision("models--m", A, { "config.json": block("c"), "new.bin": block("n") }, ["main"]);
  hub.revision("models--m", B, { "config.json": block("c"), "old.bin": block("o") });
  const { goes } = huggingface.judge!(placeOf(hub.path));
  expect(goes).toEqual([`${hub.path}/models--m/snapshots/${B}`, `${hub.path}/models--m/blobs/${etagOf(block("o"))}`]);
  const cache = cacheAt("huggingface", hub.path);
  expect(cache).toMatchObject({ safety: "low", obstacles: [], removable: { allocated: 8192, frees: 8192 } });
  const { entries } = contentsOfStore("huggingface", hub.path);
  expect(entries.find(({ version }) => version === A)).toMatchObject({
    kind: "revision",
    safety: "medium",
    allocated: 12288,
    frees: 8192,
  });
  expect(entries.find(({ version }) => version === B)).toMatchObject({
    kind: "detached",
    safety: "low",
    allocated: 12288,
    frees: 8192,
  });
});

test("a shared file goes with its last user only", () => {
  const tree = temporaryTree();
  const hub = hubIn(tree);
  hub.revision("models--a", A, { "w.bin": block("w") }, ["main"]);
  hub.revision("models--b", B, { "w.bin": block("w") });
  const file = hub.share("models--a", block("w"));
  hub.share("models--b", block("w"));
  expect(huggingface.judge!(placeOf(hub.path)).goes).toEqual([`${hub.path}/models--b`]);
  rmSync(`${hub.path}/models--a/refs/main`);
  expect(huggingface.judge!(placeOf(hub.path)).goes).toEqual([
    `${hub.path}/models--a`,
    `${hub.path}/models--b`,
    file,
    `${file}.refs`,
  ]);
  rmSync(`${file}.refs`);
  expect(huggingface.judge!(placeOf(hub.path)).goes).toEqual([`${hub.path}/models--a`, `${hub.path}/models--b`]);
});

test("a library that does not know the shared store must not clean it", async () => {
  const tree = temporaryTree();
  const hub = hubIn(tree);
  hub.revision("models--a", A, { "w.bin": block("w") }, ["main"]);
  const ask = (version: string | null) => huggingface.whyNotOwner!(placeOf(hub.path), hf(version));
  expect(await ask("1.30.0")).toBe(null);
  hub.share("models--a", block("w"));
  expect(await ask("2.4.0")).toBe(null);
  expect(await ask("1.30.0")).toContain("1.30.0 does not know of files that repositories share");
  expect(await ask(null)).toContain("unknown version");
});

test("tokens stay, wherever the cache was put", () => {
  const tree = temporaryTree();
  const hub = hubIn(tree);
  hub.revision("models--a", A, { "w.bin": block("w") });
  tree.file("hub/token", "hf_secret");
  tree.file("hub/stored_tokens", "[me]");
  const cache = cacheAt("huggingface", hub.path);
  expect(cache.parts.find(({ id }) => id === "credentials")).toMatchObject({
    safety: "data",
    removable: { allocated: 0 },
  });
  expect(huggingface.judge!(placeOf(hub.path)).goes).toEqual([`${hub.path}/models--a`]);
  expect(removableNames("huggingface", hub.path)).toEqual(["models--a"]);
});

test("links that lead away are in the way", () => {
  const tree = temporaryTree();
  const hub = hubIn(tree);
  hub.revision("models--a", A, { "w.bin": block("w") });
  const mine = tree.file("mine/weights.bin", block("v"));
  symlinkSync(mine, `${hub.path}/models--a/snapshots/${A}/mine.bin`);
  expect(cacheAt("huggingface", hub.path).obstacles).toEqual([
    `${hub.path}/models--a/snapshots/${A}/mine.bin leads out of its repository, and hf removes what it names`,
  ]);
  expect(cacheAt("huggingface", hub.path).removable.allocated).toBe(0);
  rmSync(`${hub.path}/models--a/snapshots/${A}/mine.bin`);
  mkdirSync(tree.at("disk/models--big/snapshots"), { recursive: true });
  symlinkSync(tree.at("disk/models--big"), `${hub.path}/models--big`);
  expect(cacheAt("huggingface", hub.path).obstacles).toEqual([
    `${hub.path}/models--big is a link, and hf removes what lies behind it`,
  ]);
});

test("one commit in two repositories is in the way, and so is a download at work", () => {
  const tree = temporaryTree();
  const hub = hubIn(tree);
  hub.revision("models--a", A, { "w.bin": block("w") }, ["main"]);
  hub.revision("models--copy", A, { "w.bin": block("w") });
  expect(cacheAt("huggingface", hub.path).obstacles).toEqual([
    `revision ${A} is detached in one repository and used in another, and hf mixes them up`,
  ]);
  rmSync(`${hub.path}/models--copy`, { recursive: true });
  const download = hub.incomplete("models--a", "abc", 10);
  expect(cacheAt("huggingface", hub.path).obstacles).toEqual([]);
  utimesSync(download, new Date(), new Date());
  expect(cacheAt("huggingface", hub.path).obstacles).toEqual([`a download into ${download} may still run`]);
});

test("what only looks like it is not believed", () => {
  const tree = temporaryTree();
  tree.file("projects/models/train.py");
  tree.file("projects/datasets.csv");
  expect(lookAt("huggingface", tree.at("projects"))).toBe(
    "the test names it, but nothing in it is known to be huggingface_hub's",
  );
  tree.file("mixed/models--a/snapshots/x/y");
  tree.file("mixed/thesis.tex");
  expect(cacheAt("huggingface", tree.at("mixed")).obstacles).toEqual([
    "it holds what is not known to be huggingface_hub's: thesis.tex",
  ]);
});
