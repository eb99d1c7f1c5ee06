import fc from "fast-check";
import { expect, test } from "vitest";
import { keyOfDigest, thirtyBits } from "../../src/environments/content-key.ts";
import { readRecordHashes } from "../../src/environments/record-hashes.ts";
import { createHash } from "node:crypto";
import { hashOf } from "../support/stated-environment.ts";

function read(text: string): { path: string; size: number; key: string }[] {
  const found: { path: string; size: number; key: string }[] = [];
  readRecordHashes(Buffer.from(text), (bytes, start, end, high, low, size) =>
    found.push({ path: Buffer.from(bytes).toString("utf8", start, end), size, key: `${high}:${low}` }),
  );
  return found;
}

const HASH = hashOf("content");
const KEY = `${thirtyBits(Buffer.from(HASH), 0)}:${thirtyBits(Buffer.from(HASH), 5)}`;

test("reads path, hash and size of each line", () => {
  const text = `demo/a.py,sha256=${HASH},7\ntop.py,sha256=${HASH},7\r\n"odd, ""name"".py",sha256=${HASH},7\na,b/c.py,sha256=${HASH},12\n`;
  expect(read(text)).toEqual([
    { path: "demo/a.py", size: 7, key: KEY },
    { path: "top.py", size: 7, key: KEY },
    { path: 'odd, "name".py', size: 7, key: KEY },
    { path: "a,b/c.py", size: 12, key: KEY },
  ]);
});

test.each([
  ["no hash", "demo/a.py,,\n"],
  ["another kind of hash", `demo/a.py,md5=${HASH},7\n`],
  ["a hash that is too short", `demo/a.py,sha256=${HASH.slice(1)},7\n`],
  ["a hash with foreign letters", `demo/a.py,sha256=!${HASH.slice(1)},7\n`],
  ["no size", `demo/a.py,sha256=${HASH},\n`],
  ["a size that is none", `demo/a.py,sha256=${HASH},-7\n`],
  ["a size beyond every file", `demo/a.py,sha256=${HASH},9999999999999999999\n`],
  ["a last line that is cut off in its size", `demo/a.py,sha256=${HASH},7`],
  ["a quote that is not closed", `"demo/a.py,sha256=${HASH},7\n`],
  ["no path", `,sha256=${HASH},7\n`],
])("says nothing of a line with %s", (_, text) => {
  expect(read(text)).toEqual([]);
});

test("conda's hexadecimal digits, pip's letters and a digest of ours are the same key", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (content) => {
      const digest = createHash("sha256").update(content).digest();
      const letters = Buffer.from(digest.toString("base64url"));
      const key = { high: thirtyBits(letters, 0), low: thirtyBits(letters, 5) };
      expect(keyOfDigest(digest)).toEqual(key);
      expect(keyOfDigest(digest.toString("hex"))).toEqual(key);
    }),
  );
});

test("whatever the bytes, nothing is thrown and no size is negative", () => {
  const piece = fc.constantFrom(",", '"', "\n", "\r", "/", "..", "sha256=", HASH, "7", "a", ",sha256=");
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
      for (const { size, path } of read(pieces.join(""))) {
        expect(size).toBeGreaterThanOrEqual(0);
        expect(path).not.toContain("\n");
      }
    }),
  );
});
