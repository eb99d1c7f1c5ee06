import { expect, test } from "vitest";
import type { Cache, CacheContents, CacheEntry, CacheList } from "../../src/model/cache.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { renderContents } from "../../src/report/cache-contents-text.ts";
import { renderCaches } from "../../src/report/caches-text.ts";

const MIB = 2 ** 20;
const NOW = Date.UTC(2026, 10, 21);
const DAY = 86_400_000;
const look = { colour: false, symbols: true, columns: 80 };
const bytes = (size: number) => ({ apparent: size, allocated: size, frees: size, freesUpTo: size });

const cache = (changes: Partial<Cache> = {}): Cache => ({
  id: "1",
  store: "uv",
  tool: "uv",
  title: "uv cache",
  path: "/home/me/.cache/uv" as AbsolutePath,
  locatedBy: "the default",
  isCurrent: true,
  safety: "low",
  bytes: bytes(125 * MIB),
  removable: bytes(25 * MIB),
  files: 3,
  lastActivity: NOW - 21 * DAY,
  command: "uv cache prune",
  parts: [
    {
      id: "a",
      title: "unpacked wheels",
      safety: "low",
      entries: ["archive-v0"],
      bytes: bytes(120 * MIB),
      removable: bytes(0),
      files: 3,
    },
  ],
  obstacles: [],
  problems: [],
  ...changes,
});

const listOf = (...caches: Cache[]): CacheList => ({
  caches,
  totals: { caches: caches.length, allocated: 125 * MIB, frees: 25 * MIB, freesUpTo: 25 * MIB },
  problems: [],
});

test("a row with its size, its age, its command, and what of it can go", () => {
  expect(renderCaches(listOf(cache()), NOW, look)).toBe(
    [
      "✓ 1 cache, 125.0 MiB, of which 25.0 MiB can go",
      "",
      " [1] ○ uv cache  125.0 MiB   3 weeks idle   uv cache prune",
      "       25.0 MiB of it can go",
      "",
      "○ with network and time",
      "",
    ].join("\n"),
  );
});

test("obstacles instead of what can go, the place where it is not the usual one, no symbols where there are none", () => {
  const text = renderCaches(
    listOf(cache({ obstacles: ["the lock is\u001B[31m held"], isCurrent: false, command: null })),
    NOW,
    { ...look, symbols: false },
  );
  expect(text).toContain(" [1] o uv cache  125.0 MiB   3 weeks idle\n");
  expect(text).toContain("/home/me/.cache/uv, where uv does not look now\n");
  expect(text).toContain("no the lock is\\x1b[31m held\n");
  expect(text).not.toContain("of it can go\n");
});

test("what is only shown is said beside the sum, and a range where clones cannot be seen", () => {
  const interpreters = cache({ id: "2", safety: "data", removable: bytes(0), command: null, title: "interpreters" });
  const range = { ...bytes(25 * MIB), frees: 0 };
  const list = listOf(cache({ removable: range }), interpreters);
  const text = renderCaches({ ...list, totals: { ...range, caches: 1, allocated: 125 * MIB } }, NOW, look);
  expect(text).toMatch(/^✓ 1 cache, 125\.0 MiB, of which 0 B to 25\.0 MiB can go; 1 more is only shown\n/);
  expect(text).toContain("       0 B to 25.0 MiB of it can go\n");
  expect(text.match(/of it can go/g)).toHaveLength(1);
});

test("nothing found, and a place that a setting names wrongly", () => {
  const problems = [
    {
      path: "/" as AbsolutePath,
      code: "EINVAL",
      message: "PIP_CACHE_DIR names it, but nothing in it is known to be pip's",
    },
  ];
  const empty = { caches: [], totals: { caches: 0, allocated: 0, frees: 0, freesUpTo: 0 }, problems };
  expect(renderCaches(empty, NOW, look)).toBe(
    "✓ No caches found\n⚠ /: PIP_CACHE_DIR names it, but nothing in it is known to be pip's (EINVAL)\n",
  );
});

test("what is inside: parts, the biggest entries, how many more, oldest and newest", () => {
  const entry = (name: string, size: number, days: number, isUsed: CacheEntry["isUsed"] = "no"): CacheEntry => ({
    kind: "archive",
    name,
    package: name,
    version: "1.0",
    path: `/c/${name}` as AbsolutePath,
    allocated: size * MIB,
    frees: 0,
    lastUsed: NOW - days * DAY,
    isUsed,
    usedBy: [],
    safety: "low",
  });
  const contents: CacheContents = {
    entries: [
      entry("torch", 80, 40, "yes"),
      { ...entry("numpy", 30, 3, "yes"), usedBy: ["/a/.venv", "/b/.venv"] as AbsolutePath[] },
      entry("idna", 1, 100),
    ],
    remarks: ["environments hold links to 1 of 3 unpacked wheels"],
    problems: [],
  };
  expect(renderContents(cache(), contents, { look, top: 2, now: NOW })).toBe(
    [
      "uv cache, 125.0 MiB, of which 25.0 MiB can go",
      "/home/me/.cache/uv (the default)",
      "",
      " ○ unpacked wheels  120.0 MiB   3 files",
      "",
      " ○ torch 1.0   80.0 MiB   archive   5 weeks idle   in environments",
      " ○ numpy 1.0   30.0 MiB   archive   3 days idle   in /a/.venv and 1 more",
      " … and 1 entry more, 1.0 MiB (--top 0 shows all)",
      "environments hold links to 1 of 3 unpacked wheels",
      "Oldest: idna 1.0 (3 months idle); newest: numpy 1.0 (3 days idle)",
      "",
    ].join("\n"),
  );
});
