import { chmodSync, symlinkSync } from "node:fs";
import { expect, it } from "vitest";
import { interpreterPlaces } from "../../src/bytecode/interpreter-places.ts";
import { askInterpreters, readInterpreters } from "../../src/bytecode/interpreters.ts";
import { usability } from "../../src/bytecode/usability.ts";
import type { Interpreter } from "../../src/model/bytecode.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { hostIn, plantEnvironment } from "../support/trees.ts";

function program(tree: TemporaryTree, name: string, script: string | Buffer): AbsolutePath {
  const path = tree.file(name, script);
  chmodSync(path, 0o755);
  return path;
}

const answering = (text: string): string => `#!/bin/sh\necho "$0 $1" >> "$0.asked"\nprintf '%s' '<pyshed ${text}>'\n`;

it("looks on PATH and where version managers keep interpreters, each once, and at nothing else", () => {
  const tree = temporaryTree();
  const names = [
    "bin/python3.99",
    "home/.pyenv/versions/3.98.1/bin/python3.98",
    "home/.local/share/uv/python/cpython-3.97/bin/python3.97",
    "conda/bin/python3.96",
  ].map((name) => program(tree, name, answering("-")));
  symlinkSync(names[0]!, tree.at("bin/python3"));
  symlinkSync(tree.at("nowhere"), tree.at("bin/python2"));
  for (const name of [
    "bin/python3.99-config",
    "bin/pythonw-thing",
    "home/.pyenv/shims/python3",
    "project/.venv/bin/python",
  ])
    program(tree, name, answering("-"));
  const environment = { PATH: `${tree.at("home/.pyenv/shims")}:${tree.at("bin")}:relative:` };
  const { programs, unread } = interpreterPlaces(hostIn(tree.at("home"), environment), [tree.at("conda")]);
  expect(programs.filter((path) => path.startsWith(tree.path))).toEqual(names.toSorted());
  expect(unread).toEqual([]);
});

it("asks for tag and magic number, and takes no other text for an answer", async () => {
  const tree = temporaryTree();
  const good = program(tree, "python3.99", answering("cpython-399 9999 3.99.1"));
  const old = program(tree, "python2", `#!/bin/sh\n[ "$1" = -I ] && exit 2\nprintf '%s' '<pyshed - 62211 2.7.18>'\n`);
  const shim = program(tree, "python3", "#!/bin/sh\necho 'no version chosen' >&2\nexit 127\n");
  const broken = program(tree, "bin/python3.95", Buffer.from("\x7fELF and nothing else"));
  const lying = program(tree, "bin/pypy3.9", Buffer.from("\x7fELF"));
  const answers = await askInterpreters(hostIn(tree.home), [good, old, shim, broken, lying]);
  expect(answers).toEqual(
    [
      { path: good, tag: "cpython-399", magic: 9999, version: "3.99.1", how: "asked" },
      { path: old, tag: null, magic: 62211, version: "2.7.18", how: "asked" },
      { path: broken, tag: "cpython-395", magic: undefined, version: "3.95", how: "silent" },
      { path: lying, tag: "pypy39", magic: undefined, version: "3.9", how: "silent" },
    ].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  );
});

it("finds the answer behind what a script says before it", async () => {
  const tree = temporaryTree();
  const real = program(tree, "real", answering("cpython-399 9999 3.99.1"));
  const shim = program(tree, "python3.99", `#!/bin/sh\nprintf 'Loading modules...'\nexec ${real} "$@"\n`);
  expect(await askInterpreters(hostIn(tree.home), [shim])).toEqual([
    { path: shim, tag: "cpython-399", magic: 9999, version: "3.99.1", how: "asked" },
  ]);
});

it.each(["exit 1", "kill -9 $$", "echo garbage", "echo 'cpython-399 9999 3.99.1'"])(
  "counts a script that gives no answer for what it might start: %s",
  async (end) => {
    const tree = temporaryTree();
    const [named, unnamed] = ["bin/python3.9", "bin/python3"].map((name) => program(tree, name, `#!/bin/sh\n${end}\n`));
    tree.file("lib/python3.8/os.py", "");
    const known = await askInterpreters(hostIn(tree.home), [named!, unnamed!]);
    expect(known).toEqual([
      { path: unnamed, tag: undefined, magic: undefined, version: null, how: "silent" },
      { path: named, tag: "cpython-39", magic: undefined, version: "3.9", how: "silent" },
    ]);
    expect(usability(known).of("cpython-311", 3495)).toBe("unknown");
    const { of, doubts } = usability(known.slice(1));
    expect([of("cpython-39", 3425), of("cpython-311", 3495)]).toEqual(["unknown", "no"]);
    expect(doubts).toEqual([`${named} does not say what it can use, so nothing of cpython-39 is called stale`]);
  },
);

it("takes a script for no interpreter when it says that it has found none", async () => {
  const tree = temporaryTree();
  const shim = program(tree, "python3.9", '#!/bin/sh\necho "pyenv: version \\`3.9.1\' is not installed" >&2\nexit 1\n');
  const gone = program(tree, "python3.8", "#!/bin/sh\nexec no-such-program\n");
  expect(await askInterpreters(hostIn(tree.home), [shim, gone])).toEqual([]);
});

it("reads what an environment points at, and runs nothing that a project chose", () => {
  const tree = temporaryTree();
  plantEnvironment(tree.at("venv"));
  const theirs = program(tree, "theirs/bin/python3.94", answering("cpython-394 9994 3.94.0"));
  plantEnvironment(tree.at("other"));
  program(tree, "other/bin/python", "");
  symlinkSync(theirs, tree.at("other/bin/python3"));
  const read = readInterpreters([tree.at("venv"), tree.at("nothing")], []);
  expect(read).toEqual([
    { path: tree.at("venv/bin/python"), tag: "cpython-311", magic: undefined, version: "3.11.7", how: "read" },
  ]);
  expect(readInterpreters([tree.at("venv")], [{ ...read[0]!, how: "asked" }])).toEqual([]);
});

it("takes Python 2's bytecode for nothing that a Python 3 which was only read may use", () => {
  const read = (tag: string | null | undefined): Interpreter[] => [
    { path: "/opt/any/bin/python" as AbsolutePath, tag, magic: undefined, version: null, how: "read" },
  ];
  const [ofPython2, ofPython3] = [62_211, 3495];
  expect(usability(read("cpython-311")).of(null, ofPython2)).toBe("no");
  expect(usability(read("cpython-311")).of(null, ofPython3)).toBe("unknown");
  expect(usability(read(null)).of(null, ofPython2)).toBe("unknown");
  expect(usability(read(undefined)).of(null, ofPython2)).toBe("unknown");
});
