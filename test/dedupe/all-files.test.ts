import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AllFiles } from "../../src/dedupe/all-files.ts";
import { collectAll } from "../../src/dedupe/collect-all.ts";
import { collect, type CollectTask } from "../../src/dedupe/collect.ts";
import { FileColumns } from "../../src/dedupe/file-columns.ts";
import { BYTECODE, STATED, UNSTATED } from "../../src/dedupe/file-table.ts";
import { ownMemory } from "../../src/dedupe/memory.ts";
import { Names } from "../../src/dedupe/names.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Entry } from "../../src/system/directory-reader.ts";
import { inSite, plantStated, SITE } from "../support/stated-environment.ts";
import { emptyDirectory, plant } from "../support/trees.ts";

/** Environments of different sizes, so that threads end in another order than they began. */
function plantSeveral(count: number): CollectTask[] {
  const tree = emptyDirectory();
  return Array.from({ length: count }, (_, index) => {
    const place = join(tree, `e${index}`) as AbsolutePath;
    const size = index % 3 === 0 ? 300 : 1 + index;
    plantStated(
      place,
      Object.fromEntries(
        Array.from({ length: size }, (__, file) => [`p${file % 7}/f${file}.py`, `# ${index} ${file}\n`]),
      ),
    );
    plant(place, { [`${SITE}/p0/__pycache__/f0.cpython-311.pyc`]: "bytes", [`${SITE}/p0/näme ${index}.txt`]: "x" });
    return { path: place, kind: "python-environment", withBytecode: true };
  });
}

/** Everything that is known of each file, in order. */
function described(files: AllFiles): unknown[] {
  return Array.from({ length: files.count }, (_, file) => [
    files.path(file),
    files.size(file),
    files.allocated(file),
    files.inodeText(file),
    files.links(file),
    files.kind(file),
    files.package(file),
    files.modified(file),
    files.columns.high[file],
    files.columns.low[file],
    files.notAfter(file),
  ]);
}

test("threads that use one memory for many environments hand over what one look after the other does", async () => {
  const tasks = plantSeveral(11);
  const one = new AllFiles(1);
  for (const task of tasks) one.add(collect(task));
  let done = 0;
  const all = await collectAll(tasks, { onCollected: () => done++ });
  expect(done).toBe(tasks.length);
  expect(all.count).toBeGreaterThan(1200);
  expect(described(all)).toEqual(described(one));
  expect(all.tables).toEqual(one.tables);
});

test("each file is known by its name, its directory and its kind", () => {
  const [task] = plantSeveral(1);
  writeFileSync(Buffer.concat([Buffer.from(inSite(task!.path, "p0/")), Buffer.from([0xff, 0x2e, 0x70, 0x79])]), "raw");
  const files = new AllFiles(4);
  files.add(collect(task!));
  const kinds = new Map(Array.from({ length: files.count }, (_, file) => [files.relativePath(file), files.kind(file)]));
  expect(kinds.get(`${SITE}/p1/f1.py`)! & STATED).toBeTruthy();
  expect(kinds.get(`${SITE}/p0/näme 0.txt`)! & UNSTATED).toBeTruthy();
  expect(kinds.get(`${SITE}/p0/__pycache__/f0.cpython-311.pyc`)).toBe(BYTECODE);
  expect(kinds.has(`${SITE}/p0/\uDCFF.py`)).toBe(true);
});

test("an inode that no number can hold stays exact, also behind the files of another table", () => {
  const inode = 2n ** 60n + 1n;
  const entry = (name: string, of: number | bigint): Entry => ({
    name,
    bytes: Buffer.from(`${name}\0`),
    start: 0,
    kind: "file",
    device: 1,
    inode: of,
    links: 2,
    size: 1,
    allocated: 4096,
    modified: 1_700_000_000_250.5,
    changed: 0,
    nanoseconds: 250_500_001,
    mode: 0o100644,
    owner: 0,
    group: 0,
  });
  const more = { package: -1, kind: UNSTATED, high: -1, low: -1, access: 0 };
  const table = {
    root: "/e" as AbsolutePath,
    kind: "environment",
    device: 1,
    packages: [],
    accesses: [],
    problems: [],
    allFiles: 2,
    allAllocated: 8192,
  } as const;
  const files = new AllFiles(1);
  for (const start of [0, 2]) {
    const columns = new FileColumns(1, ownMemory);
    columns.enter(`d${start}`);
    columns.add(entry("small", 5 + start), 5, more);
    columns.add(entry("large", inode + BigInt(start)), 5, more);
    files.add({ table, files: columns.take() });
  }
  expect([0, 1, 2, 3].map((file) => files.inode(file))).toEqual([5, inode, 7, inode + 2n]);
  expect([0, 3].map((file) => files.relativePath(file))).toEqual(["d0/small", "d2/large"]);
  expect(files.modified(3)).toBe(1_700_000_000_250_500_001n);
});

test("names end with what they end with, and not with what lies before them", () => {
  const names = new Names(1, ownMemory);
  for (const name of ["a.", "py", "b.py", ""]) names.addText(name);
  const suffix = Buffer.from(".py");
  expect([0, 1, 2, 3].map((name) => names.endsWith(name, suffix))).toEqual([false, false, true, false]);
  expect([0, 1, 2, 3].map((name) => names.text(name))).toEqual(["a.", "py", "b.py", ""]);
});
