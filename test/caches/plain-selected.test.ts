import { existsSync, utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { undo } from "../../src/app/undo.ts";
import { EVERYTHING, type CacheSelection } from "../../src/model/cache-selection.ts";
import type { Host } from "../../src/system/host.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn, plant } from "../support/trees.ts";
import { CASES } from "./plain-cases.ts";

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const DAY = 86_400_000;

function clean(host: Host, store: string, selection: Partial<CacheSelection>) {
  const request = { names: [store], chosen: null, named: [], permanent: false };
  return cleanCaches(host, { ...request, selection: { ...EVERYTHING, ...selection } }, yes);
}

test("single entries of a plain store by name and age, and undo", async () => {
  const tree = temporaryTree();
  const names = ["tiny.pt", "small.pt", "medium.en.pt"];
  for (const name of names) tree.file(`home/.cache/whisper/${name}`, "x".repeat(5000));
  const at = (name: string): string => tree.at(`home/.cache/whisper/${name}`);
  for (const name of ["tiny.pt", "medium.en.pt"])
    utimesSync(at(name), (Date.now() - 50 * DAY) / 1000, (Date.now() - 50 * DAY) / 1000);
  const host = { ...hostIn(tree.at("home"), tree.environment), home: tree.at("home"), currentDirectory: tree.path };
  const old = { ...host, environment: { ...host.environment, HOME: tree.at("home"), XDG_CACHE_HOME: "" } };
  const result = await clean(old, "whisper", { packages: ["tiny*", "small*"], olderThanMs: 30 * DAY });
  expect(result.report?.outcomes.map(({ path, result: what }) => [path, what])).toEqual([[at("tiny.pt"), "done"]]);
  expect(names.map((name) => existsSync(at(name)))).toEqual([false, true, true]);
  await undo(old, null);
  expect(existsSync(at("tiny.pt"))).toBe(true);
  const unused = await clean(old, "whisper", { isUnused: true });
  expect(unused.left[0]?.reasons.join()).toContain("nobody can tell what");
});

test("an entry with a file of the user's in it stays", async () => {
  const tree = temporaryTree();
  plant(tree.directory("home/.cache/torch/hub"), CASES["torch-hub"]!.made);
  tree.file(`home/.cache/torch/hub/${CASES["torch-hub"]!.mine}`, "mine");
  const host = { ...hostIn(tree.at("home"), { HOME: tree.at("home") }), currentDirectory: tree.path };
  const top = CASES["torch-hub"]!.mine.split("/")[0]!;
  const result = await clean(host, "torch-hub", { packages: [top] });
  expect([result.status, result.left[0]?.reasons.join()]).toEqual([
    "nothing",
    expect.stringMatching(/is nothing that .* makes/),
  ]);
});

test("a store of which nothing can be taken by itself says so", async () => {
  const tree = temporaryTree();
  tree.file("home/.cache/mise/python/remote_versions.msgpack.z", "x");
  const host = { ...hostIn(tree.at("home"), { HOME: tree.at("home") }), currentDirectory: tree.path };
  const result = await clean(host, "mise-cache", { olderThanMs: 0 });
  expect([result.status, result.left[0]?.reasons]).toMatchObject([
    "nothing",
    [expect.stringMatching(/goes as a whole$/)],
  ]);
});

test("hatch's licence texts by age; who published where stays", async () => {
  const tree = temporaryTree();
  for (const name of ["licenses/MIT.txt", "publish/index/previous_working_users.json"])
    tree.file(`home/.cache/hatch/${name}`, "x");
  const host = { ...hostIn(tree.at("home"), { HOME: tree.at("home") }), currentDirectory: tree.path };
  const result = await clean(host, "hatch", { olderThanMs: -1 });
  expect(result.plan.steps.map(({ what }) => what)).toEqual(["licenses (licenses)"]);
  expect(existsSync(tree.at("home/.cache/hatch/licenses"))).toBe(false);
  expect(existsSync(tree.at("home/.cache/hatch/publish/index/previous_working_users.json"))).toBe(true);
});
