import { join } from "node:path";
import { expect, test } from "vitest";
import { explainSharing } from "../../src/app/explain-sharing.ts";
import { findDuplicates, type DuplicatesRequest } from "../../src/app/duplicates.ts";
import { hashOf, inodeAt, inSite, plantStated, SITE } from "../support/stated-environment.ts";
import { plant } from "../support/trees.ts";
import { dedupeAll, dedupeRequest, leftOf } from "./dedupe-workspace.ts";
import { workspace, type Workspace } from "./workspace.ts";

const CONTENT = "VALUE = 1\n".repeat(1000);
const FILES = { "demo/a.py": CONTENT };
const BYTES = 12_288;

/** What conda makes: a prefix with a package, its cache of packages, and environments. */
function plantConda(prefix: string): void {
  const [_path, size_in_bytes] = [`${SITE}/demo/a.py`, CONTENT.length];
  const sha256 = Buffer.from(hashOf(CONTENT), "base64url").toString("hex");
  plant(prefix, {
    "conda-meta/history": "",
    "conda-meta/demo-1.0-0.json": JSON.stringify({
      name: "demo",
      version: "1.0",
      paths_data: { paths: [{ _path, path_type: "hardlink", sha256, size_in_bytes }] },
    }),
    "bin/python3": "#!/bin/sh\n",
    "lib/python3.11/os.py": "# os\n",
    [_path]: CONTENT,
  });
}

async function found(work: Workspace, changes: Partial<DuplicatesRequest> = {}) {
  const { duplicates } = await findDuplicates(work.host, dedupeRequest(work.root, changes));
  const { environments, totals } = duplicates;
  return { paths: environments.map(({ path }) => path.slice(work.root.length + 1)), environments, totals };
}

test("conda's environments inside of its prefix are environments, and each file counts once", async () => {
  const work = workspace();
  const all = ["mc", "mc/envs/x", "mc/envs/y"];
  for (const prefix of all) plantConda(work.tree.at(prefix));
  const { paths, environments, totals } = await found(work);
  expect(paths).toEqual(all);
  expect(environments.map(({ files, same }) => [files, same])).toEqual(all.map(() => [5, BYTES]));
  expect(totals).toMatchObject({ same: 2 * BYTES, shared: 0, gain: 2 * BYTES, links: 2 });
  const roots = ["mc", "mc/envs/x"].map((one) => work.tree.at(one));
  expect((await found(work, { roots })).paths).toEqual(all);
  const linked = await dedupeAll(work);
  expect(leftOf(linked)).toEqual([]);
  expect(new Set(all.map((prefix) => inodeAt(inSite(work.tree.at(prefix), "demo/a.py")))).size).toBe(1);
});

test("an environment in an environment is found, alone as a root too, and at no greater depth than wanted", async () => {
  const work = workspace();
  const all = [".venv", ".venv/inner", ".venv/nested/deep/er"];
  for (const one of all) plantStated(work.tree.at(one), FILES);
  expect((await found(work)).paths).toEqual(all);
  expect((await found(work, { depth: 2 })).paths).toEqual(all.slice(0, 2));
  expect((await found(work, { roots: [work.tree.at(".venv/inner")] })).paths).toEqual([".venv/inner"]);
  expect((await found(work, { roots: [work.tree.at(".venv/nested")] })).paths).toEqual([".venv/nested/deep/er"]);
});

test("what looks like an environment among installed packages belongs to its package", async () => {
  const work = workspace();
  plantStated(work.tree.at(".venv"), FILES);
  plantStated(join(inSite(work.tree.at(".venv"), "demo"), "fixture"), FILES);
  plantStated(work.tree.at(".venv/share/demo/fixture"), FILES);
  const { paths, totals } = await found(work);
  expect([paths, totals.environments]).toEqual([[".venv"], 1]);
});

test("of an environment inside another one --explain tells what is its own", async () => {
  const work = workspace();
  for (const one of [".venv", ".venv/inner"]) plantStated(work.tree.at(one), FILES);
  for (const [one, other] of [
    [".venv", ".venv/inner"],
    [".venv/inner", ".venv"],
  ] as const) {
    const file = inSite(work.tree.at(one), "demo/a.py");
    const answer = await explainSharing(work.host, file, dedupeRequest(work.root));
    expect(answer).toMatchObject({ environment: work.tree.at(one), twins: [inSite(work.tree.at(other), "demo/a.py")] });
  }
});
