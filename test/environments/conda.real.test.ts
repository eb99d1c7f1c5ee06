import { expect, test } from "vitest";
import { pinnedList } from "../../src/environments/pinned-list.ts";
import { serveFiles } from "../support/file-server.ts";
import { mustRun } from "../support/run.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { pythonOf } from "../support/tools.ts";
import { contentsOf } from "./contents-of.ts";

/** Makes a channel of two packages, one of them pure Python with a `dist-info` of its own: `argv[1]` is its directory. */
const MAKE_CHANNEL = `
import hashlib, io, json, pathlib, sys, tarfile
root = pathlib.Path(sys.argv[1])
def package(name, version, files, **more):
    index = dict(name=name, version=version, build="0", build_number=0, depends=[], subdir="noarch", **more)
    paths = [dict(_path=path, path_type="hardlink", sha256=hashlib.sha256(data).hexdigest(), size_in_bytes=len(data)) for path, data in files.items()]
    info = {"info/index.json": index, "info/paths.json": dict(paths=paths, paths_version=1)}
    if "noarch" in more: info["info/link.json"] = dict(noarch=dict(type="python"), package_metadata_version=1)
    place = root / "noarch" / f"{name}-{version}-0.tar.bz2"
    with tarfile.open(place, "w:bz2") as archive:
        for path, data in [*((path, json.dumps(data).encode()) for path, data in info.items()), *files.items()]:
            entry = tarfile.TarInfo(path); entry.size = len(data); entry.mode = 0o644; archive.addfile(entry, io.BytesIO(data))
    data = place.read_bytes()
    return place.name, dict(index, md5=hashlib.md5(data).hexdigest(), sha256=hashlib.sha256(data).hexdigest(), size=len(data))
(root / "noarch").mkdir(parents=True)
site = "site-packages/mod-2.0.dist-info/"
packages = dict([
    package("python", "3.11.7", {"bin/python3.11": b"x", "lib/python3.11/os.py": b"x = 1"}),
    package("mod", "2.0", {"site-packages/mod.py": b"x = 1", site + "METADATA": b"Name: mod\\nVersion: 2.0\\n", site + "RECORD": b"mod.py,,\\n",
        site + "direct_url.json": b'{"url": "file:///build", "dir_info": {}}'}, noarch="python"),
])
(root / "noarch/repodata.json").write_text(json.dumps(dict(info=dict(subdir="noarch"), packages=packages, repodata_version=1)))
`;

/**
 * Installs both packages: channel, prefix and cache are the arguments. Leaves without Python's own end, in which
 * py-rattler 0.28 crashes now and then.
 */
const INSTALL = `
import asyncio, os, sys, rattler
async def main(channel, prefix, cache):
    records = await rattler.solve(sources=[rattler.Channel(channel)], specs=["python", "mod"], platforms=["noarch"])
    await rattler.install(records, target_prefix=prefix, cache_dir=cache)
asyncio.run(main(*sys.argv[1:]))
os._exit(0)
`;

async function install(tree: TemporaryTree, channel: string): Promise<void> {
  const options = {
    cwd: tree.path,
    environment: { ...tree.environment, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" },
  };
  await mustRun(pythonOf("testing"), ["-c", MAKE_CHANNEL, tree.at("channel")], options);
  await mustRun(pythonOf("testing"), ["-c", INSTALL, channel, tree.at("env"), tree.at("cache")], options);
}

test("rattler, from a channel in a directory: medium", async () => {
  const tree = temporaryTree();
  await install(tree, `file://${tree.at("channel")}`);
  const { safety, facts, largest } = contentsOf(tree.at("env"), "conda-environment");
  expect({ safety, facts }).toEqual({
    safety: "medium",
    facts: {
      python: "3.11.7",
      home: null,
      creator: "rattler",
      packages: 2,
      notRestorable: ["2 packages come from a local channel: mod, python"],
    },
  });
  expect(largest.map(({ name }) => name)).toEqual(["mod", "python"]);
  expect(pinnedList(tree.at("env"))).toEqual([]);
});

test("rattler, from a channel on the network: low, and its pinned list names the addresses", async () => {
  const tree = temporaryTree();
  const address = await serveFiles(tree.at("channel"));
  await install(tree, address);
  expect(contentsOf(tree.at("env"), "conda-environment")).toMatchObject({
    safety: "low",
    facts: { notRestorable: [] },
  });
  expect(pinnedList(tree.at("env"))).toEqual([
    `${address}/noarch/mod-2.0-0.tar.bz2`,
    `${address}/noarch/python-3.11.7-0.tar.bz2`,
  ]);
  tree.file("env/notes.txt", "mine");
  expect(contentsOf(tree.at("env"), "conda-environment").facts.notRestorable).toEqual([
    "1 file belongs to no package: notes.txt",
  ]);
});
