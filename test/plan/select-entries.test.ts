import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CacheEntry } from "../../src/model/cache.ts";
import { EVERYTHING, matchesName, type CacheSelection } from "../../src/model/cache-selection.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { selectEntries } from "../../src/plan/select-entries.ts";

const DAY = 86_400_000;
const NOW = 1000 * DAY;

function entry(name: string | null, version: string | null, changes: Partial<CacheEntry> = {}): CacheEntry {
  return {
    kind: "wheel",
    name: `${name} ${version}`,
    package: name,
    version,
    path: `/cache/${name}-${version}` as AbsolutePath,
    allocated: 1,
    frees: 1,
    lastUsed: NOW - 10 * DAY,
    isUsed: "no",
    usedBy: [],
    safety: "low",
    ...changes,
  };
}

function chosen(entries: readonly CacheEntry[], selection: Partial<CacheSelection>): string[] {
  const namesOf = ({ package: name }: CacheEntry): string[] => (name === null ? [] : [name]);
  return selectEntries(entries, { ...EVERYTHING, ...selection }, NOW, namesOf).map(({ name }) => name);
}

describe("selectEntries", () => {
  test("what cannot be answered never passes", () => {
    const nobody = entry(null, null, { lastUsed: null, isUsed: "unknown" });
    for (const selection of [
      { packages: ["*"] },
      { olderThanMs: 0 },
      { isUnused: true },
      { keepLatest: 1 },
      { isDetached: true },
      { kinds: ["map"] },
    ]) {
      expect(chosen([nobody], selection)).toEqual([]);
    }
    expect(chosen([nobody], {})).toHaveLength(1);
  });

  test("the newest versions stay, by version and not by name or age", () => {
    const entries = ["1.9", "1.10", "2.0rc1", "2.0.0"].map((version) => entry("a", version));
    const more = [...entries, entry("a", "2.0", { kind: "source" }), entry("b", "0.1"), entry("a", null)];
    expect(chosen(more, { keepLatest: 1 })).toEqual(["a 1.9", "a 1.10", "a 2.0rc1"]);
    expect(chosen(more, { keepLatest: 2 })).toEqual(["a 1.9", "a 1.10"]);
    expect(chosen(more, { keepLatest: 9 })).toEqual([]);
    // Nobody can say which of these is the newest.
    expect(chosen([...more, entry("a", "nightly")], { keepLatest: 1 })).toEqual([]);
  });

  test("what stays as the newest is the newest of all, whatever else was asked", () => {
    const entries = [entry("a", "1.0", { lastUsed: NOW }), entry("a", "2.0", { lastUsed: 0 })];
    expect(chosen(entries, { keepLatest: 1, olderThanMs: DAY })).toEqual([]);
  });

  test("older means longer ago than that", () => {
    expect(chosen([entry("a", "1")], { olderThanMs: 10 * DAY })).toEqual([]);
    expect(chosen([entry("a", "1")], { olderThanMs: 10 * DAY - 1 })).toEqual(["a 1"]);
    expect(chosen([entry("a", "1", { lastUsed: NOW + DAY })], { olderThanMs: 0 })).toEqual([]);
  });

  test("a filter more never takes more", () => {
    const entries = fc.array(
      fc
        .record({
          package: fc.constantFrom("a", "b", null),
          version: fc.constantFrom("1.0", "2.0", "3.0rc1", null),
          lastUsed: fc.constantFrom(null, 0, NOW - DAY, NOW),
          isUsed: fc.constantFrom("yes", "no", "unknown" as const),
        })
        .map(({ package: name, version, ...rest }) => entry(name, version, rest as Partial<CacheEntry>)),
    );
    const filters = fc.record(
      {
        packages: fc.constant(["a"]),
        olderThanMs: fc.constant(DAY / 2),
        keepLatest: fc.constantFrom(1, 2),
        isUnused: fc.constant(true),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(entries, filters, filters, (all, one, other) => {
        const both = chosen(all, { ...one, ...other, ...("keepLatest" in one ? { keepLatest: one.keepLatest! } : {}) });
        const alone = chosen(all, one);
        expect(both.every((name) => alone.includes(name))).toBe(true);
      }),
    );
  });
});

test("names are compared as packages are, and only * and ? stand for others", () => {
  for (const [name, pattern, is] of [
    ["torch", "torch*", true],
    ["torchvision", "Torch*", true],
    ["pytorch", "torch*", false],
    ["ruamel-yaml", "ruamel.yaml", true],
    ["ruamel-yaml", "ruamel?yaml", true],
    ["numpy", "num", false],
    ["a", "[a]", false],
    ["org/tiny", "org/*", true],
    ["c++", "c++", true],
  ] as const) {
    expect([name, pattern, matchesName(name, pattern)]).toEqual([name, pattern, is]);
  }
});
