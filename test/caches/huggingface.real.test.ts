import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { huggingface } from "../../src/caches/huggingface.ts";
import { mustRun } from "../support/run.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { pythonOf, tool } from "../support/tools.ts";
import { block, commitOf, hubIn, type Hub } from "./hub-layout.ts";
import { contentsOfStore, left, placeOf } from "./look-at.ts";

const SCAN = `
import json, sys
from huggingface_hub import scan_cache_dir
info = scan_cache_dir(sys.argv[1])
print(json.dumps(dict(
    repos=sorted([f"{r.repo_type}/{r.repo_id}", r.size_on_disk] for r in info.repos),
    revisions=sorted([f"{r.repo_type}/{r.repo_id}", v.commit_hash, sorted(v.refs), v.size_on_disk] for r in info.repos for v in r.revisions),
    incomplete=sorted(str(f.file_path) for f in info.incomplete_files),
    damaged=len(info.warnings),
)))
`;

/** Two models and a data set; detached revisions, broken downloads, a shared file and a damaged repository. */
function filled(tree: TemporaryTree): Hub {
  const hub = hubIn(tree);
  hub.revision("models--org--tiny", commitOf("a"), { "config.json": block("c"), "onnx/model.bin": block("m") }, [
    "main",
    "refs/pr/1",
  ]);
  hub.revision("models--org--tiny", commitOf("b"), { "config.json": block("c"), "model.bin": block("old") });
  hub.incomplete("models--org--tiny", "abc", 4096);
  hub.revision("models--solo", commitOf("c"), { "weights.bin": block("w") });
  hub.revision("datasets--org--rows", commitOf("d"), { "rows.csv": block("r") }, ["main"]);
  hub.revision("datasets--org--rows", commitOf("e"), { "rows.csv": block("q") });
  hub.revision("models--org--a", commitOf("1"), { "big.bin": block("s") }, ["main"]);
  hub.revision("models--org--b", commitOf("2"), { "big.bin": block("s") }, ["main"]);
  hub.revision("models--org--b", commitOf("3"), { "alone.bin": block("t") });
  hub.share("models--org--a", block("s"));
  hub.share("models--org--b", block("s"));
  hub.share("models--org--b", block("t"));
  hub.revision("models--damaged", commitOf("f"), { "x.bin": block("x") });
  tree.file("hub/models--damaged/refs/main", commitOf("0"));
  tree.file("token", "hf_secret");
  return hub;
}

const pythonIn = (tree: TemporaryTree) => ({ environment: { ...tree.environment, HF_HOME: tree.path } });

test("the listing agrees with the library's own scan", async () => {
  const tree = temporaryTree();
  const { path } = filled(tree);
  const scan = JSON.parse(await mustRun(pythonOf("huggingface"), ["-c", SCAN, path], pythonIn(tree)));
  const { entries, remarks } = contentsOfStore("huggingface", path);
  const damaged = entries.filter(({ name }) => name.startsWith("model/damaged"));
  const sound = entries.filter((entry) => !damaged.includes(entry));
  const of = (kind: string) => sound.filter((entry) => entry.kind === kind);
  const revisions = [...of("revision"), ...of("detached")];
  expect(scan.damaged).toBe(1);
  expect(remarks).toEqual([`model/damaged is damaged and stays: main points to a revision that is not there`]);
  expect(
    of("repository")
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(scan.repos.map(([name]: [string]) => name));
  const ours = revisions.map(({ name, version }) => [
    name.replace(/ \(.*/, ""),
    version,
    /\((.*)\)/.exec(name)?.[1]?.split(", ").toSorted() ?? [],
  ]);
  expect(ours.map((one) => JSON.stringify(one)).toSorted()).toEqual(
    scan.revisions
      .map(([name, commit, refs]: [string, string, string[]]) => JSON.stringify([name, commit, refs]))
      .toSorted(),
  );
  expect(
    of("detached")
      .map(({ version }) => version)
      .toSorted(),
  ).toEqual(["b", "c", "e", "3"].map(commitOf).toSorted());
  expect(of("incomplete").map((entry) => entry.path)).toEqual(scan.incomplete);
  // Every file is one block, so what they hold differs by the snapshots' own directories only.
  for (const [, commit, , bytes] of scan.revisions) {
    const entry = revisions.find(({ version }) => version === commit)!;
    const directories = entry.version === commitOf("a") ? 2 : 1;
    expect([commit, entry.allocated]).toEqual([commit, bytes + directories * 4096]);
  }
});

test("hf cache prune removes what was foretold, and the library still reads the rest", async () => {
  const tree = temporaryTree();
  const { path } = filled(tree);
  const { goes, obstacles } = huggingface.judge!(placeOf(path));
  expect(obstacles).toEqual([]);
  const before = new Set(readdirSync(path, { recursive: true }).map(String));
  await mustRun(tool("hf"), ["cache", "prune", "--yes", "--cache-dir", path], pythonIn(tree));
  expect(left(goes)).toEqual([]);
  const after = new Set(readdirSync(path, { recursive: true }).map(String));
  const gone = [...before].filter((name) => !after.has(name)).map((name) => `${path}/${name}`);
  // A list of users goes with its file; everything else that went was foretold.
  expect(
    gone.filter(
      (one) => !goes.some((place) => one === place || one.startsWith(`${place}/`) || one === `${place}.refs`),
    ),
  ).toEqual([]);
  const scan = JSON.parse(await mustRun(pythonOf("huggingface"), ["-c", SCAN, path], pythonIn(tree)));
  expect(scan.repos.map(([name]: [string]) => name)).toEqual([
    "dataset/org/rows",
    "model/org/a",
    "model/org/b",
    "model/org/tiny",
  ]);
  expect(scan.incomplete).toEqual([]);
  expect(left([tree.at("token")])).toHaveLength(1);
});
