import { describe, expect, test } from "vitest";
import { pip } from "../../src/catalog/stores/pip.ts";
import type { Cache, CachePart } from "../../src/model/cache.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { planCaches, type CacheCandidate } from "../../src/plan/cache-plan.ts";

const bytes = (size: number) => ({ apparent: size, allocated: size, frees: size, freesUpTo: size });
const identity = { device: "1", inode: "2", type: "directory" as const, modified: "3" };
const path = "/home/me/.cache/pip" as AbsolutePath;

function part(id: string, size: number): CachePart {
  return { id, title: id, safety: "low", entries: [id], bytes: bytes(size), removable: bytes(size), files: 1 };
}

function candidate(changes: Partial<CacheCandidate> = {}, cacheChanges: Partial<Cache> = {}): CacheCandidate {
  const cache: Cache = {
    id: "c1",
    store: "pip",
    tool: "pip",
    title: "pip cache",
    path,
    locatedBy: "the default",
    isCurrent: true,
    safety: "low",
    bytes: bytes(100),
    removable: bytes(100),
    files: 2,
    lastActivity: null,
    command: "pip cache purge",
    parts: [part("http", 60), part("wheels", 40)],
    obstacles: [],
    problems: [],
    ...cacheChanges,
  };
  const entry = (id: string, size: number) => ({
    part: id,
    path: `${path}/${id}` as AbsolutePath,
    identity,
    bytes: bytes(size),
    objection: null,
  });
  return {
    cache,
    store: pip,
    identity,
    owner: { program: "/usr/bin/pip" as AbsolutePath, version: "26.3" },
    againstOwner: null,
    going: new Map([["http", [`${path}/http` as AbsolutePath]]]),
    entries: [entry("http", 60), entry("wheels", 40)],
    objections: [],
    isNamed: false,
    ...changes,
  };
}

const reasonsOf = (one: CacheCandidate) => planCaches("run", [one], "trash").left.flatMap(({ reasons }) => reasons);

describe("planCaches", () => {
  test("what environments link into goes after whatever may hold environments", () => {
    const linked = candidate({ store: { ...pip, isLinkedInto: true } }, { id: "linked into", title: "first" });
    const others = [candidate({}, { id: "a" }), candidate({}, { id: "b" })];
    const { steps } = planCaches("run", [linked, ...others], "trash");
    expect(steps.map(({ id, cache }) => [id, cache])).toEqual([
      ["1", "a"],
      ["2", "b"],
      ["3", "linked into"],
    ]);
  });

  test("lets an owner that knows the format clean, and tells it the place", () => {
    const plan = planCaches("run", [candidate()], "trash");
    expect(plan.steps).toMatchObject([{ id: "1", action: "owner", program: "/usr/bin/pip", path, bytes: bytes(100) }]);
    expect(plan.steps[0]).toMatchObject({
      arguments: expect.arrayContaining(["cache", "purge", "--cache-dir", path, "--no-input"]),
    });
    expect([plan.left, plan.forecast, plan.later.frees]).toEqual([[], bytes(100), 0]);
  });

  test("takes its own steps where the owner is missing, too old, or says no version", () => {
    const missing = planCaches("run", [candidate({ owner: null })], "trash");
    expect(missing.steps.map(({ id, action, path: at }) => [id, action, at])).toEqual([
      ["1", "trash", `${path}/http`],
      ["2", "trash", `${path}/wheels`],
    ]);
    expect([missing.forecast.frees, missing.later]).toEqual([0, bytes(100)]);
    const program = "/usr/bin/pip" as AbsolutePath;
    for (const version of ["23.2.1", null]) {
      const plan = planCaches("run", [candidate({ owner: { program, version } })], "delete");
      expect(plan.steps.every(({ action }) => action === "delete")).toBe(true);
      expect(plan.forecast).toEqual(bytes(100));
    }
  });

  test("an objection to one entry leaves that one only", () => {
    const one = candidate({ owner: null });
    const [first, second] = one.entries;
    const plan = planCaches(
      "run",
      [{ ...one, entries: [{ ...first!, objection: "it holds strangers" }, second!] }],
      "trash",
    );
    expect(plan.steps.map(({ path: at }) => at)).toEqual([`${path}/wheels`]);
    expect(plan.left[0]).toMatchObject({ reasons: ["pip is not on PATH, and it holds strangers"], isMissed: true });
  });

  test("obstacles, objections and a vanished cache leave everything", () => {
    expect(reasonsOf(candidate({}, { obstacles: ["it is a mess"] }))).toEqual(["it is a mess"]);
    expect(reasonsOf(candidate({ objections: ["in use"] }))).toEqual(["in use"]);
    expect(reasonsOf(candidate({ identity: null }))).toEqual(["it is gone"]);
    for (const one of [
      candidate({}, { obstacles: ["x"] }),
      candidate({ objections: ["x"] }),
      candidate({ identity: null }),
    ]) {
      expect(planCaches("run", [one], "trash").steps).toEqual([]);
    }
  });

  test("medium goes only when it is named, data never", () => {
    expect(planCaches("run", [candidate({}, { safety: "medium" })], "trash").left[0]?.isMissed).toBe(false);
    expect(planCaches("run", [candidate({ isNamed: true }, { safety: "medium" })], "trash").steps).toHaveLength(1);
    expect(planCaches("run", [candidate({ isNamed: true }, { safety: "data" })], "trash").steps).toEqual([]);
  });

  test("what speaks against the owner stops its command", () => {
    const noSteps = { ...candidate({ againstOwner: "it would throw a newer one's buckets away" }), entries: [] };
    expect(planCaches("run", [noSteps], "trash").steps).toEqual([]);
  });
});
