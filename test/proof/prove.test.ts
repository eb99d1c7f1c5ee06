import { renameSync, symlinkSync, utimesSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Proof } from "../../src/model/proof.ts";
import { placeAt, type Place } from "../../src/proof/place.ts";
import { holds, prove } from "../../src/proof/prove.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";

const YES: Proof = { entry: "a.txt", type: "file" };
const NO: Proof = { entry: "missing", type: "any" };

function sample(): TemporaryTree {
  const tree = temporaryTree();
  tree.file("app/pyproject.toml");
  tree.file("app/x/a.txt", "first line\nhome = /usr\n");
  tree.file("app/x/b.pyc", "");
  tree.file("app/x/sub/deep/python3.13/os.py");
  symlinkSync("a.txt", tree.at("app/x/run"));
  return tree;
}

/** Both ways of asking must agree. */
function ask(proof: Proof, place: Place): boolean {
  const answer = holds(proof, place);
  expect(prove(proof, place).holds).toBe(answer);
  return answer;
}

describe("a proof", () => {
  test.each<[string, Proof, boolean]>([
    ["an entry", YES, true],
    ["an entry of another kind", { entry: "a.txt", type: "directory" }, false],
    ["an entry's content", { entry: "a.txt", type: "file", content: /^home = /m }, true],
    ["an entry's other content", { entry: "a.txt", type: "file", content: /^away = /m }, false],
    ["a deep entry", { entry: "sub/deep", type: "directory" }, true],
    ["an entry with stars", { entry: "sub/*/python*.*/os.*", type: "file" }, true],
    ["stars that do not overlap", { entry: "a.t*xt", type: "file" }, true],
    ["stars that would overlap", { entry: "a.txt*txt", type: "file" }, false],
    ["a star within one part only", { entry: "sub/*/os.py", type: "file" }, false],
    ["a link where a file is asked for", { entry: "run", type: "file" }, false],
    ["a link where a program is asked for", { entry: "run", type: "program" }, true],
    ["a directory where a program is asked for", { entry: "sub", type: "program" }, false],
    ["some", { some: /\.pyc$/ }, true],
    ["some of a kind", { some: /\.pyc$/, type: "directory" }, false],
    ["only", { only: /^(a\.txt|b\.pyc|sub|run)$/ }, true],
    ["only, with a stranger", { only: /^(a\.txt|b\.pyc|sub)$/ }, false],
    ["only of a kind", { only: /./, type: "file" }, false],
    ["beside", { beside: /^pyproject\.toml$/ }, true],
    ["beside of a kind", { beside: /^pyproject\.toml$/, type: "directory" }, false],
    ["beside, but itself", { beside: /^x$/ }, false],
    ["a tag that is not there", { cachedirTag: true }, false],
    ["a name", { name: /^x$/ }, true],
    ["up", { up: { name: /^app$/ } }, true],
    ["up, not so", { up: { up: { name: /^app$/ } } }, false],
    ["all", { all: [YES, YES] }, true],
    ["all but one", { all: [YES, NO] }, false],
    ["any", { any: [NO, YES] }, true],
    ["none of any", { any: [NO, NO] }, false],
    ["not", { not: NO }, true],
    ["not, but so", { not: { any: [NO, YES] } }, false],
  ])("asks for %s", (_, proof, expected) => {
    expect(ask(proof, placeAt(sample().at("app/x")))).toBe(expected);
  });

  test("an empty directory holds only nothing and has no sources", () => {
    const place = placeAt(temporaryTree().directory("empty"));
    expect(ask({ only: /./ }, place)).toBe(false);
    expect(ask({ eachHas: { of: /(.*)/, source: "$1" } }, place)).toBe(false);
    expect(prove({ only: /./ }, place).lines).toEqual([{ holds: false, text: "is empty" }]);
  });

  test("a file's own content", () => {
    const tree = sample();
    expect(ask({ content: /^first/ }, placeAt(tree.at("app/x/a.txt")))).toBe(true);
    expect(ask({ content: /^first/ }, placeAt(tree.at("app/x")))).toBe(false);
    expect(ask({ content: /^first/ }, placeAt(tree.at("app/x/run")))).toBe(false);
  });

  test("each file's source, by name and by time", () => {
    const tree = temporaryTree();
    const at = (path: string, seconds: number) => utimesSync(tree.file(path), seconds, seconds);
    at("a.ipynb", 200);
    at("c/a-checkpoint.ipynb", 200);
    const named: Proof = { eachHas: { of: /^(.+)-checkpoint(\.\w+)$/, source: "$1$2" } };
    const newer: Proof = { eachHas: { ...named.eachHas, newer: true } };
    expect(ask(newer, placeAt(tree.at("c")))).toBe(true);
    at("a.ipynb", 199);
    expect(ask(newer, placeAt(tree.at("c")))).toBe(false);
    expect(ask(named, placeAt(tree.at("c")))).toBe(true);
    tree.file("c/b-checkpoint.ipynb");
    expect(prove(named, placeAt(tree.at("c"))).lines[0]?.text).toBe("no b.ipynb for b-checkpoint.ipynb");
    tree.file("b.ipynb");
    tree.file("c/stranger");
    expect(prove(named, placeAt(tree.at("c"))).lines[0]?.text).toBe("stranger belongs to no source");
  });

  test("a source is never sought in another directory", () => {
    const tree = temporaryTree();
    tree.file("etc/x");
    tree.file("c/etc");
    expect(ask({ eachHas: { of: /^(etc)$/, source: "$1/x" } }, placeAt(tree.at("c")))).toBe(false);
  });

  test("modified lately, in the future, or nobody knows", () => {
    const tree = temporaryTree();
    const path = tree.directory("x");
    const made = Math.ceil(Date.now() / 1000) + 1000;
    utimesSync(path, made, made);
    const lately: Proof = { modifiedWithin: 60_000 };
    expect(ask(lately, placeAt(path, { now: made * 1000 + 59_999 }))).toBe(true);
    expect(ask(lately, placeAt(path, { now: made * 1000 + 60_000 }))).toBe(false);
    expect(ask(lately, placeAt(path, { now: 5 }))).toBe(true);
    expect(ask(lately, placeAt(path))).toBe(true);
    expect(ask(lately, placeAt(tree.at("gone"), { now: made * 2000 }))).toBe(true);
  });

  test("moved lately, with the time that it had before", () => {
    const tree = temporaryTree();
    const path = tree.directory("x");
    utimesSync(path, 1000, 1000);
    renameSync(path, tree.at("~x"));
    const lately: Proof = { modifiedWithin: 60_000 };
    expect(ask(lately, placeAt(tree.at("~x"), { now: Date.now() }))).toBe(true);
    expect(ask(lately, placeAt(tree.at("~x"), { now: Date.now() + 100_000 }))).toBe(false);
  });
});

