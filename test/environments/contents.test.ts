import { mkdirSync, renameSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { pinnedList } from "../../src/environments/pinned-list.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { contentsOf, distribution, environment, SITE } from "./contents-of.ts";
import { emptyDirectory, plant } from "../support/trees.ts";

function planted(...files: Readonly<Record<string, string>>[]): AbsolutePath {
  const directory = `${emptyDirectory()}/env` as AbsolutePath;
  for (const some of files) plant(directory, some);
  return directory;
}

const directUrl = (name: string, version: string, content: string) => ({
  ...distribution(name, version),
  [`${name}-${version}.dist-info/direct_url.json`]: content,
});

test("an environment whose every file is owned and whose every package came from an index is low", () => {
  const path = planted(environment({ ...distribution("demo", "1.0"), ...distribution("other", "2.5") }));
  expect(contentsOf(path)).toMatchObject({
    safety: "low",
    facts: { python: "3.11.7", home: "/usr/bin", creator: "venv", packages: 2, notRestorable: [] },
  });
  expect(pinnedList(path)).toEqual(["demo==1.0", "other==2.5"]);
});

test("bytes go to the package that owns the file, bytecode and scripts included", () => {
  const files = {
    "big/__init__.py": "x".repeat(9000),
    "big/a.py": "",
    "../../../bin/big": "#!/bin/sh\n",
    "../../../share/big/data": "x",
  };
  const path = planted(environment({ ...distribution("big", "1.0", files), ...distribution("small", "1.0") }), {
    [`${SITE}/big/__pycache__/a.cpython-311.pyc`]: "x".repeat(5000),
    [`${SITE}/small/__pycache__/__init__.cpython-311.pyc`]: "x",
  });
  const { largest, safety } = contentsOf(path);
  expect(safety).toBe("low");
  // Blocks of 4,096 bytes: 3 + 2 (bytecode) + 1 (script) + 1 (data) + 3 (metadata), and an empty file.
  expect(largest).toEqual([
    { name: "big", version: "1.0", allocated: 10 * 4096 },
    { name: "small", version: "1.0", allocated: 5 * 4096 },
  ]);
});

test("at most ten packages are named", () => {
  const many = Array.from({ length: 12 }, (_, index) => distribution(`p${index}`, "1"));
  const { largest, facts } = contentsOf(planted(environment(Object.assign({}, ...many))));
  expect([largest.length, facts.packages]).toEqual([10, 12]);
});

test("files that belong to nobody are counted, and the shallowest are named", () => {
  const path = planted(environment(distribution("demo", "1.0")), {
    [`${SITE}/mine.py`]: "x",
    [`${SITE}/demo/patch.py`]: "x",
    [`${SITE}/demo/zebra/deep.py`]: "x",
    "notes.txt": "x",
  });
  expect(contentsOf(path)).toMatchObject({
    safety: "medium",
    facts: {
      notRestorable: [`4 files belong to no package: notes.txt, ${SITE}/mine.py, ${SITE}/demo/patch.py, …`],
    },
  });
});

test.each([
  "notes.txt",
  "bin/deploy",
  "bin/pipeline",
  "bin/activate.bak",
  "bin/python.txt",
  "include/mine.h",
  `${SITE}/demo/extra.py`,
  `${SITE}/demo/__pycache__/notes.txt`,
  `${SITE}/demo/sourceless.pyc`,
  `${SITE}/demo-1.0.dist-info/notes.txt`,
  `${SITE}/mine.pth`,
  `${SITE}/_virtualenv.pyx`,
  `${SITE}/easy-install.pth`,
  `${SITE}/demo/~leftover.py`,
  "lib/python3.11/mine.py",
  "tmp/work.txt",
  "log/run.log",
  "etc/settings.ini",
  "conda-meta/notes.txt",
])("%s is the user's", (name) => {
  const path = planted(environment(distribution("demo", "1.0")), { [name]: "x" });
  const { safety, facts } = contentsOf(path);
  expect([safety, facts.notRestorable]).toEqual(["medium", [`1 file belongs to no package: ${name}`]]);
});

test.each([
  ".gitignore",
  "CACHEDIR.TAG",
  ".lock",
  "bin/activate.fish",
  "bin/Activate.ps1",
  "bin/activate_this.py",
  "bin/pip3.12",
  "bin/python3",
  "bin/__pycache__/activate_this.cpython-311.pyc",
  `${SITE}/_virtualenv.pth`,
  `${SITE}/pip-26.3.virtualenv`,
  `${SITE}/~ip-23.0.dist-info/METADATA`,
  `${SITE}/~emo/__init__.py`,
  `${SITE}/demo/__pycache__/__init__.cpython-311.opt-1.pyc`,
  `${SITE}/demo/__pycache__/__init__.cpython-311.pyc.139872`,
  `${SITE}/demo-1.0.dist-info/REQUESTED`,
])("%s is nobody's loss", (name) => {
  const path = planted(environment(distribution("demo", "1.0")), { [name]: "x" });
  expect(contentsOf(path)).toMatchObject({ safety: "low", facts: { packages: 1, notRestorable: [] } });
});

test.each([
  ['{"url":"file:///src","dir_info":{"editable":true}}', "2 packages are editable: also, demo"],
  ['{"url":"file:///src","dir_info":{}}', "2 packages were installed from local directories: also, demo"],
  ['{"url":"https://x.invalid/a.git","vcs_info":{"vcs":"git"}}', "2 packages come from version control: also, demo"],
  ['{"url":"file:///demo.whl","archive_info":{}}', "2 packages were installed from local files: also, demo"],
  ['{"url":"https://x.invalid/a.whl","archive_info":{}}', "2 packages were installed from web addresses: also, demo"],
  ["garbage", "2 packages do not say where they came from: also, demo"],
])("with direct_url.json %s it is medium", (content, reason) => {
  const path = planted(
    environment({
      ...directUrl("demo", "1.0", content),
      ...directUrl("also", "2", content),
      ...distribution("fine", "1"),
    }),
  );
  expect(contentsOf(path)).toMatchObject({ safety: "medium", facts: { notRestorable: [reason] } });
  expect(pinnedList(path)).toEqual(["fine==1"]);
});

test("older forms of editable and unpacked packages never come from an index", () => {
  const path = planted(
    environment({
      "linked.egg-link": "/home/me/linked\n.",
      "easy-install.pth": "/home/me/linked\n",
      "old-1.0-py3.11.egg-info/PKG-INFO": "Name: old\nVersion: 1.0\n",
      "old-1.0-py3.11.egg-info/installed-files.txt": "../old.py\nPKG-INFO\ninstalled-files.txt\n",
      "old.py": "x",
    }),
  );
  expect(contentsOf(path)).toMatchObject({
    safety: "medium",
    facts: {
      packages: 2,
      notRestorable: ["1 package is editable: linked", "1 package does not say where it came from: old"],
    },
  });
  expect(pinnedList(path)).toEqual([]);
});

test("a local version comes from an index as well, and is pinned as it is", () => {
  const path = planted(environment({ ...distribution("torch", "2.9.1+cu128"), ...distribution("numpy", "2.0") }));
  expect(contentsOf(path).facts.notRestorable).toEqual([]);
  expect(pinnedList(path)).toEqual(["numpy==2.0", "torch==2.9.1+cu128"]);
});

test("one package in two versions cannot be pinned", () => {
  const again = Object.fromEntries(
    Object.entries(distribution("demo", "2.0")).filter(([name]) => name.includes("dist-info")),
  );
  const path = planted(environment({ ...distribution("demo", "1.0"), ...again }));
  expect(contentsOf(path).facts.notRestorable).toEqual(["1 package installed in two versions: demo"]);
});

test("metadata behind a link is somebody else's", () => {
  const path = planted(environment(distribution("demo", "1.0")));
  renameSync(`${path}/${SITE}/demo-1.0.dist-info`, `${path}-elsewhere`);
  symlinkSync(`${path}-elsewhere`, `${path}/${SITE}/demo-1.0.dist-info`);
  expect(contentsOf(path).facts.notRestorable).toEqual([
    "1 package could not be read as a whole: demo",
    `1 file belongs to no package: ${SITE}/demo-1.0.dist-info`,
  ]);
});

test("a linked site-packages is not read and not low", () => {
  const path = planted(environment(distribution("demo", "1.0")));
  renameSync(`${path}/${SITE}`, `${path}-elsewhere`);
  symlinkSync(`${path}-elsewhere`, `${path}/${SITE}`);
  expect(contentsOf(path)).toMatchObject({ safety: "medium", facts: { packages: 0 } });
});

test("without a stated Python version the path of site-packages says it; without either it is medium", () => {
  const path = planted(environment(distribution("demo", "1.0")), { "pyvenv.cfg": "home = /gone\n" });
  expect(contentsOf(path)).toMatchObject({ safety: "low", facts: { python: "3.11", home: "/gone" } });
  const windows = planted({ "pyvenv.cfg": "", "Lib/site-packages/readme": "", "Scripts/python.exe": "" });
  expect(contentsOf(windows)).toMatchObject({ safety: "medium", facts: { python: null, home: null } });
});

test("an environment in Windows' layout is understood", () => {
  const inSite = { ...distribution("demo", "1.0", { "demo.py": "x", "../../Scripts/demo.exe": "x" }) };
  const path = planted({ "pyvenv.cfg": "version = 3.12.1\n", "Scripts/python.exe": "", "Scripts/activate.bat": "" });
  plant(`${path}/Lib/site-packages`, inSite);
  expect(contentsOf(path)).toMatchObject({
    safety: "low",
    facts: { python: "3.12.1", packages: 1, notRestorable: [] },
  });
});

test("the environment of a program or of a project is data, and so is one that holds a repository", () => {
  const base = environment(distribution("demo", "1.0"));
  const keep = (files: Readonly<Record<string, string>>) => {
    const { safety, facts } = contentsOf(planted(base, files));
    return [safety, facts.notRestorable[0]];
  };
  expect(keep({ "pipx_metadata.json": "{}" })).toEqual(["data", "is a program that you installed with pipx: env"]);
  expect(keep({ "uv-receipt.toml": "" })).toEqual(["data", "is a program that you installed with uv tool: env"]);
  expect(keep({ "requirements.txt": "" })).toEqual(["data", "is a project itself: it holds requirements.txt"]);
  expect(keep({ ".git/HEAD": "" })).toEqual(["data", "is a project itself: it holds .git"]);
  expect(keep({ "src/foo/.git/HEAD": "" })).toEqual(["data", "holds a git repository at src/foo"]);
  expect(keep({ "src/foo/.git": "gitdir: /x\n" })).toEqual(["data", "holds a git repository at src/foo"]);
  expect(keep({ "src/.hg/store": "" })).toEqual(["data", "holds a Mercurial repository at src"]);
  expect(keep({ "src/foo.git/HEAD": "" })[0]).toBe("medium");
  expect(keep({ "share/requirements.txt": "" })[0]).toBe("medium");
});

test("an empty repository directory counts, one that a package brings does not", () => {
  const path = planted(environment(distribution("demo", "1.0")));
  mkdirSync(`${path}/src/.git`, { recursive: true });
  expect(contentsOf(path).safety).toBe("data");
  const shipped = distribution("demo", "1.0", { "demo/template/.git/HEAD": "ref", "demo/sub/.git": "gitdir" });
  expect(contentsOf(planted(environment(shipped))).safety).toBe("low");
});
