import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { foreignTrees } from "../../src/catalog/foreign-trees.ts";
import { artifacts } from "../../src/catalog/index.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { boundaries } from "../../src/scan/boundaries.ts";
import { boundIndex, indexStore, type IndexPlace } from "../../src/scan/index-store.ts";
import { measure, type MeasureContext } from "../../src/scan/measure.ts";
import { LOOKED_BYTES, LookedInodes } from "../../src/scan/looked-inodes.ts";
import { Recall } from "../../src/scan/recall.ts";
import { compileCatalogue } from "../../src/scan/recognise.ts";
import { workerSettings } from "../../src/scan/settings.ts";
import type { Measured, MeasureTask } from "../../src/scan/tasks.ts";
import { portableReader, type DirectoryReader } from "../../src/system/directory-reader.ts";
import { handleReader } from "../../src/system/handle-reader.ts";
import { memoryTree } from "../support/memory-tree.ts";
import { run } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn, plantEnvironment } from "../support/trees.ts";

const SITE = "lib/python3.11/site-packages";
/** As if the scan came long after everything was written: what is younger than two seconds is never indexed, and what
 * pip has left since yesterday may still be in use. */
const LATER_MS = 10 * 86_400_000;

/** An environment with 1,200 files, some of them with a second link beside it. */
function planted(above: string): AbsolutePath {
  const environment = join(above, "project/.venv");
  plantEnvironment(environment);
  const names: string[] = [];
  for (let directory = 0; directory < 12; directory++) {
    fs.mkdirSync(join(environment, SITE, `demo/part${directory}`), { recursive: true });
    for (let file = 0; file < 100; file++) names.push(`demo/part${directory}/file${file}.py`);
  }
  for (const name of names) fs.writeFileSync(join(environment, SITE, name), "x = 1\n");
  fs.mkdirSync(join(above, "cache"));
  for (let file = 0; file < 50; file++) {
    fs.linkSync(join(environment, SITE, `demo/part1/file${file}.py`), join(above, `cache/${file}`));
  }
  const record = join(environment, SITE, "demo-1.0.dist-info/RECORD");
  fs.appendFileSync(record, names.map((name) => `${name},,\n`).join(""));
  return environment as AbsolutePath;
}

/** As a scan of one thread has it. */
function recallOf(reader: DirectoryReader): Recall {
  return new Recall(reader, new LookedInodes(new SharedArrayBuffer(LOOKED_BYTES)));
}

interface Bench {
  readonly place: IndexPlace;
  /** With the index, and without it. */
  measured(useIndex: boolean, now?: number): Measured;
  nested(): readonly MeasureTask[];
  /** Directory entries that the last measurement counted. */
  entries(): number;
}

function bench(
  above: string,
  environment: AbsolutePath,
  reader: DirectoryReader = handleReader() ?? portableReader,
): Bench {
  const host = hostIn(above as AbsolutePath);
  const place = { directory: join(above, "index") as AbsolutePath, userId: host.userId, version: "1.2.3" };
  let nested: MeasureTask[] = [];
  let entries = 0;
  return {
    place,
    nested: () => nested,
    entries: () => entries,
    measured(useIndex, now = Date.now() + LATER_MS) {
      nested = [];
      entries = 0;
      const context: MeasureContext = {
        catalogue: compileCatalogue(artifacts, foreignTrees),
        boundaries: boundaries(workerSettings(host, { depth: null, oneFileSystem: true }, [])),
        reader,
        now,
        index: useIndex ? { store: indexStore(place), recall: recallOf(reader), version: place.version } : null,
        push: (task) => nested.push(task),
        onEntries: (count) => (entries += count),
        onProblem: ({ path, code }) => expect.unreachable(`${path}: ${code}`),
      };
      const task: MeasureTask = {
        type: "measure",
        artifact: "venv",
        path: environment,
        project: null,
        inside: null,
        safety: "low",
        reasons: [],
      };
      return measure(task, context)!;
    },
  };
}

const apart = (measured: Measured) => ({ ...measured, isFromIndex: false });

