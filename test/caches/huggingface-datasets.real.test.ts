import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { huggingfaceDatasets } from "../../src/caches/huggingface-datasets.ts";
import { EVERYTHING } from "../../src/model/cache-selection.ts";
import { mustRun } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { pythonOf } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { cacheAt, contentsOfStore, located, lookAt, removableNames } from "./look-at.ts";

const MAKE = `
from datasets import load_dataset
rows = load_dataset("csv", data_files="rows.csv", split="train")
print(rows.map(lambda row: {"c": row["a"] + 1}).filter(lambda row: row["a"] > 3).num_rows)
`;

test("data sets are shown, and apart from them what was computed", async () => {
  const tree = temporaryTree();
  tree.file("work/rows.csv", `a,b\n${Array.from({ length: 500 }, (_, row) => `${row},x`).join("\n")}\n`);
  const hash = "a".repeat(64);
  tree.file(`hf/datasets/downloads/${hash}.${"b".repeat(64)}`, "x".repeat(4096));
  tree.file(`hf/datasets/downloads/${hash}.json`, "{}");
  tree.file(`hf/datasets/downloads/extracted/${hash}/train/rows.csv`, "x");
  tree.file("hf/token", "hf_secret");
  const environment = { ...tree.environment, HF_HOME: tree.at("hf"), HF_HUB_OFFLINE: "1", HF_DATASETS_OFFLINE: "1" };
  await mustRun(pythonOf("huggingface"), ["-c", MAKE], { cwd: tree.at("work"), environment });
  const store = tree.at("hf/datasets");
  const { entries, problems } = contentsOfStore("huggingface-datasets", store);
  const maps = entries.filter(({ kind }) => kind === "map");
  const set = entries.find(({ kind }) => kind === "data-set");
  expect(entries.map(({ kind }) => kind).toSorted()).toEqual(["data-set", "downloads", "map", "map"]);
  expect(set).toMatchObject({ name: expect.stringMatching(/^csv\/default-/), version: "0.0.0", safety: "medium" });
  expect(maps.every(({ path }) => dirname(path) === set!.path && /\/cache-\w+\.arrow$/.test(path))).toBe(true);
  expect(problems).toEqual([]);
  const cache = cacheAt("huggingface-datasets", store);
  expect(cache).toMatchObject({ safety: "medium", obstacles: [], command: null });
  expect(removableNames("huggingface-datasets", store)).toEqual(["csv", "downloads"]);
  expect(["csv", "downloads"].map((name) => huggingfaceDatasets.whyNotUnderstood!(join(store, name) as never))).toEqual(
    [null, null],
  );
  // Files of other origin in either keep both where they are.
  const mine = [tree.file("hf/datasets/downloads/thesis.pdf"), tree.file("hf/datasets/csv/notes.txt")];
  expect(["downloads", "csv"].map((name) => huggingfaceDatasets.whyNotUnderstood!(join(store, name) as never))).toEqual(
    mine.map((path) => `${path} is nothing that datasets makes`),
  );
  expect(readdirSync(tree.at("hf"))).toContain("token");
});

test("a data set that is a link, and folders that hold none, stay", () => {
  const tree = temporaryTree();
  tree.file("cache/csv/default/0.0.0/abc/dataset_info.json", "{}");
  tree.file("cache/projects/app/main.py");
  expect(huggingfaceDatasets.whyNotUnderstood!(tree.at("cache/projects"))).toBe(
    `${tree.at("cache/projects")} holds no data set`,
  );
  mkdirSync(tree.at("disk/imagenet"), { recursive: true });
  symlinkSync(tree.at("disk/imagenet"), tree.at("cache/imagenet"));
  expect(cacheAt("huggingface-datasets", tree.at("cache")).obstacles).toEqual([
    `${tree.at("cache/imagenet")} is a link that leads elsewhere`,
  ]);
  tree.file("plain/downloads/film.mp4");
  expect(lookAt("huggingface-datasets", tree.at("plain"))).toBe(
    "the test names it, but nothing in it is known to be datasets's",
  );
});

test("it is looked for as the library looks", () => {
  expect(located("huggingface-datasets", "darwin")).toEqual(["/Users/me/.cache/huggingface/datasets"]);
  expect(located("huggingface-datasets", "win32", { HF_HOME: "D:\\hf" })).toEqual([
    "D:/hf/datasets",
    "C:/Users/me/.cache/huggingface/datasets",
  ]);
  expect(located("huggingface-datasets", "linux", { HF_DATASETS_CACHE: "/data/sets", XDG_CACHE_HOME: "/xdg" })).toEqual(
    ["/data/sets", "/xdg/huggingface/datasets", "/home/me/.cache/huggingface/datasets"],
  );
});

test("results of map go one by one, by the name of their data set, and datasets computes them again", async () => {
  const tree = temporaryTree();
  tree.file("work/rows.csv", `a,b\n${Array.from({ length: 500 }, (_, row) => `${row},x`).join("\n")}\n`);
  const environment = { ...tree.environment, HF_HOME: tree.at("hf"), HF_HUB_OFFLINE: "1", HF_DATASETS_OFFLINE: "1" };
  const make = () => mustRun(pythonOf("huggingface"), ["-c", MAKE], { cwd: tree.at("work"), environment });
  const printed = await make();
  const host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
  const kinds = () => contentsOfStore("huggingface-datasets", tree.at("hf/datasets")).entries.map(({ kind }) => kind);
  const request = { names: ["huggingface-datasets"], chosen: null, named: [], permanent: true };
  const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
  const other = await cleanCaches(host, { ...request, selection: { ...EVERYTHING, packages: ["imagenet"] } }, yes);
  expect([other.status, other.choosing[0]]).toMatchObject(["nothing", { chosen: 0, of: 2 }]);
  const result = await cleanCaches(host, { ...request, selection: { ...EVERYTHING, packages: ["csv"] } }, yes);
  expect(result.report?.outcomes.map(({ act, result: what }) => [act, what])).toEqual([
    ["delete", "done"],
    ["delete", "done"],
  ]);
  expect(kinds()).toEqual(["data-set"]);
  expect(await make()).toBe(printed);
  expect(kinds().toSorted()).toEqual(["data-set", "map", "map"]);
});
