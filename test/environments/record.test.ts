import { expect, test } from "vitest";
import { names, resolveWithin, type Listing } from "../../src/environments/listing.ts";
import { NameHash } from "../../src/model/name-hash.ts";
import { parseRecord } from "../../src/environments/record.ts";

const hashOf = (name: string) => new NameHash().add(Buffer.from(name), 0, Buffer.byteLength(name));

const parse = (text: string): Listing => parseRecord(Buffer.from(text));

/** The files that a RECORD must claim below site-packages, and no others: by directory, which counts as one more path. */
function expectInside(text: string, expected: Readonly<Record<string, readonly string[]>>): void {
  const listing = parse(text);
  const claimed = Object.entries(expected).flatMap(([at, all]) => all.map((name) => [at, name] as const));
  expect(claimed.filter(([at, name]) => !names(listing, at, name))).toEqual([]);
  const directories = Object.keys(expected).filter((directory) => directory !== "");
  expect(listing.paths.size).toBe(claimed.length + directories.length);
  expect(listing.namesRoot).toBe((expected[""] ?? []).length > 0);
  for (const directory of directories) expect(names(listing, directory, "")).toBe(true);
}

test("names are grouped by directory, whatever the order of the lines", () => {
  const text = "six.py,sha256=abc,123\na/b/one.py,,\na/two.py,,\na/b/three.py,,\nsix-1.dist-info/RECORD,,\n";
  expectInside(text, {
    "": ["six.py"],
    "a/b": ["one.py", "three.py"],
    a: ["two.py"],
    "six-1.dist-info": ["RECORD"],
  });
  expect([...parse(text).tops].sort()).toEqual(["a", "six-1.dist-info"]);
});

test("bytecode is left to the owner of its source; other names in __pycache__ and look-alikes are kept", () => {
  const text = "a/__pycache__/x.cpython-311.pyc,,\na/__pycache__/notes.txt,,\na/my__pycache__/x.pyc,,\na/x.pyc,,\n";
  expectInside(text, { "": [], "a/__pycache__": ["notes.txt"], "a/my__pycache__": ["x.pyc"], a: ["x.pyc"] });
});

test("quoted paths hold commas and doubled quotes", () => {
  const text = '"a/with,comma.py",sha256=x,1\n"a/with ""quotes"".py",,\nb/next.py,,\n"top,level.py",,\n';
  expectInside(text, { "": ["top,level.py"], a: ["with,comma.py", 'with "quotes".py'], b: ["next.py"] });
});

test("a quoted line break belongs to the name", () => {
  expectInside('"a/two\nlines.py",,\nb/c.py,,\n', { "": [], a: ["two\nlines.py"], b: ["c.py"] });
});

test("lines may end with a carriage return", () => {
  expectInside("a/x.py,sha256=q,1\r\na/y.py,,\r\n", { "": [], a: ["x.py", "y.py"] });
});

test("names that are not ASCII survive", () => {
  expectInside("a/früh.py,,\na/日本.py,,\nb/plain.py,,\n", {
    "": [],
    a: ["früh.py", "日本.py"],
    b: ["plain.py"],
  });
});

test("paths that leave site-packages or are written oddly are kept apart", () => {
  const text = "../../../bin/tool,,\n/etc/passwd,,\n/top,,\na//x.py,,\na/./y.py,,\n...dots/z.py,,\n";
  expectInside(text, { "": [], "...dots": ["z.py"] });
  const { elsewhere } = parse(text);
  expect([...elsewhere.keys()]).toEqual(["../../../bin", "/etc", "/", "a/", "a/."]);
  const holds = (directory: string, name: string) => elsewhere.get(directory)?.has(hashOf(name));
  expect([holds("../../../bin", "tool"), holds("/", "top"), holds("a/.", "y.py")]).toEqual([true, true, true]);
  expect([holds("../../../bin", "top"), holds("a/", "y.py")]).toEqual([false, false]);
});

test.each([
  ["", { "": [] }],
  ["a/x.py", { "": [] }],
  ["a/x.py,,\na/cut-o", { "": [], a: ["x.py"] }],
  ['"a/never closed.py,,\nb/x.py,,\n', { "": [] }],
  ['a/x.py,,\n"', { "": [], a: ["x.py"] }],
])("a cut-off RECORD claims only whole lines: %j", (text, expected) => {
  expectInside(text, expected);
});

const SITE = "lib/python3.11/site-packages";

test.each([
  ["../../../bin", "bin"],
  ["../../..", ""],
  ["../../../share/man/../doc", "share/doc"],
  ["a//b/.", `${SITE}/a/b`],
  ["/home/me/env/bin", "bin"],
  ["/home/me/env", ""],
  ["../../../..", undefined],
  ["../../../../../etc", undefined],
  ["a/../../../../../x/../env", undefined],
  ["/etc", undefined],
  ["/home/me/environment/bin", undefined],
  ["/home/me/env/../other", undefined],
])("%s leads to %s of the environment", (written, expected) => {
  expect(resolveWithin("/home/me/env", SITE, written)).toBe(expected);
});