/** Waits until a change would get another time than what was there before: file systems' clocks tick in milliseconds. */
function afterTick(directory: string): void {
  const probe = join(directory, "tick");
  fs.writeFileSync(probe, "");
  const first = fs.statSync(probe, { bigint: true }).ctimeNs;
  for (let mode = 0o600; fs.statSync(probe, { bigint: true }).ctimeNs === first; mode ^= 0o100)
    fs.chmodSync(probe, mode);
}

test.each([
  ["by handle", handleReader() ?? portableReader],
  ["portable", portableReader],
])("%s: the second look takes everything from the index, and it is the same", (_, reader) => {
  const above = memoryTree();
  const environment = planted(above);
  const { measured, entries } = bench(above, environment, reader);
  const fresh = measured(false);
  const counted = entries();
  expect(measured(true)).toEqual(fresh);
  expect(measured(true)).toEqual({ ...fresh, isFromIndex: true });
  expect(entries()).toBe(counted);
  expect(fresh.links.inodes.length).toBe(50);
});

test("what the one reader has left serves the other", () => {
  const above = memoryTree();
  const environment = planted(above);
  const left = bench(above, environment, portableReader).measured(true);
  expect(bench(above, environment).measured(true)).toEqual({ ...left, isFromIndex: true });
});

/** What may happen between two scans, each seen by the next one; `pick` chooses where. The first two parts never go. */
const changes: Readonly<Record<string, (environment: string, above: string, pick: number) => void>> = {
  "a file comes": (environment, _, pick) =>
    fs.writeFileSync(join(environment, SITE, `demo/part${pick % 2}/new${pick}.py`), "y".repeat(pick * 50)),
  "a file goes": (environment, _, pick) =>
    fs.rmSync(join(environment, SITE, `demo/part${2 + (pick % 10)}/file${pick % 100}.py`), { force: true }),
  "a file is replaced": (environment, above, pick) => {
    fs.writeFileSync(join(above, "replacement"), "z".repeat(pick * 100));
    fs.renameSync(join(above, "replacement"), join(environment, SITE, `demo/part${pick % 2}/file${pick % 100}.py`));
  },
  "a directory comes": (environment, _, pick) =>
    fs.mkdirSync(join(environment, SITE, `demo/part${pick % 2}/deep${pick}/er`), { recursive: true }),
  "a directory goes": (environment, _, pick) =>
    fs.rmSync(join(environment, SITE, `demo/part${2 + (pick % 10)}`), { recursive: true, force: true }),
  "a directory makes way for a link": (environment, _, pick) => {
    const path = join(environment, SITE, `demo/part${2 + (pick % 10)}`);
    fs.rmSync(path, { recursive: true, force: true });
    fs.symlinkSync("part0", path);
  },
  "a program outside of site-packages grows": (environment, _, pick) =>
    fs.appendFileSync(join(environment, "bin/python"), "#".repeat(5000 + pick)),
  "the configuration is edited": (environment, _, pick) =>
    fs.appendFileSync(join(environment, "pyvenv.cfg"), `key${pick} = value\n`),
  "a log in site-packages grows": (environment, _, pick) =>
    fs.appendFileSync(join(environment, SITE, "demo/part3.log"), "line\n".repeat(1000 + pick)),
  "a link elsewhere goes": (_, above, pick) => fs.rmSync(join(above, `cache/${pick % 50}`), { force: true }),
  "a file with several links gets one more": (_, above, pick) => {
    if (fs.existsSync(join(above, `cache/${pick % 50}`)))
      fs.linkSync(join(above, `cache/${pick % 50}`), join(above, `cache/again${pick}-${process.hrtime.bigint()}`));
  },
  "all packages are linked elsewhere": (environment, above, pick) =>
    void execFileSync("cp", ["-al", join(environment, SITE), join(above, `copy${pick}-${process.hrtime.bigint()}`)]),
  "permissions of a directory change": (environment, _, pick) =>
    fs.chmodSync(join(environment, SITE, "demo"), pick % 2 ? 0o700 : 0o755),
  "pip leaves something behind": (environment) => {
    fs.mkdirSync(join(environment, SITE, "~emo-1.0.dist-info"), { recursive: true });
    fs.writeFileSync(join(environment, SITE, "~emo-1.0.dist-info/METADATA"), "Name: demo\n");
  },
  nothing: () => {},
};

