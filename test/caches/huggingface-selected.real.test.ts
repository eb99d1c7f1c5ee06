import { existsSync, readdirSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches, type CleanCachesRequest, type CleanCachesResult } from "../../src/app/clean-caches.ts";
import { EVERYTHING, type CacheSelection } from "../../src/model/cache-selection.ts";
import type { Host } from "../../src/system/host.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { pythonOf, tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { block, commitOf, etagOf, hubIn, type Hub } from "./hub-layout.ts";

const TIME = 180_000;
const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const SCAN = `
import json, sys
from huggingface_hub import scan_cache_dir
info = scan_cache_dir(sys.argv[1])
print(json.dumps(dict(damaged=len(info.warnings), revisions=sorted([f"{r.repo_type}/{r.repo_id}", v.commit_hash[0], sorted(v.refs)] for r in info.repos for v in r.revisions))))
`;

interface Filled {
  readonly tree: TemporaryTree;
  readonly hub: Hub;
  readonly host: Host;
}

/** Three repositories: one with two detached revisions beside a branch, one of detached alone, one in use. */
function filled(): Filled {
  const tree = temporaryTree();
  const hub = hubIn(tree);
  hub.revision("models--org--tiny", commitOf("a"), { "config.json": block("c"), "model.bin": block("m") }, ["main"]);
  hub.revision("models--org--tiny", commitOf("b"), { "config.json": block("c"), "model.bin": block("old") });
  hub.revision("models--org--tiny", commitOf("d"), { "model.bin": block("older"), "copy.bin": block("old") });
  hub.revision("models--solo", commitOf("c"), { "weights.bin": block("w") });
  hub.revision("datasets--org--rows", commitOf("e"), { "rows.csv": block("r") }, ["main"]);
  hub.revision("models--org--a", commitOf("1"), { "big.bin": block("s") }, ["main"]);
  hub.share("models--org--a", block("s"));
  tree.file("token", "hf_secret");
  const environment = {
    ...tree.environment,
    HF_HOME: tree.path,
    HF_HUB_CACHE: hub.path,
    PATH: `${dirname(tool("hf"))}:/usr/bin:/bin`,
  };
  return { tree, hub, host: { ...hostIn(tree.home, environment), currentDirectory: tree.home } };
}

function clean(
  { host }: Filled,
  selection: Partial<CacheSelection>,
  more: Partial<CleanCachesRequest> = {},
): Promise<CleanCachesResult> {
  const request = { names: ["huggingface"], chosen: null, named: [], permanent: false };
  return cleanCaches(host, { ...request, selection: { ...EVERYTHING, ...selection }, ...more }, yes);
}

/** What the library itself finds: repository, first letter of the commit, references. */
async function scan({ tree, hub }: Filled): Promise<{ damaged: number; revisions: [string, string, string[]][] }> {
  return JSON.parse(await mustRun(pythonOf("huggingface"), ["-c", SCAN, hub.path], { environment: tree.environment }));
}

test(
  "detached revisions go by hf, with what only they hold; the library reads the rest",
  { timeout: TIME },
  async () => {
    const place = filled();
    const before = new Set(readdirSync(place.hub.path, { recursive: true }).map(String));
    const result = await clean(place, { isDetached: true });
    expect(result.plan.steps.map(({ what }) => what).toSorted()).toEqual([
      "1 detached revision of model/solo",
      "2 detached revisions of model/org/tiny",
    ]);
    expect(result.report?.outcomes.map(({ result: what }) => what)).toEqual(["done", "done"]);
    expect(await scan(place)).toEqual({
      damaged: 0,
      revisions: [
        ["dataset/org/rows", "e", ["main"]],
        ["model/org/a", "1", ["main"]],
        ["model/org/tiny", "a", ["main"]],
      ],
    });
    const after = new Set(readdirSync(place.hub.path, { recursive: true }).map(String));
    const gone = [...before].filter((name) => !after.has(name)).map((name) => join(place.hub.path, name));
    const takes = result.plan.steps.flatMap((step) => step.takes);
    expect(gone.filter((path) => !takes.some((one) => path === one || path.startsWith(`${one}/`)))).toEqual([]);
    expect(takes.filter((path) => existsSync(path))).toEqual([]);
    expect(result.checks).toMatchObject([{ isSound: true }]);
    expect(existsSync(place.tree.at("token"))).toBe(true);
  },
);

test("a repository by its name, with the file of the shared store that only it uses", { timeout: TIME }, async () => {
  const place = filled();
  const result = await clean(place, { packages: ["org/a"] });
  expect(result.plan.steps).toMatchObject([{ action: "owner", what: "model/org/a", safety: "medium" }]);
  expect(result.plan.steps[0]?.takes).toHaveLength(3);
  expect(result.plan.steps[0]?.takes.filter((path) => existsSync(path))).toEqual([]);
  expect((await scan(place)).revisions.map(([name]) => name)).not.toContain("model/org/a");
  expect((await scan(place)).revisions).toHaveLength(5);
});

test("by age", { timeout: TIME }, async () => {
  const place = filled();
  const old = new Date(Date.now() - 100 * 86_400_000);
  utimesSync(join(place.hub.path, "datasets--org--rows/blobs", etagOf(block("r"))), old, old);
  const result = await clean(place, { olderThanMs: 90 * 86_400_000 });
  expect(result.plan.steps.map(({ what }) => what)).toEqual(["dataset/org/rows"]);
  expect((await scan(place)).revisions.map(([name]) => name)).not.toContain("dataset/org/rows");
});

test("a commit that another repository has too stays: hf would take it from both", { timeout: TIME }, async () => {
  const place = filled();
  place.hub.revision("models--twin", commitOf("1"), { "x.bin": block("x") }, ["main"]);
  const before = snapshot(place.hub.path);
  const result = await clean(place, { packages: ["twin"] });
  expect([result.status, result.left[0]?.reasons]).toEqual([
    "nothing",
    [`model/org/a has revision ${commitOf("1")} too, and hf would take it from both`],
  ]);
  expect(snapshot(place.hub.path)).toEqual(before);
});

test("a repository that the library takes for damaged stays", { timeout: TIME }, async () => {
  const place = filled();
  place.tree.file("hub/models--solo/refs/main", commitOf("0"));
  const result = await clean(place, { packages: ["model/solo"] });
  expect([result.status, result.left[0]?.reasons]).toEqual([
    "nothing",
    ["model/solo is damaged and stays: main points to a revision that is not there"],
  ]);
});

test("a branch that came after the plan keeps its revision", { timeout: TIME }, async () => {
  const place = filled();
  const confirm = (): Promise<boolean> => {
    place.tree.file("hub/models--solo/refs/main", commitOf("c"));
    return Promise.resolve(true);
  };
  const request = { names: ["huggingface"], chosen: null, named: [], permanent: false };
  const selection = { ...EVERYTHING, isDetached: true, packages: ["solo"] };
  const result = await cleanCaches(place.host, { ...request, selection }, { ...yes, confirm });
  expect(result.left.map(({ reasons }) => reasons)).toEqual([["it is not as it was when it was selected"]]);
  expect((await scan(place)).revisions).toHaveLength(6);
});
