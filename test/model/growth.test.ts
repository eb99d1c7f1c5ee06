import { describe, expect, it } from "vitest";
import {
  chooseSnapshots,
  coarsened,
  compareSnapshots,
  countGone,
  countNew,
  snapshotOf,
  type Growth,
  type Snapshot,
} from "../../src/model/growth.ts";
import type { Finding, Problem, ScanResult } from "../../src/model/finding.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { daysAgo, environment, finding, MIB, scanResult } from "../report/sample.ts";

const API = "/home/ann/api" as AbsolutePath;
const WEB = "/home/ann/web" as AbsolutePath;

function scanned(days: number, findings: readonly Finding[], more: Partial<ScanResult> = {}): Snapshot {
  const allocated = findings.reduce((sum, { bytes }) => sum + bytes.allocated, 0);
  return snapshotOf(scanResult(findings, {}, { startedAt: daysAgo(days), ...more }), allocated, true);
}

function rowsOf({ rows }: Growth): string[] {
  const size = (bytes: number | null) => (bytes === null ? "-" : bytes / MIB);
  return rows.map(
    ({ path, artifact, before, now, grown }) => `${artifact} ${path} ${size(before)} ${size(now)} ${grown / MIB}`,
  );
}

const unreadable = (path: string): Problem => ({ path: path as AbsolutePath, code: "EACCES", message: "" });

describe("compareSnapshots", () => {
  it("shows what has grown most first, then what is as it was, then what has shrunk or gone", () => {
    const before = scanned(8, [
      environment(`${API}/.venv`, 10 * MIB, { project: API }),
      environment(`${API}/.venv-old`, 20 * MIB, { project: API }),
      environment(`${WEB}/.venv`, 5 * MIB, { project: WEB }),
      finding(`${WEB}/.mypy_cache`, 9 * MIB, { project: WEB }),
    ]);
    const now = scanned(0, [
      environment(`${API}/.venv`, 13 * MIB, { project: API }),
      environment(`${API}/.venv-new`, 7 * MIB, { project: API }),
      environment(`${WEB}/.venv`, 5 * MIB, { project: WEB }),
      finding(`${WEB}/.mypy_cache`, 8 * MIB, { project: WEB }),
    ]);
    const growth = compareSnapshots(before, now);
    expect(rowsOf(growth)).toEqual([
      `venv ${API}/.venv-new - 7 7`,
      `venv ${API}/.venv 10 13 3`,
      `venv ${WEB}/.venv 5 5 0`,
      `mypy-cache ${WEB} 9 8 -1`,
      `venv ${API}/.venv-old 20 - -20`,
    ]);
    expect(growth.totals).toEqual({ before: 44 * MIB, now: 33 * MIB, grown: -11 * MIB });
    expect([countNew(growth), countGone(growth)]).toEqual([1, 1]);
    expect([growth.before, growth.now]).toEqual([daysAgo(8), daysAgo(0)]);
  });

  it("sums an artifact's directories by project, keeps environments apart, and counts what lies inside once", () => {
    const tox = finding(`${API}/.tox`, 8 * MIB, { artifact: "tox", project: API });
    const bytecode = (name: string, size: number) =>
      finding(`${API}/${name}/__pycache__`, size, { artifact: "bytecode", project: API });
    const before = scanned(8, [bytecode("a", MIB), bytecode("b", MIB)]);
    const now = scanned(0, [
      bytecode("b", 2 * MIB),
      bytecode("c", 3 * MIB),
      tox,
      environment(`${API}/.tox/py311`, 7 * MIB, { inside: tox.id }),
    ]);
    const growth = compareSnapshots(before, now);
    expect(rowsOf(growth)).toEqual([`tox ${API} - 8 8`, `bytecode ${API} 2 5 3`]);
    expect(growth.rows.map(({ findings }) => findings)).toEqual([1, 2]);
  });

  it("counts what is never removed: it is on the disk all the same, and does not vanish when it is marked so", () => {
    const before = scanned(8, [environment(`${API}/.venv`, MIB)]);
    const now = scanned(0, [environment(`${API}/.venv`, 2 * MIB, { safety: "data" })]);
    expect(rowsOf(compareSnapshots(before, now))).toEqual([`venv ${API}/.venv 1 2 1`]);
  });

  it("says nothing of what could be read at one time only", () => {
    const all = [environment(`${API}/.venv`, MIB), environment(`${WEB}/.venv`, MIB)];
    const problems = [unreadable(WEB), unreadable("/home/ann/always")];
    const before = scanned(8, all, { problems: [problems[1]!] });
    const now = scanned(0, all.slice(0, 1), { problems });
    const there = compareSnapshots(before, now);
    expect([rowsOf(there), there.unread]).toEqual([[`venv ${API}/.venv 1 1 0`], [WEB]]);
    const back = compareSnapshots({ ...now, at: daysAgo(8) }, { ...before, at: daysAgo(0) });
    expect([rowsOf(back), back.unread]).toEqual([[`venv ${API}/.venv 1 1 0`], [WEB]]);
  });

  it("says nothing of a place of which a part could be read at one time only, and it has not grown", () => {
    const inside = unreadable(`${WEB}/.venv/lib`);
    const before = scanned(8, [environment(`${API}/.venv`, MIB), environment(`${WEB}/.venv`, 9 * MIB)]);
    const now = scanned(0, [environment(`${API}/.venv`, 2 * MIB), environment(`${WEB}/.venv`, 5 * MIB)], {
      problems: [inside],
    });
    const growth = compareSnapshots(before, now);
    expect(rowsOf(growth)).toEqual([`venv ${API}/.venv 1 2 1`]);
    expect([growth.totals.grown, growth.unread]).toEqual([MIB, [inside.path]]);
  });

  it("compares at the coarser grain of the two", () => {
    const findings = [
      environment(`${API}/.venv`, MIB, { project: API }),
      finding(`${API}/.mypy_cache`, MIB, { project: API }),
      environment("/home/ann/envs/science", MIB),
    ];
    const now = scanned(0, [...findings, finding("/home/ann/x/__pycache__", MIB)]);
    const byProject = compareSnapshots(coarsened(scanned(8, findings), "project"), now);
    expect(rowsOf(byProject)).toEqual([
      "null /home/ann/x - 1 1",
      `null ${API} 2 2 0`,
      "null /home/ann/envs/science 1 1 0",
    ]);
    const byRoot = compareSnapshots(scanned(8, findings), coarsened(now, "root"));
    expect([rowsOf(byRoot), byRoot.grain]).toEqual([["null /home/ann 3 4 1"], "root"]);
    expect(coarsened(coarsened(now, "root"), "place").grain).toBe("root");
  });
});