/** `PYSHED_CASES=10` tries ten times as many. */
const CASES = 60 * Number(process.env["PYSHED_CASES"] ?? 1);

test(
  `${CASES} rows of changes between scans: a fresh scan and the index agree after each`,
  { timeout: 120_000 + CASES * 2000 },
  () => {
    const names = Object.keys(changes);
    const step = fc.record({ change: fc.constantFrom(...names), pick: fc.nat(1000) });
    let fromIndex = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        const above = memoryTree();
        const environment = planted(above);
        const { measured, nested } = bench(above, environment);
        measured(true);
        for (const { change, pick } of steps) {
          afterTick(above);
          changes[change]!(environment, above, pick);
          const indexed = measured(true);
          const pushed = nested()
            .map(({ path }) => path)
            .sort();
          expect({ change, ...apart(indexed) }).toEqual({ change, ...apart(measured(false)) });
          expect(pushed).toEqual(
            nested()
              .map(({ path }) => path)
              .sort(),
          );
          if (indexed.isFromIndex) fromIndex++;
        }
        fs.rmSync(above, { recursive: true });
      }),
      { numRuns: CASES, endOnFailure: true },
    );
    expect(fromIndex).toBeGreaterThan(0);
  },
);

test("packages that had one link each and get another elsewhere are noticed by a sample", () => {
  const above = memoryTree();
  const environment = planted(above);
  fs.rmSync(join(above, "cache"), { recursive: true });
  const { measured } = bench(above, environment);
  measured(true);
  expect(measured(true).isFromIndex).toBe(true);
  execFileSync("cp", ["-al", join(environment, SITE), join(above, "copy")]);
  expect(measured(true)).toEqual(measured(false));
});

test("directories and files below what one call reaches are measured again each time", () => {
  for (const [count, last] of [
    [17, "os.mkdir('e')"],
    [16, "os.system('echo x > f' + 'f' * 240); os.link('f' + 'f' * 240, sys.argv[1])"],
  ] as const) {
    const above = memoryTree();
    const environment = planted(above);
    const make = `import os, sys\nfor _ in range(${count}):\n os.mkdir('d' * 240); os.chdir('d' * 240)\n${last}`;
    execFileSync("python3", ["-c", make, join(above, "second")], { cwd: join(environment, SITE, "demo") });
    const { measured } = bench(above, environment);
    const fresh = measured(false);
    expect(fresh.directories).toBeGreaterThan(count);
    expect([measured(true), measured(true)]).toEqual([fresh, fresh]);
  }
});

test("what lies around an environment decides anew each time", () => {
  const above = memoryTree();
  const environment = join(above, ".pixi/envs/tool") as AbsolutePath;
  fs.mkdirSync(join(above, ".pixi/envs"), { recursive: true });
  fs.renameSync(planted(above), environment);
  const { measured } = bench(above, environment);
  measured(true);
  expect(measured(true)).toMatchObject({ isFromIndex: true, safety: "low" });
  const manifest = join(above, ".pixi/manifests/pixi-global.toml");
  fs.mkdirSync(join(above, ".pixi/manifests"));
  fs.writeFileSync(manifest, "");
  expect(measured(true)).toMatchObject({ isFromIndex: false, safety: "data" });
  expect(measured(true)).toMatchObject({ isFromIndex: true, safety: "data" });
  fs.rmSync(manifest);
  expect(measured(true).safety).toBe("low");
});

test("a directory that changed less than two seconds before the scan is not indexed", () => {
  const above = memoryTree();
  const environment = planted(above);
  const { measured, place } = bench(above, environment);
  measured(true, Date.now());
  expect(fs.existsSync(place.directory)).toBe(false);
  measured(true, Date.now() + LATER_MS);
  expect(fs.readdirSync(place.directory).length).toBe(1);
});