describe("the sentences of a proof", () => {
  test("say what was seen and what was not", () => {
    const place = placeAt(sample().at("app/x"));
    const proof: Proof = {
      all: [
        { entry: "a.txt", type: "file", content: /^home/m, seen: "a.txt with a `home` line" },
        { any: [NO, { entry: "bin/python*", type: "program", seen: "interpreter at bin/python*" }] },
        { only: /^a/, seen: "letters" },
        { beside: /^pyproject/, seen: "pyproject.toml" },
        { not: { some: /pyc$/, seen: "bytecode" } },
        { up: { name: /^src$/, seen: "src" } },
      ],
    };
    expect(prove(proof, place)).toEqual({
      holds: false,
      lines: [
        { holds: true, text: "has a.txt with a `home` line" },
        { holds: false, text: "no missing" },
        { holds: false, text: "no interpreter at bin/python*" },
        { holds: false, text: expect.stringMatching(/^holds more than letters: (b\.pyc|run|sub)$/) },
        { holds: true, text: "pyproject.toml lies beside it" },
        { holds: false, text: "has bytecode" },
        { holds: false, text: "above it, app: its name, app, is not src" },
      ],
    });
  });

  test("show only the alternative that held", () => {
    const place = placeAt(sample().at("app/x"));
    expect(prove({ any: [NO, YES, { some: /pyc/ }] }, place).lines).toEqual([{ holds: true, text: "has a.txt" }]);
  });
});
