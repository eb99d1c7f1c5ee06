import { expect, test } from "vitest";
import { pinnedList } from "../../src/environments/pinned-list.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { contentsOf, distribution, SITE } from "./contents-of.ts";
import { emptyDirectory, plant } from "../support/trees.ts";

const CHANNEL = "https://conda.example.invalid/forge/noarch";

function record(
  name: string,
  version: string,
  files: readonly string[],
  url = `${CHANNEL}/${name}-${version}-0.conda`,
) {
  const content = { name, version, build: "0", url, channel: url.slice(0, url.lastIndexOf("/")), files };
  return { [`conda-meta/${name}-${version}-0.json`]: JSON.stringify(content) };
}

/** A prefix as conda leaves it: python, and a pure Python package whose `dist-info` names the machine that built it. */
const prefix: Readonly<Record<string, string>> = {
  "conda-meta/history":
    "==> 2026-01-01 00:00:00 <==\n# cmd: /opt/conda/bin/conda create -n env\n# conda version: 25.1\n",
  ...record("python", "3.11.7", ["bin/python3.11", "lib/python3.11/os.py"]),
  "bin/python3.11": "x",
  "lib/python3.11/os.py": "x",
  "lib/python3.11/__pycache__/os.cpython-311.pyc": "x",
  ...record("mod", "2.0", [
    `${SITE}/mod/__init__.py`,
    `${SITE}/mod/__pycache__/__init__.cpython-311.pyc`,
    `${SITE}/mod-2.0.dist-info/METADATA`,
    `${SITE}/mod-2.0.dist-info/RECORD`,
    `${SITE}/mod-2.0.dist-info/direct_url.json`,
  ]),
  [`${SITE}/mod/__init__.py`]: "x",
  [`${SITE}/mod/__pycache__/__init__.cpython-311.pyc`]: "x",
  [`${SITE}/mod-2.0.dist-info/METADATA`]: "Name: mod\nVersion: 2.0\n",
  [`${SITE}/mod-2.0.dist-info/RECORD`]: "mod/__init__.py,,\n",
  [`${SITE}/mod-2.0.dist-info/direct_url.json`]: '{"url":"file:///home/conda/work","dir_info":{}}',
};

function planted(...files: Readonly<Record<string, string>>[]): AbsolutePath {
  const directory = `${emptyDirectory()}/env` as AbsolutePath;
  for (const some of files) plant(directory, some);
  return directory;
}

const inSite = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [`${SITE}/${name}`, content]));

const contents = (...files: Readonly<Record<string, string>>[]) =>
  contentsOf(planted(prefix, ...files), "conda-environment");

test("a prefix from channels on the network is low; conda's own dist-info is no second package", () => {
  const { safety, facts, largest } = contents();
  expect({ safety, facts }).toEqual({
    safety: "low",
    facts: { python: "3.11.7", home: null, creator: "conda", packages: 2, notRestorable: [] },
  });
  expect(largest).toEqual([
    { name: "mod", version: "2.0", allocated: 6 * 4096 },
    { name: "python", version: "3.11.7", allocated: 4 * 4096 },
  ]);
});

test("its pinned list names addresses first, then what pip added", () => {
  const path = planted(prefix, inSite(distribution("added", "1.5")));
  expect(pinnedList(path)).toEqual([`${CHANNEL}/mod-2.0-0.conda`, `${CHANNEL}/python-3.11.7-0.conda`, "added==1.5"]);
  expect(contentsOf(path, "conda-environment")).toMatchObject({ safety: "low", facts: { packages: 3 } });
});

test.each(["file:///home/me/channel/tiny-1-0.conda", "/home/me/channel/tiny-1-0.conda", "<unknown>/tiny-1-0.conda"])(
  "%s is a local channel",
  (url) => {
    const { safety, facts } = contents(record("tiny", "1", [], url));
    expect([safety, facts.notRestorable]).toEqual(["medium", ["1 package comes from a local channel: tiny"]]);
  },
);

test("what pip installs over conda's package counts as pip's", () => {
  const over = {
    ...distribution("mod", "2.0"),
    "mod-2.0.dist-info/direct_url.json": '{"url":"file:///src","dir_info":{"editable":true}}',
  };
  const listed = record("mod", "2.0", [`${SITE}/mod/__init__.py`, `${SITE}/mod-2.0.dist-info/METADATA`]);
  expect(contents(inSite(over), listed).facts.notRestorable).toEqual(["1 package is editable: mod"]);
});

test("files of nobody and the user's settings are seen", () => {
  const { safety, facts } = contents({
    "etc/mine.ini": "x",
    "conda-meta/state": "{}",
    "conda-meta/notes.json.bak": "x",
  });
  expect([safety, facts.notRestorable]).toEqual([
    "medium",
    ["3 files belong to no package: conda-meta/notes.json.bak, conda-meta/state, etc/mine.ini"],
  ]);
});

test.each(["{", "[]", "null", "{}", '{"name":"x","version":1,"files":7}', "[".repeat(100_000)])(
  "a damaged record is medium: %#",
  (text) => {
    const { safety, facts } = contents({ "conda-meta/x-1-0.json": text });
    expect([safety, facts.notRestorable[0]]).toEqual([
      "medium",
      text.includes('"x"')
        ? "1 package has no readable name and version: x"
        : "1 package has no readable name and version: x-1-0",
    ]);
  },
);

test("who made a prefix", () => {
  const creator = (files: Readonly<Record<string, string>>) => contents(files).facts.creator;
  expect(creator({ "conda-meta/pixi": "{}" })).toBe("pixi");
  expect(creator({ "conda-meta/history": "" })).toBe("rattler");
  expect(creator({ "conda-meta/history": "==> now <==\n# cmd: /usr/bin/micromamba create -p x\n" })).toBe("micromamba");
  expect(creator({ "conda-meta/history": "==> now <==\n# cmd: /opt/bin/mamba create -p x\n" })).toBe("mamba");
  const inPixi = `${emptyDirectory()}/app/.pixi/envs/default` as AbsolutePath;
  plant(inPixi, prefix);
  expect(contentsOf(inPixi, "conda-environment").facts.creator).toBe("pixi");
});

test("the root of an installation and the programs that pixi installed are data", () => {
  const root = contents({ "pkgs/urls.txt": "", "condabin/conda": "" });
  expect([root.safety, root.facts.notRestorable[0]]).toEqual(["data", "is the root of a conda installation"]);
  const { safety } = contents({ "pkgs/urls.txt": "" });
  expect(safety).toBe("medium");
  const home = emptyDirectory();
  plant(`${home}/.pixi/envs/ripgrep`, prefix);
  plant(home, { ".pixi/manifests/pixi-global.toml": "" });
  expect(contentsOf(`${home}/.pixi/envs/ripgrep` as AbsolutePath, "conda-environment")).toMatchObject({
    safety: "data",
    facts: { notRestorable: ["is a program that you installed with pixi: ripgrep"] },
  });
});