test("a damaged, cut-off, foreign or other index is thrown away and made anew", () => {
  const above = memoryTree();
  const environment = planted(above);
  const { measured, place } = bench(above, environment);
  const fresh = measured(true);
  const file = join(place.directory, fs.readdirSync(place.directory)[0]!);
  const good = fs.readFileSync(file);
  const spoiled = fc.oneof(
    fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, by]) => {
      const bytes = Buffer.from(good);
      bytes[at]! ^= by;
      return bytes;
    }),
    fc.nat(good.length - 1).map((length) => good.subarray(0, length)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.constant(Buffer.concat([good, Buffer.alloc(8)])),
  );
  fc.assert(
    fc.property(spoiled, (bytes) => {
      fs.writeFileSync(file, bytes);
      expect(measured(true)).toEqual(fresh);
      expect(measured(true).isFromIndex).toBe(true);
    }),
    { numRuns: 60 },
  );
  fs.writeFileSync(
    file,
    Buffer.from(good.toString("latin1").replace('"version":"1.2.3"', '"version":"1.2.4"'), "latin1"),
  );
  expect(measured(true).isFromIndex).toBe(false);
  const other = planted(join(above, "other"));
  const elsewhere = bench(above, other);
  elsewhere.measured(true);
  const theirs = fs.readdirSync(place.directory).find((name) => !file.endsWith(name))!;
  fs.copyFileSync(join(place.directory, theirs), file);
  expect(measured(true).isFromIndex).toBe(false);
});

test("an index that others may write to is not used", () => {
  const above = memoryTree();
  const environment = planted(above);
  const { measured, place } = bench(above, environment);
  measured(true);
  fs.chmodSync(place.directory, 0o777);
  expect(measured(true).isFromIndex).toBe(false);
});

test("its size is bounded, and the oldest goes first", () => {
  const tree = temporaryTree();
  const host = hostIn(tree.path);
  const directory = tree.directory("index");
  fs.chmodSync(directory, 0o700);
  const place = { directory, userId: host.userId, version: "1" };
  for (let age = 0; age < 10; age++) {
    fs.writeFileSync(join(directory, `${age}`), Buffer.alloc(8192, 1));
    fs.utimesSync(join(directory, `${age}`), new Date(), new Date(Date.now() - age * 86_400_000));
  }
  boundIndex(place, Date.now(), 5 * 8192);
  expect(fs.readdirSync(directory).sort()).toEqual(["0", "1", "2", "3", "4"]);
  boundIndex(place, Date.now() + 89.5 * 86_400_000);
  expect(fs.readdirSync(directory)).toEqual(["0"]);
});

test(
  "the command: marked in JSON, left aside by --fresh and by cleaning, safe for two at once",
  { timeout: 60_000 },
  async () => {
    const tree = temporaryTree();
    const environment = planted(tree.path);
    // Nothing can set back when a directory was changed, so the scan has to come more than two seconds later.
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const options = { environment: tree.environment, cwd: tree.path };
    const scan = async (...more: string[]) => {
      const { stdout, stderr } = await run(["scan", "project", "--json", ...more], options);
      expect(stderr).toBe("");
      return JSON.parse(stdout).findings[0] as { fromIndex: boolean; bytes: { allocated: number } };
    };
    const both = await Promise.all([scan(), scan()]);
    expect(both[0].bytes).toEqual(both[1].bytes);
    expect(await scan()).toEqual({ ...both[0], fromIndex: true });
    fs.appendFileSync(join(environment, SITE, "demo/part5/file5.py"), "x".repeat(1_000_000));
    expect((await scan()).bytes).toEqual(both[0].bytes);
    const fresh = await scan("--fresh");
    expect(fresh.fromIndex).toBe(false);
    expect(fresh.bytes.allocated).toBeGreaterThan(both[0].bytes.allocated + 900_000);
    const { stdout } = await run(["clean", "project", "--dry-run", "--json"], options);
    expect(stdout).toContain(`"allocated":${fresh.bytes.allocated}`.replace(":", ": "));
  },
);
