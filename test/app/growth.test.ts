import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { growth, readSnapshots } from "../../src/app/growth.ts";
import {
  boundSnapshots,
  keepSnapshot,
  LARGEST_SNAPSHOT,
  ROOM_FOR_SNAPSHOTS,
  snapshotDirectory,
} from "../../src/app/keep-snapshot.ts";
import { survey, type ScanRequest } from "../../src/app/scan.ts";
import type { Finding, ScanResult } from "../../src/model/finding.ts";
import type { Growth } from "../../src/model/growth.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { DAY_MS } from "../../src/model/time.ts";
import type { Host } from "../../src/system/host.ts";
import { daysAgo, environment, finding, MIB, NOW, scanResult } from "../report/sample.ts";
import { IS_ROOT } from "../support/expectation.ts";
import { fill, smallTmpfs } from "../support/full-disk.ts";
import { emptyDirectory } from "../support/trees.ts";
import { namesIn, plantProject, requestFor, workspace, type Workspace } from "./workspace.ts";

const WEEK_MS = 7 * DAY_MS;

/** The host of a workspace at another time. */
function at(host: Host, time: number): Host {
  return { ...host, now: () => time };
}

function keep(host: Host, time: number, findings: readonly Finding[], more: Partial<ScanResult> = {}): void {
  keepSnapshot(at(host, time), requestFor([]), scanResult(findings, {}, { startedAt: time, ...more }), 0);
}

function filesIn(host: Host): string[] {
  return namesIn(snapshotDirectory(host));
}

/** The days of what has been kept, the oldest first. */
function daysKept(host: Host): string[] {
  return filesIn(host)
    .map((name) => name.slice(17, 27))
    .toSorted();
}

const one = [environment("/home/ann/api/.venv", MIB)];

describe("a scan", () => {
  function scanAt({ host, root }: Workspace, time: number, changes: Partial<ScanRequest> = {}, remembers = true) {
    return survey(at(host, time), { ...requestFor([root]), ...changes }, { remembersAs: remembers ? "1" : undefined });
  }

  it("leaves what a later one is compared with", async () => {
    const place = workspace();
    const { tree, host } = place;
    plantProject(tree.at("api"));
    plantProject(tree.at("old"));
    await scanAt(place, daysAgo(8));
    tree.file("api/.venv/lib/python3.11/site-packages/demo/big.bin", Buffer.alloc(MIB, 1));
    fs.rmSync(tree.at("old/.venv"), { recursive: true });
    plantProject(tree.at("web"));
    const { result } = await scanAt(place, NOW);
    const { rows, totals, roots } = growth(at(host, NOW), WEEK_MS).growth!;
    const rowOf = (path: string, artifact: string) =>
      rows.find((row) => row.path === tree.at(path) && row.artifact === artifact);
    expect(roots).toEqual([tree.path]);
    expect(rows[0]).toMatchObject({ path: tree.at("api/.venv"), grown: MIB, project: tree.at("api") });
    expect(rowOf("web/.venv", "venv")?.before).toBeNull();
    expect(rowOf("web", "mypy-cache")?.before).toBeNull();
    expect(rowOf("old", "mypy-cache")?.grown).toBe(0);
    expect(rows.at(-1)).toMatchObject({ path: tree.at("old/.venv"), now: null });
    expect(totals.now).toBe(result.totals.allocated);
    expect(totals.grown).toBe(rows.reduce((sum, { grown }) => sum + grown, 0));
  });

  it("counts the total by inode, and the places each by itself", async () => {
    const place = workspace();
    const { tree, host } = place;
    plantProject(tree.at("api"));
    tree.file("api/.venv/lib/python3.11/site-packages/demo/big.bin", Buffer.alloc(MIB, 1));
    await scanAt(place, daysAgo(8));
    plantProject(tree.at("web"));
    const big = "lib/python3.11/site-packages/demo/big.bin";
    fs.linkSync(tree.at("api/.venv", big), tree.at("web/.venv", big));
    await scanAt(place, NOW);
    const { rows, totals } = growth(at(host, NOW), WEEK_MS).growth!;
    expect(rows[0]).toMatchObject({ path: tree.at("web/.venv"), before: null });
    expect(rows[0]!.grown).toBeGreaterThan(MIB);
    expect(totals.grown).toBeLessThan(MIB);
  });

  it("leaves nothing when it was narrowed, stopped or told to remember nothing", async () => {
    const place = workspace();
    plantProject(place.tree.at("api"));
    for (const changes of [{ only: ["venv"] }, { exclude: ["venv"] }, { depth: 3 }, { idleDays: 0 }]) {
      await scanAt(place, NOW, changes);
    }
    await scanAt(place, NOW, {}, false);
    await survey(at(place.host, NOW), requestFor([place.root]), { remembersAs: "1", signal: AbortSignal.abort() });
    await scanAt(place, NOW, { roots: [place.tree.at("nowhere")] });
    expect(filesIn(place.host)).toEqual([]);
    await scanAt(place, NOW);
    expect(filesIn(place.host)).toHaveLength(1);
  });

  it("is the same where nothing can be kept", async () => {
    const place = workspace();
    plantProject(place.tree.at("api"));
    const { result: before } = await scanAt(place, NOW, {}, false);
    fs.mkdirSync(join(place.tree.home, ".cache"), { recursive: true });
    fs.writeFileSync(join(place.tree.home, ".cache/pyshed"), "a file, not a directory");
    const { result } = await scanAt(place, NOW);
    expect(result.findings.map(({ id }) => id)).toEqual(before.findings.map(({ id }) => id));
    expect(growth(at(place.host, NOW), WEEK_MS)).toMatchObject({ growth: null, newest: null });
  });
});

