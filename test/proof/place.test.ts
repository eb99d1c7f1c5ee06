import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { placeAt } from "../../src/proof/place.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { IS_ROOT } from "../support/expectation.ts";

describe("a place on disk", () => {
  test("tells kinds, entries and first bytes", () => {
    const tree = temporaryTree();
    tree.file("x/a.txt", "hello");
    tree.directory("x/sub");
    symlinkSync("a.txt", tree.at("x/link"));
    const place = placeAt(tree.at("x"));
    expect(place.name).toBe("x");
    expect(place.status("")?.kind).toBe("directory");
    expect(place.status("a.txt")?.kind).toBe("file");
    expect(place.status("nothing")).toBeUndefined();
    expect([...place.entries("")].toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: "a.txt", kind: "file" },
      { name: "link", kind: "link" },
      { name: "sub", kind: "directory" },
    ]);
    expect(place.head("a.txt")).toBe("hello");
    expect(
      place
        .parent()
        ?.entries("")
        .map(({ name }) => name),
    ).toEqual(["x"]);
  });

  test("reads no more than 4,096 bytes, one character each", () => {
    const tree = temporaryTree();
    const place = placeAt(tree.file("big", Buffer.alloc(10_000, 0xff)));
    expect(place.head("")).toBe("\u00FF".repeat(4096));
  });

  test("sees nothing through a link, be it the place, a directory below or a file", () => {
    const tree = temporaryTree();
    tree.file("real/sub/secret", "x");
    symlinkSync("real", tree.at("link"));
    mkdirSync(tree.at("x"));
    symlinkSync("../real/sub", tree.at("x/sub"));
    symlinkSync("../real/sub/secret", tree.at("x/file"));
    const link = placeAt(tree.at("link"));
    expect(link.entries("")).toEqual([]);
    expect(link.status("sub")).toBeUndefined();
    expect(link.head("sub/secret")).toBeUndefined();
    const place = placeAt(tree.at("x"));
    expect(place.status("sub")?.kind).toBe("link");
    expect(place.entries("sub")).toEqual([]);
    expect(place.status("sub/secret")).toBeUndefined();
    expect(place.head("file")).toBeUndefined();
  });

  test("does not wait on a FIFO", () => {
    const tree = temporaryTree();
    execFileSync("mkfifo", [tree.at("pipe")]);
    expect(placeAt(tree.at("pipe")).head("")).toBeUndefined();
  });

  test("takes what cannot be read for not there", () => {
    const tree = temporaryTree();
    tree.file("x/a.txt", "hello");
    chmodSync(tree.at("x/a.txt"), 0);
    chmodSync(tree.at("x"), 0);
    const place = placeAt(tree.at("x"));
    // The superuser reads everything; everybody else sees nothing.
    const expected = IS_ROOT ? ["a.txt"] : [];
    expect(place.entries("").map(({ name }) => name)).toEqual(expected);
    expect(placeAt(tree.at("gone")).entries("")).toEqual([]);
    expect(placeAt(tree.at("a".repeat(300))).status("")).toBeUndefined();
    chmodSync(tree.at("x"), 0o700);
  });

  test("keeps what it has read, so that one judgement sees one state", () => {
    const tree = temporaryTree();
    tree.file("x/a.txt");
    const place = placeAt(tree.at("x"));
    expect(place.entries("")).toHaveLength(1);
    writeFileSync(tree.at("x/b.txt"), "");
    expect(place.entries("")).toHaveLength(1);
    expect(placeAt(tree.at("x")).entries("")).toHaveLength(2);
  });

  test("takes what the caller knows", () => {
    const tree = temporaryTree();
    const place = placeAt(tree.directory("x"), { now: 5, entries: [{ name: "told", kind: "file" }] });
    expect(place.now).toBe(5);
    expect(place.parent()?.now).toBe(5);
    expect(place.entries("")).toEqual([{ name: "told", kind: "file" }]);
  });

  test("has names that are not UTF-8", () => {
    const tree = temporaryTree();
    const raw = Buffer.concat([Buffer.from(`${tree.path}/x`), Buffer.of(0xff)]);
    mkdirSync(raw);
    writeFileSync(Buffer.concat([raw, Buffer.from("/a")]), "hello");
    const place = placeAt(`${tree.path}/x\uDCFF` as AbsolutePath);
    expect(place.status("")?.kind).toBe("directory");
    expect(place.head("a")).toBe("hello");
    expect(place.parent()?.entries("")[0]).toEqual({ name: "x\uDCFF", kind: "directory" });
    rmSync(raw, { recursive: true });
  });

  test("ends at the root", () => {
    expect(placeAt("/" as AbsolutePath).parent()).toBeUndefined();
  });
});
