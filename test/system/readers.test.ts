import { execFileSync } from "node:child_process";
import {
  closeSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { join, type AbsolutePath } from "../../src/model/path.ts";
import { boundaries } from "../../src/scan/boundaries.ts";
import { workerSettings } from "../../src/scan/settings.ts";
import { tally, type Tally } from "../../src/scan/tally.ts";
import { kept, portableReader, type DirectoryReader } from "../../src/system/directory-reader.ts";
import { decode, status, toNative } from "../../src/system/files.ts";
import { handleReader } from "../../src/system/handle-reader.ts";
import { made, memoryTree } from "../support/memory-tree.ts";
import { hostIn } from "../support/trees.ts";

/** Everything the walk does with a directory goes through one contract; these are all that fulfil it here. */
const handles = handleReader();
const readers: readonly (readonly [name: string, reader: DirectoryReader])[] = [
  ["portable", portableReader],
  ...(handles ? [["by handle", handles] as const] : []),
];

test("Linux on x64 and arm64 has the system's own calls", () => {
  expect(handles !== undefined).toBe(process.platform === "linux" && ["x64", "arm64"].includes(process.arch));
});

/** What a reader shows of a directory, by name. */
function shown(reader: DirectoryReader, directory: AbsolutePath): Map<string, object> {
  const entries = new Map<string, object>();
  const count = reader.read(directory, {
    onEntry(entry) {
      const { name, bytes, start } = entry;
      expect(decode(Buffer.from(bytes).subarray(start, bytes.indexOf(0, start)))).toBe(name);
      const { mode, owner, group } = entry;
      entries.set(name, { ...kept(entry), mode, owner, group });
    },
    onFault: (name, code) => expect.unreachable(`${name}: ${code}`),
  });
  reader.close();
  expect(count).toBe(entries.size);
  return entries;
}

function tallied(reader: DirectoryReader, place: AbsolutePath): Tally & { readonly seen: readonly string[] } {
  const limits = boundaries(workerSettings(hostIn(place), { depth: null, oneFileSystem: true }, [place]));
  const seen: string[] = [];
  const observer = { onEntries: () => {}, onDirectory: (path: string) => seen.push(path) };
  const sums = tally(place, status(place)!, { reader, boundaries: limits }, observer, null);
  return { ...sums, seen: seen.sort() };
}

type Twig =
  | { readonly kind: "file"; readonly name: string; readonly size: number }
  | { readonly kind: "sparse" | "link" | "fifo" | "hard"; readonly name: string }
  | { readonly kind: "directory"; readonly name: string; readonly twigs: readonly Twig[] };

const names = fc.oneof(
  fc.constantFrom(
    "a",
    "b.pyc",
    "…",
    "new\nline",
    "\u001b[31m",
    "日本",
    "\udcff\udcfe",
    "x".repeat(255),
    " ",
    "-rf",
    ".x",
  ),
  fc.string({ minLength: 1, maxLength: 12 }).filter((name) => !/[/\0]/.test(name) && name !== "." && name !== ".."),
);
const { twig } = fc.letrec<{ twig: Twig; directory: Twig }>((tie) => ({
  twig: fc.oneof(
    { depthSize: "small" },
    fc.record({ kind: fc.constant("file" as const), name: names, size: fc.nat(20_000) }),
    fc.record({ kind: fc.constantFrom("sparse" as const, "link" as const, "hard" as const), name: names }),
    tie("directory"),
  ),
  directory: fc.record({
    kind: fc.constant("directory" as const),
    name: names,
    twigs: fc.array(tie("twig"), { maxLength: 6 }),
  }),
}));
const trees = fc.array(twig, { minLength: 1, maxLength: 8 });

function grow(directory: AbsolutePath, twigs: readonly Twig[], first: AbsolutePath): void {
  for (const one of twigs) {
    const path = join(directory, one.name);
    const native = toNative(path);
    if (status(path)) continue;
    if (one.kind === "file") writeFileSync(native, Buffer.alloc(one.size, 1));
    else if (one.kind === "sparse") truncated(native);
    else if (one.kind === "link") symlinkSync(toNative(first), native);
    else if (one.kind === "hard") linkSync(toNative(first), native);
    else if (one.kind === "directory") {
      mkdirSync(native);
      grow(path, one.twigs, first);
    }
  }
}

function truncated(path: string | Buffer): void {
  const descriptor = openSync(path, "w");
  ftruncateSync(descriptor, 1_000_000);
  closeSync(descriptor);
}

/** `PYSHED_CASES=10` tries ten times as many. */
const CASES = 2000 * Number(process.env["PYSHED_CASES"] ?? 1);

test(`${CASES} random trees look the same to all readers`, { timeout: 120_000 + CASES * 30 }, () => {
  const above = memoryTree();
  let number = 0;
  fc.assert(
    fc.property(trees, (twigs) => {
      const place = made(above, `${number++}`);
      const first = join(place, "first");
      writeFileSync(first, "x".repeat(5000));
      grow(place, twigs, first);
      // Both list in the file system's order, so even the tables of links come in the same one.
      const [expected, ...others] = readers.map(([, reader]) => tallied(reader, place));
      for (const other of others) expect(other).toEqual(expected);
      expect(expected!.problems).toEqual([]);
      const [entries, ...again] = readers.map(([, reader]) => shown(reader, place));
      for (const other of again) expect(other).toEqual(entries);
      rmSync(place, { recursive: true });
    }),
    { numRuns: CASES, endOnFailure: true },
  );
});

test.each(readers)("%s: what goes while it is listed is not there, and nothing is thrown", (_, reader) => {
  const place = memoryTree();
  for (let number = 0; number < 2000; number++) writeFileSync(join(place, `file-${number}`), "");
  const seen: string[] = [];
  const entries = reader.read(place, {
    onEntry({ name }) {
      if (seen.push(name) === 1)
        for (const other of readdirSync(place)) if (other !== name) rmSync(join(place, other as AbsolutePath));
    },
    onFault: (name, code) => expect.unreachable(`${name}: ${code}`),
  });
  reader.close();
  expect(seen.length).toBe(1);
  expect(entries).toBeGreaterThan(0);
});

test.each(readers)("%s: a directory that is gone, a file and a link to a directory are refused", (_, reader) => {
  const place = memoryTree();
  writeFileSync(join(place, "file"), "");
  symlinkSync(made(place, "directory"), join(place, "link"));
  const visitor = { onEntry: () => {}, onFault: () => {} };
  expect(() => reader.read(join(place, "gone"), visitor)).toThrow(expect.objectContaining({ code: "ENOENT" }));
  expect(() => reader.read(join(place, "file"), visitor)).toThrow(expect.objectContaining({ code: "ENOTDIR" }));
  reader.close();
});

test.runIf(handles)("by handle, a tree deeper than a path may be long is summed, with few handles", () => {
  const place = memoryTree();
  const deep = "import os\nfor level in range(400):\n os.mkdir('d'*20); open('f','w').close(); os.chdir('d'*20)\n";
  execFileSync("python3", ["-c", deep], { cwd: place });
  const sums = tallied(handles!, place);
  expect(sums).toMatchObject({ directories: 401, files: 400, problems: [] });
  const open = readdirSync("/proc/self/fd").length;
  tallied(handles!, place);
  expect(readdirSync("/proc/self/fd").length).toBe(open);
});