describe("chooseSnapshots", () => {
  const at = (...days: readonly number[]) => days.map((day) => scanned(day, []));
  const chosen = (snapshots: readonly Snapshot[], days: number) => {
    const { before, now } = chooseSnapshots(snapshots, daysAgo(days)) ?? {};
    return before && now && [before.at, now.at];
  };

  it("takes the newest, and the newest of those that are old enough", () => {
    expect(chosen(at(3, 30, 0, 7, 8, 1), 7)).toEqual([daysAgo(7), daysAgo(0)]);
    expect(chosen(at(3, 30, 0, 6.9, 8, 1), 7)).toEqual([daysAgo(8), daysAgo(0)]);
    expect(chosen(at(9, 10), 7)).toEqual([daysAgo(10), daysAgo(9)]);
  });

  it("takes the oldest when none is old enough, and nothing when there is only one", () => {
    expect(chosen(at(0, 3, 1), 7)).toEqual([daysAgo(3), daysAgo(0)]);
    expect(chosen(at(0), 7)).toBeUndefined();
    expect(chosen([], 7)).toBeUndefined();
  });

  it("never compares scans of other roots, nor those that went on into other file systems", () => {
    const elsewhere = scanned(8, [], { roots: [API] });
    const everywhere = { ...scanned(9, []), oneFileSystem: false };
    expect(chosen([...at(0), elsewhere, everywhere], 7)).toBeUndefined();
    expect(chosen([...at(0, 2), elsewhere, everywhere], 7)).toEqual([daysAgo(2), daysAgo(0)]);
    expect(chosen([scanned(0, [], { roots: [API] }), ...at(1, 8)], 7)).toEqual([daysAgo(8), daysAgo(1)]);
  });

  it("takes roots in any order for the same", () => {
    const both = (days: number, roots: AbsolutePath[]) => scanned(days, [], { roots });
    expect(chosen([both(0, [API, WEB]), both(8, [WEB, API])], 7)).toEqual([daysAgo(8), daysAgo(0)]);
  });
});
