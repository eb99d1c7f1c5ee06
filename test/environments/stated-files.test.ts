import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ClaimTable } from "../../src/environments/claim-table.ts";
import { hashOfPath } from "../../src/environments/listed-hashes.ts";
import { readStatedFiles, type StatedFiles } from "../../src/environments/stated-files.ts";
import { NameHash } from "../../src/model/name-hash.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { hashOf, inSite, plantStated, SITE } from "../support/stated-environment.ts";
import { emptyDirectory } from "../support/trees.ts";

const CONTENT = "VALUE = 1\n";
const LINE = `,sha256=${hashOf(CONTENT)},${CONTENT.length}\n`;

function read(place: string): StatedFiles {
  return readStatedFiles(place as AbsolutePath, "python-environment");
}

/** Is something said of the path, which is relative to the environment? */
function isClaimed({ claims }: StatedFiles, path: string): boolean {
  return claims.find(hashOfPath(new NameHash(), path)) >= 0;
}

/** An environment whose RECORD has these lines on top. */
function plantWith(name: string, more: string): string {
  const place = join(emptyDirectory(), name);
  plantStated(place, { "demo/a.py": CONTENT }, { more });
  return place;
}

test("paths are told from where their RECORD lies, however they are written", () => {
  const place = plantWith(
    "e",
    ["../../../bin/demo", "./demo//b.py", "demo/./c.py", '"demo/odd, ""name"".py"', "../../../../outside.py"]
      .map((path) => path + LINE)
      .join(""),
  );
  const stated = read(place);
  for (const path of [
    "bin/demo",
    ...["a.py", "b.py", "c.py", 'odd, "name".py'].map((name) => `${SITE}/demo/${name}`),
  ]) {
    expect(isClaimed(stated, path), path).toBe(true);
  }
  for (const path of ["outside.py", "../outside.py", "demo/a.py", `${SITE}/demo/d.py`, ""]) {
    expect(isClaimed(stated, path), path).toBe(false);
  }
});

test("what is said of one place is not said of the next, whether their lists are the same or others", () => {
  const extra = `demo/extra.py${LINE}`;
  const other = `demo/other.py${LINE}`;
  const places = [extra, extra, other, extra, other].map((more, index) => plantWith(`e${index}`, more));
  const said = places.map((place) => {
    const stated = read(place);
    return [
      isClaimed(stated, `${SITE}/demo/extra.py`),
      isClaimed(stated, `${SITE}/demo/other.py`),
      stated.claims.count,
    ];
  });
  const count = said[0]![2]!;
  expect(said.map(([hasExtra, hasOther]) => [hasExtra, hasOther])).toEqual([
    [true, false],
    [true, false],
    [false, true],
    [true, false],
    [false, true],
  ]);
  expect(said.every((one) => one[2] === count)).toBe(true);
});

test("a path from the root is a claim only in the environment that it leads into, whoever has the same RECORD", () => {
  const [one, other] = ["one", "other"].map((name) => join(emptyDirectory(), name)) as [string, string];
  const more = inSite(one, "demo/extra.py") + LINE;
  for (const place of [one, other]) plantStated(place, { "demo/a.py": CONTENT }, { more });
  for (const order of [
    [one, other],
    [other, one],
  ]) {
    for (const place of order) {
      expect(isClaimed(read(place), `${SITE}/demo/extra.py`), place).toBe(place === one);
      expect(isClaimed(read(place), `${SITE}/demo/a.py`)).toBe(true);
    }
  }
});

test("the same RECORD below another interpreter's directory claims what lies there", () => {
  const [one, other] = [plantWith("one", ""), plantWith("other", "")];
  execFileSync("mv", [join(other, "lib/python3.11"), join(other, "lib/python3.12")]);
  expect(isClaimed(read(one), `${SITE}/demo/a.py`)).toBe(true);
  const moved = read(other);
  expect(isClaimed(moved, "lib/python3.12/site-packages/demo/a.py")).toBe(true);
  expect(isClaimed(moved, `${SITE}/demo/a.py`)).toBe(false);
});

test("a RECORD that was changed in place is read anew, though it is as long as before", () => {
  const place = plantWith("e", `demo/x.py${LINE}`);
  expect(isClaimed(read(place), `${SITE}/demo/x.py`)).toBe(true);
  const record = inSite(place, "demo-1.0.dist-info/RECORD");
  writeFileSync(record, `demo/y.py${LINE}demo/a.py${LINE}`);
  expect(isClaimed(read(place), `${SITE}/demo/x.py`)).toBe(false);
  expect(isClaimed(read(place), `${SITE}/demo/y.py`)).toBe(true);
});

test("two lists that say different things of a file say nothing; the same thing twice is said once", () => {
  const place = join(emptyDirectory(), "e");
  plantStated(place, { "demo/a.py": CONTENT, "demo/b.py": CONTENT });
  plantStated(place, {}, { name: "rival", more: `demo/a.py,sha256=${hashOf("other")},5\ndemo/b.py${LINE}` });
  const { claims } = read(place);
  const keyOf = (path: string): number => claims.high(claims.find(hashOfPath(new NameHash(), `${SITE}/${path}`)));
  expect(keyOf("demo/a.py")).toBe(-1);
  expect(keyOf("demo/b.py")).toBeGreaterThanOrEqual(0);
});

test("a RECORD that is a pipe, a link or a directory states nothing, and nothing waits for it", () => {
  for (const make of [
    (path: string) => execFileSync("mkfifo", [path]),
    (path: string) => symlinkSync("/dev/zero", path),
    (path: string) => execFileSync("mkdir", [path]),
  ]) {
    const place = plantWith("e", "");
    const record = inSite(place, "demo-1.0.dist-info/RECORD");
    execFileSync("rm", [record]);
    make(record);
    expect(read(place).packages).toEqual([]);
  }
});

test("a table of claims finds exactly what was added, however many there are", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 300 }), fc.array(fc.string()), (paths, others) => {
      const table = new ClaimTable();
      const hash = new NameHash();
      for (const round of [1, 2]) {
        table.clear();
        for (const [owner, path] of paths.entries()) {
          table.add(hashOfPath(hash, path), { owner, high: round, low: owner, size: owner });
        }
        expect(table.count).toBe(paths.length);
        for (const [owner, path] of paths.entries()) {
          const claim = table.find(hashOfPath(hash, path));
          expect([table.owner(claim), table.high(claim), table.low(claim), table.size(claim)]).toEqual([
            owner,
            round,
            owner,
            owner,
          ]);
        }
        for (const other of others) if (!paths.includes(other)) expect(table.find(hashOfPath(hash, other))).toBe(-1);
      }
    }),
  );
});
