import { describe, expect, it } from "vitest";
import { groupFindings, plainSum } from "../../src/model/group.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { selectGroups, sortGroups } from "../../src/model/selection.ts";
import { daysAgo, environment, finding, MIB, scanResult } from "../report/sample.ts";

const API = "/home/ann/api" as AbsolutePath;

function summary(result: Parameters<typeof groupFindings>[0]): string[] {
  return groupFindings(result).map(({ kind, name, frees, safety }) => `${kind} ${name} ${frees / MIB} ${safety}`);
}

describe("groupFindings", () => {
  it("gives a project its findings, an environment a row, and the rest to the directory below the root", () => {
    const result = scanResult([
      environment(`${API}/.venv`, 9 * MIB, { project: API }),
      finding(`${API}/.mypy_cache`, MIB, { project: API }),
      environment("/home/ann/linked-1/.venv", 5 * MIB),
      environment("/home/ann/envs/science", 4 * MIB),
      finding("/home/ann/scratch/a/__pycache__", MIB),
      finding("/home/ann/scratch/b/__pycache__", MIB),
      finding("/home/ann/__pycache__", MIB),
    ]);
    expect(summary(result)).toEqual([
      "project api 10 low",
      "environment linked-1 5 low",
      "environment science 4 low",
      "place scratch 2 safe",
      "place ann 1 safe",
    ]);
  });

  it("takes the strictest mark of what can go, and counts neither data nor what lies inside another finding", () => {
    const tox = finding(`${API}/.tox`, 8 * MIB, { project: API, safety: "low" });
    const result = scanResult([
      tox,
      environment(`${API}/.tox/py311`, 7 * MIB, { inside: tox.id, safety: "medium" }),
      finding(`${API}/.ipynb_checkpoints`, MIB, { project: API, safety: "data" }),
      finding("/home/ann/notes/.ipynb_checkpoints", MIB, { safety: "data" }),
    ]);
    expect(summary(result)).toEqual(["project api 8 low", "place notes 0 data"]);
    expect(groupFindings(result)[0]?.findings).toHaveLength(3);
  });

  it("does not know the age of a place when it does not know the age of one of its findings", () => {
    const known = finding("/home/ann/scratch/a/__pycache__", MIB, { lastActivity: daysAgo(9) });
    const unknown = finding("/home/ann/scratch/b/__pycache__", MIB);
    expect(groupFindings(scanResult([known]))[0]?.lastActivity).toBe(daysAgo(9));
    expect(groupFindings(scanResult([known, unknown]))[0]?.lastActivity).toBeNull();
  });

  it("keeps a root and its neighbour with the same beginning apart", () => {
    const roots = ["/home/ann/a", "/home/ann/ab"] as AbsolutePath[];
    const result = scanResult([finding("/home/ann/ab/x/y/__pycache__", MIB)], {}, { roots });
    expect(groupFindings(result)[0]?.path).toBe("/home/ann/ab/x");
  });
});

describe("sortGroups", () => {
  const result = scanResult(
    ["copy-10", "copy-2", "old"].map((name, index) =>
      finding(`/home/ann/${name}/.mypy_cache`, (index + 1) * MIB, { project: `/home/ann/${name}` as AbsolutePath }),
    ),
    { "/home/ann/old": daysAgo(400), "/home/ann/copy-2": daysAgo(4) },
  );
  const namesBy = (order: "size" | "age" | "name"): string[] =>
    sortGroups(groupFindings(result), order).map(({ name }) => name);

  it("ranks by what each frees, by age with unknown last, and by name with numbers in order", () => {
    expect(namesBy("size")).toEqual(["old", "copy-2", "copy-10"]);
    expect(namesBy("age")).toEqual(["old", "copy-2", "copy-10"]);
    expect(namesBy("name")).toEqual(["copy-2", "copy-10", "old"]);
  });
});

describe("selectGroups", () => {
  it("leaves the figures of the chosen only, summed together", () => {
    const small = finding("/home/ann/small/.mypy_cache", MIB, { project: "/home/ann/small" as AbsolutePath });
    const large = finding(`${API}/.mypy_cache`, 9 * MIB, { project: API });
    const result = scanResult([small, large]);
    const chosen = selectGroups(result, ({ frees }) => frees > 2 * MIB, plainSum(result.findings));
    expect(chosen.findings).toEqual([large]);
    expect(chosen.projects.map(({ path }) => path)).toEqual([API]);
    expect(chosen.totals).toEqual({
      findings: 1,
      allocated: 9 * MIB,
      frees: 9 * MIB,
      freesUpTo: 9 * MIB,
      entries: 722_534,
    });
  });
});
