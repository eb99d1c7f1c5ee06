import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHeader } from "../../src/bytecode/header.ts";
import { sourceHash } from "../../src/bytecode/source-hash.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");

describe("parseHeader", () => {
  it.each([
    [
      "CPython 3.11 by time",
      "a70d0d0a 00000000 01020304 05000000",
      "cpython-311",
      { kind: "timestamp", magic: 3495, modified: 0x04030201, size: 5 },
    ],
    [
      "CPython 3.6 by time",
      "330d0d0a 01020304 05000000",
      "cpython-36",
      { kind: "timestamp", magic: 3379, modified: 0x04030201, size: 5 },
    ],
    ["Python 2.7", "03f30d0a 01020304", null, { kind: "timestamp", magic: 62211, modified: 0x04030201, size: null }],
    [
      "CPython 3.11 by checked hash",
      "a70d0d0a 03000000 0102030405060708",
      "cpython-311",
      { kind: "hash", magic: 3495, hash: 0x0807060504030201n, isChecked: true },
    ],
    [
      "CPython 3.11 by unchecked hash",
      "a70d0d0a 01000000 0102030405060708",
      "cpython-311",
      { kind: "hash", magic: 3495, hash: 0x0807060504030201n, isChecked: false },
    ],
    [
      "PyPy 3.9",
      "50010d0a 00000000 01020304 05000000",
      "pypy39",
      { kind: "timestamp", magic: 336, modified: 0x04030201, size: 5 },
    ],
    [
      "without a tag, by the magic number alone",
      "a70d0d0a 00000000 01020304 05000000",
      null,
      { kind: "timestamp", magic: 3495, modified: 0x04030201, size: 5 },
    ],
  ])("reads %s", (_, bytes, tag, expected) => {
    expect(parseHeader(hex(bytes), { tag, pytest: null })).toEqual(expected);
  });

  it.each([
    ["pytest 5.0.1 with CPython 3.7", "420d0d0a c07d026b 17000000 e3000000", "cpython-37", "5.0.1", 3394],
    ["pytest 4.6.11 with CPython 3.6", "330d0d0a c07d026b 17000000 e3000000", "cpython-36", "4", 3379],
    ["pytest 4.6.11 with Python 2.7", "03f30d0a c07d026b 17000000 63000000", "cpython-27", "4", 62211],
    ["pytest 8.3.4 with CPython 3.11", "a70d0d0a 00000000 c07d026b 17000000", "cpython-311", "8.3.4", 3495],
  ])("reads %s", (_, bytes, tag, pytest, magic) => {
    const expected = { kind: "timestamp", magic, modified: 0x6b027dc0, size: 23 };
    expect(parseHeader(hex(bytes), { tag, pytest })).toEqual(expected);
  });

  it.each([
    ["nothing", "", "cpython-311"],
    ["a magic number alone", "a70d0d0a", "cpython-311"],
    ["15 of 16 bytes", "a70d0d0a 00000000 01020304 050000", "cpython-311"],
    ["no CR LF", "a70d0a0d 00000000 01020304 05000000", "cpython-311"],
    ["text", "69 6d 70 6f 72 74 20 6f 73 0a 0a 0a 0a 0a 0a 0a", "cpython-311"],
    ["flags that nobody has given a meaning", "a70d0d0a 04000000 01020304 05000000", "cpython-311"],
    ["an interpreter that nobody knows", "50010d0a 00000000 01020304 05000000", "other-1"],
    ["a magic number that is nobody's", "01000d0a 00000000 01020304 05000000", null],
  ])("says why %s is none", (_, bytes, tag) => {
    expect(parseHeader(hex(bytes), { tag, pytest: null })).toEqual(expect.any(String));
  });

  it("never throws, whatever the bytes are", () => {
    const tags = fc.constantFrom(null, "cpython-27", "cpython-36", "cpython-313", "pypy39", "graalpy-38", "x");
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 16 }),
        tags,
        fc.constantFrom(null, "4", "8.3.4"),
        (bytes, tag, pytest) => void parseHeader(Buffer.from(bytes), { tag, pytest }),
      ),
    );
  });
});

/** `_imp.source_hash(int.from_bytes(MAGIC_NUMBER, "little"), b"x = 1\n")` of the pyenv builds of each version. */
it.each([
  ["3.7.16", 3394, "20329d810db227ea"],
  ["3.8.18", 3413, "1506f08f32bf3ff3"],
  ["3.9.18", 3425, "f1d665a9e50fdffa"],
  ["3.10.13", 3439, "d94aade28c8cbebf"],
  ["3.11.7", 3495, "4c0372aa93f75252"],
  ["3.12.1", 3531, "1522561917f5df08"],
  ["3.13.0", 3571, "e786e2893651120e"],
])("hashes a source as CPython %s does", (_, magic, expected) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(sourceHash([Buffer.from("x = 1\n")], magic));
  expect(bytes.toString("hex")).toBe(expected);
});
