import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { undo } from "../../src/app/undo.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Host } from "../../src/system/host.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { pythonOf, tool } from "../support/tools.ts";
import { diskUsage, hostIn } from "../support/trees.ts";
import { contentsOf, theCache } from "./store-place.ts";

/** Puts a file into the cache by its checksum, one by its address and one that is not yet whole; stages one for upload. */
const FILL = `
import base64, hashlib, wandb
from wandb.sdk.artifacts.artifact_file_cache import get_artifact_file_cache
cache, data = get_artifact_file_cache(), b"x" * 50_000
digest = base64.b64encode(hashlib.md5(data).digest()).decode()
for path, hit, opened in (cache.check_digest_obj_path(digest, len(data)), cache.check_etag_obj_path("http://x/y", "etag", len(data))):
    with opened("wb") as file: file.write(data)
(cache._temp_dir / "tmpdownload").write_bytes(data)
open("sample.txt", "w").write("sample")
wandb.Artifact("sample", "dataset").add_file("sample.txt")
`;

/** A run that goes on until its input ends. */
const RUN = `
import sys, wandb
wandb.init(project="demo", settings=wandb.Settings(console="off"))
print("running", flush=True)
sys.stdin.read()
wandb.finish()
`;

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };

async function filled(): Promise<{ readonly tree: TemporaryTree; readonly host: Host }> {
  const tree = temporaryTree();
  const environment = {
    ...tree.environment,
    PATH: `${dirname(tool("wandb"))}:${tree.environment["PATH"]}`,
    WANDB_MODE: "offline",
    WANDB_SILENT: "true",
  };
  await mustRun(pythonOf("assorted"), ["-c", FILL], { cwd: tree.path, environment });
  return { tree, host: { ...hostIn(tree.home, environment), currentDirectory: tree.path } };
}

test("its command takes the files of artifacts, and neither what is not yet whole nor what is staged", async () => {
  const { tree, host } = await filled();
  const place = join(tree.home, ".cache/wandb/artifacts");
  const staging = join(tree.home, ".local/share/wandb/artifacts/staging");
  const staged = snapshot(staging);
  const { entries } = contentsOf(host, "wandb");
  expect(entries.map(({ name }) => name.replace(/[0-9a-f]{2}\/[0-9a-f]+$/, "…")).toSorted()).toEqual([
    "obj/etag/…",
    "obj/md5/…",
  ]);
  const before = theCache(host, "wandb");
  expect([before.path, before.isCurrent, before.obstacles]).toEqual([place, true, []]);
  const request = { names: ["wandb"], chosen: null, named: [], permanent: true };
  const { report } = await cleanCaches(host, request, yes);
  expect(report?.outcomes.map(({ act, result, path }) => [act, result, path])).toEqual([["owner", "done", place]]);
  expect(entries.filter(({ path }) => existsSync(path))).toEqual([]);
  expect(before.bytes.allocated - diskUsage(place)).toBe(before.removable.frees);
  expect(readdirSync(join(place, "tmp"))).toEqual(["tmpdownload"]);
  expect(snapshot(staging)).toEqual(staged);
  await mustRun(pythonOf("assorted"), ["-c", FILL], { cwd: tree.path, environment: host.environment as never });
  expect(entries.filter(({ path }) => !existsSync(path))).toEqual([]);
});

test("what is staged stays while it is young or wandb is at work, and goes only by its name", async () => {
  const { tree, host } = await filled();
  const staging = join(tree.home, ".local/share/wandb/artifacts/staging") as AbsolutePath;
  const [copy] = readdirSync(staging);
  const file = join(staging, copy!);
  const now = theCache(host, "wandb-staging");
  expect([now.path, now.isCurrent, now.safety]).toEqual([staging, true, "medium"]);
  expect(now.obstacles).toEqual([`${file} is of the last day, and an upload may still need it`]);
  utimesSync(file, 0, 0);
  const request = (named: readonly string[]) => ({ names: ["wandb-staging"], chosen: null, named, permanent: false });

  const environment = host.environment as NodeJS.ProcessEnv;
  const run = spawn(pythonOf("assorted"), ["-c", RUN], { cwd: tree.path, env: environment });
  const ended = once(run, "exit");
  onTestFinished(() => void run.kill("SIGKILL"));
  await once(run.stdout, "data");
  const refused = await cleanCaches(host, request([now.id]), yes);
  expect([refused.report, refused.left[0]?.reasons.join()]).toEqual([
    null,
    expect.stringMatching(/wandb-core .* is at work/),
  ]);
  run.stdin.end();
  await ended;

  const unnamed = await cleanCaches(host, request([]), yes);
  expect([unnamed.report, existsSync(file)]).toEqual([null, true]);
  const { report } = await cleanCaches(host, request([now.id]), yes);
  expect([report?.outcomes.map(({ result, path }) => [result, path]), existsSync(file)]).toEqual([
    [["done", file]],
    false,
  ]);
  await undo(host, null);
  expect(existsSync(file)).toBe(true);
});
