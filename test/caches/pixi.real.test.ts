import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { serveFiles } from "../support/file-server.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { pythonOf } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { removableNames } from "./look-at.ts";
import { theCache } from "./store-place.ts";

/** Makes a channel of one package: `argv[1]` is its directory. */
const MAKE_CHANNEL = `
import hashlib, io, json, os, sys, tarfile
os.makedirs(sys.argv[1] + "/noarch"); os.chdir(sys.argv[1] + "/noarch")
index = dict(name="pebble", version="1.0", build="0", build_number=0, depends=[], subdir="noarch", noarch="generic")
data = b"x" * 50_000
path = dict(_path="share/pebble.txt", path_type="hardlink", sha256=hashlib.sha256(data).hexdigest(), size_in_bytes=len(data))
files = {"info/index.json": json.dumps(index).encode(), "info/paths.json": json.dumps(dict(paths=[path], paths_version=1)).encode(), path["_path"]: data}
with tarfile.open("pebble-1.0-0.tar.bz2", "w:bz2") as archive:
    for name, content in files.items():
        entry = tarfile.TarInfo(name); entry.size = len(content); entry.mode = 0o644; archive.addfile(entry, io.BytesIO(content))
packed = open("pebble-1.0-0.tar.bz2", "rb").read()
record = dict(index, size=len(packed), md5=hashlib.md5(packed).hexdigest(), sha256=hashlib.sha256(packed).hexdigest())
with open("repodata.json", "w") as file: json.dump({"info": {"subdir": "noarch"}, "packages": {"pebble-1.0-0.tar.bz2": record}, "packages.conda": {}, "repodata_version": 1}, file)
`;

/** With rattler's own defaults. Leaves without Python's own end, in which py-rattler 0.28 crashes now and then. */
const INSTALL = `
import asyncio, os, sys
from rattler import Channel, MatchSpec, install, solve
async def main(channel, prefix):
    await install(await solve([Channel(channel)], [MatchSpec("pebble")], platforms=["noarch"]), target_prefix=prefix, show_progress=False)
asyncio.run(main(*sys.argv[1:])); os._exit(0)
`;

test("what rattler keeps where pixi does is found and known whole; without pixi nothing of it goes", async () => {
  const tree = temporaryTree();
  const environment = { ...tree.environment, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
  const python = (...args: string[]): Promise<string> =>
    mustRun(pythonOf("testing"), ["-c", ...args], { cwd: tree.path, environment });
  await python(MAKE_CHANNEL, tree.at("channel"));
  await python(INSTALL, await serveFiles(tree.at("channel")), tree.at("env"));
  const place = join(tree.home, ".cache/rattler/cache");
  const host = { ...hostIn(tree.home, { ...environment, PATH: "" }), currentDirectory: tree.path };
  const found = theCache(host, "pixi");
  expect([found.path, found.isCurrent, found.obstacles]).toEqual([place, true, []]);
  expect(removableNames("pixi", found.path)).toContain("pkgs");
  const before = snapshot(place);
  const request = { names: ["pixi"], chosen: null, named: [], permanent: true };
  const { report, left } = await cleanCaches(host, request, {
    confirm: () => Promise.resolve(true),
    isMeasured: false,
  });
  expect([report, left.flatMap(({ reasons }) => reasons).join()]).toEqual([null, expect.stringContaining("pixi")]);
  expect(snapshot(place)).toEqual(before);
});