describe.runIf(IS_ROOT)("on a disk with no byte and no inode left, as root", () => {
  it("is the same, and what was kept before stays whole", async () => {
    const { tree, host, root } = workspace();
    plantProject(tree.at("api"));
    const disk = smallTmpfs();
    const onDisk = { ...host, environment: { ...host.environment, XDG_CACHE_HOME: disk } };
    const request = requestFor([root]);
    const first = await survey(at(onDisk, daysAgo(8)), request, { remembersAs: "1" });
    const before = filesIn(onDisk);
    fill(disk);
    for (const time of [daysAgo(8) + 1000, NOW]) {
      const { result } = await survey(at(onDisk, time), request, { remembersAs: "1" });
      expect(result.findings.map(({ id }) => id)).toEqual(first.result.findings.map(({ id }) => id));
    }
    expect(filesIn(onDisk)).toEqual(before);
    expect(readSnapshots(at(onDisk, NOW)).map((kept) => kept.at)).toEqual([daysAgo(8)]);
  });
});

describe("what is kept", () => {
  it("is one file a day for each set of roots, the newest, and private", () => {
    const { host } = workspace();
    keep(host, NOW, one);
    keep(host, NOW + 1000, [environment("/home/ann/api/.venv", 2 * MIB)]);
    keep(host, NOW, one, { roots: ["/home/ann/api" as AbsolutePath] });
    expect(filesIn(host)).toHaveLength(2);
    const kept = readSnapshots(at(host, NOW + 2000)).find(({ roots }) => roots[0] === "/home/ann");
    expect(kept).toMatchObject({ at: NOW + 1000, places: [{ allocated: 2 * MIB }] });
    const directory = snapshotDirectory(host);
    expect(fs.statSync(directory).mode & 0o777).toBe(0o700);
    for (const name of filesIn(host)) expect(fs.statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  });

  it("goes when it is older than 60 days, or of a day to come; other files stay", () => {
    const { host } = workspace();
    keep(host, daysAgo(61), one);
    keep(host, daysAgo(60), one);
    const directory = snapshotDirectory(host);
    fs.copyFileSync(join(directory, filesIn(host)[0]!), join(directory, "0123456789abcdef-2999-01-01.json"));
    fs.writeFileSync(join(directory, "notes.txt"), "mine");
    keep(host, NOW, one);
    const [oldest, newest] = [daysAgo(60), NOW].map((time) => new Date(time).toISOString().slice(0, 10));
    expect(daysKept(host)).toEqual([oldest, newest, ""].toSorted());
    expect(filesIn(host)).toContain("notes.txt");
  });

  it("is bounded in number and in bytes: the oldest go first, and so do drafts", () => {
    const { host } = workspace();
    for (let day = 9; day >= 0; day--) keep(host, daysAgo(day), one);
    const directory = snapshotDirectory(host);
    const newest = daysKept(host).slice(-3);
    const draft = `${filesIn(host)[0]}.0123456789ab`;
    fs.writeFileSync(join(directory, draft), "half");
    boundSnapshots(at(host, NOW), { ...ROOM_FOR_SNAPSHOTS, files: 5 });
    expect(filesIn(host)).toHaveLength(5);
    const { blocks } = fs.statSync(join(directory, filesIn(host)[0]!));
    boundSnapshots(at(host, NOW), { ...ROOM_FOR_SNAPSHOTS, bytes: 3 * blocks * 512 });
    expect(daysKept(host)).toEqual(newest);
    expect(filesIn(host)).not.toContain(draft);
  });

  it("is summed by project, then by root, where it would take too much room", () => {
    const { host } = workspace();
    const many = (count: number, projectOf: (index: number) => string) =>
      Array.from({ length: count }, (_, index) => {
        const project = `/home/ann/${projectOf(index)}` as AbsolutePath;
        return environment(`${project}/env-${index}-${"x".repeat(2000)}`, 4096, { project });
      });
    keep(
      host,
      daysAgo(8),
      many(1200, (index) => `p${index % 10}`),
    );
    keep(
      host,
      daysAgo(7),
      many(1200, (index) => `p${index}-${"x".repeat(2000)}`),
    );
    const sizes = filesIn(host).map((name) => fs.statSync(join(snapshotDirectory(host), name)).size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(LARGEST_SNAPSHOT);
    const kept = readSnapshots(at(host, NOW)).toSorted((a, b) => a.at - b.at);
    expect(kept.map(({ grain, places }) => [grain, places.length])).toEqual([
      ["project", 10],
      ["root", 1],
    ]);
    for (const { places } of kept) expect(places.reduce((sum, { allocated }) => sum + allocated, 0)).toBe(1200 * 4096);
  });

  it("keeps names that are not UTF-8", () => {
    const { host } = workspace();
    const odd = "/home/ann/caf\udce9/.venv";
    keep(host, daysAgo(8), [environment(odd, MIB)]);
    keep(host, NOW, [environment(odd, 2 * MIB)]);
    expect(growth(at(host, NOW), WEEK_MS).growth!.rows).toMatchObject([{ path: odd, grown: MIB }]);
  });
});

describe("reading", () => {
  /** Two scans with a week between them, then something done to the older one's file. */
  function afterHarm(harm: (file: string, host: Host) => void): Growth | null {
    const { host } = workspace();
    keep(host, daysAgo(8), one);
    const file = join(snapshotDirectory(host), filesIn(host)[0]!);
    keep(host, NOW, [...one, finding("/home/ann/api/.mypy_cache", MIB)]);
    harm(file, host);
    return growth(at(host, NOW), WEEK_MS).growth;
  }

  const doctored = (change: Record<string, unknown>) => (file: string) => {
    const snapshot = JSON.parse(fs.readFileSync(file, "utf8")) as object;
    fs.writeFileSync(file, JSON.stringify({ ...snapshot, ...change }));
  };

  it("takes what is whole", () => {
    expect(afterHarm(() => {})?.rows).toHaveLength(2);
    expect(afterHarm(doctored({ at: daysAgo(8) + 1000 }))?.before).toBe(daysAgo(8) + 1000);
  });

  it.each<readonly [string, (file: string, host: Host) => void]>([
    ["cut short", (file) => fs.truncateSync(file, fs.statSync(file).size - 10)],
    ["empty", (file) => fs.truncateSync(file, 0)],
    ["full of zeros", (file) => fs.writeFileSync(file, Buffer.alloc(fs.statSync(file).size))],
    ["another version's", doctored({ schema: "pyshed.snapshot/2" })],
    ["with a size below zero", doctored({ allocated: -1 })],
    ["with a path that is none", doctored({ places: [{ ...placeWith("../x") }] })],
    ["of other roots than its name says", doctored({ roots: ["/home/bob"] })],
    ["of another day than its name says", doctored({ at: daysAgo(9) })],
    ["writable by others", (file) => fs.chmodSync(file, 0o666)],
    ["a link", (file) => (fs.renameSync(file, `${file}.real`), fs.symlinkSync(`${file}.real`, file))],
    ["a second name of something", (file) => fs.linkSync(file, `${file}.other`)],
    ["a directory", (file) => (fs.rmSync(file), fs.mkdirSync(file))],
    [
      "longer than any of ours",
      (file) => fs.writeFileSync(file, " ".repeat(LARGEST_SNAPSHOT) + fs.readFileSync(file, "utf8")),
    ],
    ["in a directory that others may write to", (_, host) => fs.chmodSync(snapshotDirectory(host), 0o777)],
  ])("ignores a file that is %s", (_, harm) => {
    expect(afterHarm(harm)).toBeNull();
  });

  it("ignores what is of a time to come", () => {
    const { host } = workspace();
    keep(host, daysAgo(8), one);
    keep(host, NOW, one);
    expect(growth(at(host, NOW - 1), WEEK_MS)).toMatchObject({ growth: null, newest: { at: daysAgo(8) } });
  });

  it("has nothing to say where nothing was kept", () => {
    const host = { ...workspace().host, home: emptyDirectory(), environment: {} };
    expect(growth(at(host, NOW), WEEK_MS)).toEqual({ since: daysAgo(7), growth: null, newest: null });
  });
});

function placeWith(path: string): object {
  return { path, artifact: "venv", project: null, findings: 1, allocated: 1 };
}
