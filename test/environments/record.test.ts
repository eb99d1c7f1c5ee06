import { expect, test } from "vitest";
import { resolveWithin, type Listing } from "../../src/environments/listing.ts";
import { parseRecord } from "../../src/environments/record.ts";

const parse = (text: string): Listing => parseRecord(Buffer.from(text));
const inside = (text: string) => Object.fromEntries([...parse(text).inside].map(([at, names]) => [at, [...names]]));
const elsewhere = (text: string) =>
  Object.fromEntries([...parse(text).elsewhere].map(([at, names]) => [at, [...names]]));

test("names are grouped by directory, whatever the order of the lines", () => {
  const text = "six.py,sha256=abc,123\na/b/one.py,,\na/two.py,,\na/b/three.py,,\nsix-1.dist-info/RECORD,,\n";
  expect(inside(text)).toEqual({
    "": ["six.py"],
    "a/b": ["one.py", "three.py"],
    a: ["two.py"],
    "six-1.dist-info": ["RECORD"],
  });
  expect([...parse(text).tops].sort()).toEqual(["a", "six-1.dist-info"]);
});

test("bytecode is left to the owner of its source; other names in __pycache__ and look-alikes are kept", () => {
  const text = "a/__pycache__/x.cpython-311.pyc,,\na/__pycache__/notes.txt,,\na/my__pycache__/x.pyc,,\na/x.pyc,,\n";
  expect(inside(text)).toEqual({ "": [], "a/__pycache__": ["notes.txt"], "a/my__pycache__": ["x.pyc"], a: ["x.pyc"] });
});

test("quoted paths hold commas and doubled quotes", () => {
  const text = '"a/with,comma.py",sha256=x,1\n"a/with ""quotes"".py",,\nb/next.py,,\n"top,level.py",,\n';
  expect(inside(text)).toEqual({ "": ["top,level.py"], a: ["with,comma.py", 'with "quotes".py'], b: ["next.py"] });
});

test("a quoted line break belongs to the name", () => {
  expect(inside('"a/two\nlines.py",,\nb/c.py,,\n')).toEqual({ "": [], a: ["two\nlines.py"], b: ["c.py"] });
});

test("lines may end with a carriage return", () => {
  expect(inside("a/x.py,sha256=q,1\r\na/y.py,,\r\n")).toEqual({ "": [], a: ["x.py", "y.py"] });
});

test("names that are not ASCII survive", () => {
  expect(inside("a/früh.py,,\na/日本.py,,\nb/plain.py,,\n")).toEqual({
    "": [],
    a: ["früh.py", "日本.py"],
    b: ["plain.py"],
  });
});

test("paths that leave site-packages or are written oddly are kept apart", () => {
  const text = "../../../bin/tool,,\n/etc/passwd,,\n/top,,\na//x.py,,\na/./y.py,,\n...dots/z.py,,\n";
  expect(inside(text)).toEqual({ "": [], "...dots": ["z.py"] });
  expect(elsewhere(text)).toEqual({
    "../../../bin": ["tool"],
    "/etc": ["passwd"],
    "/": ["top"],
    "a/": ["x.py"],
    "a/.": ["y.py"],
  });
});

test.each([
  ["", { "": [] }],
  ["a/x.py", { "": [] }],
  ["a/x.py,,\na/cut-o", { "": [], a: ["x.py"] }],
  ['"a/never closed.py,,\nb/x.py,,\n', { "": [] }],
  ['a/x.py,,\n"', { "": [], a: ["x.py"] }],
])("a cut-off RECORD claims only whole lines: %j", (text, expected) => {
  expect(inside(text)).toEqual(expected);
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
