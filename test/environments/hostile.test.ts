import fc from "fast-check";
import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseRecord } from "../../src/environments/record.ts";
import { names } from "../../src/environments/listing.ts";
import { parseNameAndVersion } from "../../src/environments/metadata.ts";
import { pinnedList } from "../../src/environments/pinned-list.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { contentsOf, distribution, environment, SITE } from "./contents-of.ts";
import { cases } from "../support/cases.ts";
import { emptyDirectory, plant } from "../support/trees.ts";
import { IS_ROOT } from "../support/expectation.ts";

function planted(...files: Readonly<Record<string, string | Buffer>>[]): AbsolutePath {
  const directory = `${emptyDirectory()}/env` as AbsolutePath;
  for (const some of files) plant(directory, some);
  return directory;
}

const demo = environment(distribution("demo", "1.0", { "demo/a.py": "x", "demo/b.py": "x", "demo/c.py": "x" }));
const METADATA = `${SITE}/demo-1.0.dist-info/METADATA`;
const RECORD = `${SITE}/demo-1.0.dist-info/RECORD`;

test("a RECORD cut off at any byte is never low, until only its own line is missing", () => {
  const path = planted(demo);
  const length = demo[RECORD]!.length;
  for (let size = 0; size < length; size++) {
    truncateSync(`${path}/${RECORD}`, size);
    const claimsAll = demo[RECORD]!.slice(0, size).includes("demo/c.py,");
    expect([size, contentsOf(path).safety]).toEqual([size, claimsAll ? "low" : "medium"]);
    writeFileSync(`${path}/${RECORD}`, demo[RECORD]!);
  }
});

test("a RECORD claims nothing outside the environment and no look-alike inside", () => {
  const lines = "/etc/passwd,,\n../../../../x,,\n../../../../../../notes.txt,,\n/notes.txt,,\nnotes.txt,,\n";
  const path = planted(demo, { "notes.txt": "mine", [RECORD]: `${demo[RECORD]}${lines}` });
  expect(contentsOf(path).facts.notRestorable).toEqual(["1 file belongs to no package: notes.txt"]);
});

test("absolute paths in a RECORD count when they lie in the environment", () => {
  const path = planted(demo, { "share/demo.txt": "x" });
  writeFileSync(`${path}/${RECORD}`, `${demo[RECORD]}${path}/share/demo.txt,,\n`);
  expect(contentsOf(path).safety).toBe("low");
});

test("METADATA of 10 MB, of garbage, missing, unreadable, or a FIFO's stand-in", () => {
  const head = "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n\n";
  const long = planted(demo, { [METADATA]: head + "x".repeat(10_000_000) });
  expect(contentsOf(long).safety).toBe("low");
  const unknown = "1 package has no readable name and version: demo";
  const endless = planted(demo, { [METADATA]: `License: ${"x".repeat(10_000_000)}\n${head}` });
  expect(contentsOf(endless).facts.notRestorable).toEqual([unknown]);
  const garbage = planted(demo, {
    [METADATA]: Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 37) % 256)),
  });
  expect(contentsOf(garbage).facts.notRestorable).toEqual([unknown]);
  const missing = planted(demo);
  rmSync(`${missing}/${METADATA}`);
  expect(contentsOf(missing).facts.notRestorable).toEqual([unknown]);
  const linked = planted(demo, { elsewhere: head });
  rmSync(`${linked}/${METADATA}`);
  symlinkSync(`${linked}/elsewhere`, `${linked}/${METADATA}`);
  expect(contentsOf(linked).facts.notRestorable[0]).toBe(unknown);
  const directory = planted(demo);
  rmSync(`${directory}/${METADATA}`);
  mkdirSync(`${directory}/${METADATA}`);
  expect(contentsOf(directory).facts.notRestorable).toEqual([unknown]);
});

test("a distribution without a RECORD owns nothing", () => {
  const path = planted(demo);
  rmSync(`${path}/${RECORD}`);
  const [first, second] = contentsOf(path).facts.notRestorable;
  expect(first).toBe("1 package does not list its files: demo");
  expect(second).toMatch(/^3 files belong to no package: /);
});

test("metadata that may not be read is medium; root reads it all the same", () => {
  const path = planted(demo);
  chmodSync(`${path}/${METADATA}`, 0);
  expect(contentsOf(path).safety).toBe(IS_ROOT ? "low" : "medium");
});

test("names that are not UTF-8 belong to nobody unless they are named, and are shown as they are", () => {
  const path = planted(demo);
  writeFileSync(Buffer.concat([Buffer.from(`${path}/${SITE}/demo/`), Buffer.of(0xff, 0x2e, 0x70, 0x79)]), "x");
  expect(contentsOf(path).facts.notRestorable).toEqual([`1 file belongs to no package: ${SITE}/demo/\udcff.py`]);
});

test("directories that are named like metadata and are none", () => {
  const path = planted(demo, {
    [`${SITE}/.dist-info/x`]: "x",
    [`${SITE}/-.dist-info/METADATA`]: "",
    [`${SITE}/__proto__-1.dist-info/METADATA`]: "Name: __proto__\nVersion: 1\n",
  });
  expect(contentsOf(path).safety).toBe("medium");
  expect(pinnedList(path)).toEqual(["demo==1.0"]);
});

test("whatever the bytes of RECORD and METADATA, nothing is thrown and nothing is wrongly low", () => {
  const path = planted(demo);
  const text = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc
      .array(fc.constantFrom("demo/", "a.py", ",", "\n", '"', "/", "..", "b.py,,\n", "demo/b.py", "\r", "é"), {
        maxLength: 40,
      })
      .map((parts) => Buffer.from(parts.join(""))),
  );
  fc.assert(
    fc.property(text, text, (record, metadata) => {
      writeFileSync(`${path}/${RECORD}`, record);
      writeFileSync(`${path}/${METADATA}`, metadata);
      const { safety } = contentsOf(path);
      const claims = parseRecord(record);
      const ownsAll = ["a.py", "b.py", "c.py"].every((name) => names(claims, "demo", name));
      expect(safety === "low" && !(ownsAll && parseNameAndVersion(metadata.toString()))).toBe(false);
    }),
    cases(300),
  );
});

test("two RECORDs of one name and one length are told apart", () => {
  const first = planted(demo);
  expect(contentsOf(first).safety).toBe("low");
  const second = planted(demo, { [RECORD]: demo[RECORD]!.replace("demo/c.py", "demo/d.py") });
  expect(contentsOf(second).facts.notRestorable).toEqual([`1 file belongs to no package: ${SITE}/demo/c.py`]);
  expect(contentsOf(first).safety).toBe("low");
});

test("a path that leaves site-packages and comes back is still a claim", () => {
  const roundabout = demo[RECORD]!.replace("demo/b.py", "../site-packages/demo/b.py").replace(
    "demo/c.py",
    "demo/./c.py",
  );
  expect(contentsOf(planted(demo, { [RECORD]: roundabout })).safety).toBe("low");
});
