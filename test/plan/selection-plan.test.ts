import { describe, expect, test } from "vitest";
import { pip } from "../../src/catalog/stores/pip.ts";
import type { Cache, CacheEntry } from "../../src/model/cache.ts";
import type { CacheUnit } from "../../src/model/cache-plan.ts";
import { NO_TARGETS } from "../../src/model/cache-selection.ts";
import { join, type AbsolutePath } from "../../src/model/path.ts";
import type { Identity } from "../../src/model/plan.ts";
import { planSelection, type SelectedCandidate } from "../../src/plan/selection-plan.ts";

const bytes = (size: number) => ({ apparent: size, allocated: size, frees: size, freesUpTo: size });
const identity: Identity = { device: "1", inode: "2", type: "file", modified: "3" };

function unit(
  root: AbsolutePath,
  name: string,
  size: number,
  lastUsed: number | null,
  by: "owner" | "pyshed",
): CacheUnit {
  const path = join(root, name);
  const entry: CacheEntry = {
    kind: "wheel",
    name,
    package: name,
    version: "1",
    path,
    allocated: size,
    frees: size,
    lastUsed,
    isUsed: "no",
    usedBy: [],
    safety: "low",
  };
  const places = by === "owner" ? [path] : [path, `${path}.body` as AbsolutePath];
  const way = by === "owner" ? ({ by, arguments: ["remove", name] } as const) : ({ by, because: "it must" } as const);
  return { what: name, entries: [entry], places, bytes: bytes(size), way };
}

function candidate(
  id: string,
  units: (root: AbsolutePath) => CacheUnit[],
  changes: Partial<SelectedCandidate> = {},
): SelectedCandidate {
  const path = `/caches/${id}` as AbsolutePath;
  const made = units(path);
  const cache: Cache = {
    id,
    store: "pip",
    tool: "pip",
    title: `${id} cache`,
    path,
    locatedBy: "the default",
    isCurrent: true,
    safety: "low",
    bytes: bytes(100),
    removable: bytes(100),
    files: 2,
    lastActivity: 5,
    command: null,
    parts: [],
    obstacles: [],
    problems: [],
  };
  return {
    cache,
    store: pip,
    identity: { ...identity, type: "directory" },
    owner: { program: "/bin/pip" as AbsolutePath, version: "26.3" },
    againstOwner: null,
    going: new Map(),
    entries: [],
    objections: [],
    isNamed: true,
    units: made,
    identities: new Map(made.flatMap(({ places }) => places.map((place) => [place, identity]))),
    reasons: [],
    kept: [],
    free: 0,
    isPrunedFirst: false,
    isWhole: false,
    ...changes,
  };
}

const shown = (plan: ReturnType<typeof planSelection>) =>
  plan.steps.map(({ id, what, isReserve }) => [id, what, isReserve]);

describe("planSelection", () => {
  const own = (root: AbsolutePath) => [
    unit(root, "new", 10, 300, "pyshed"),
    unit(root, "old", 20, 100, "pyshed"),
    unit(root, "ageless", 30, null, "owner"),
  ];

  test("the files of one thing follow one another, and the second waits for the first", () => {
    const { steps, forecast, later } = planSelection("run", [candidate("a", own)], "trash", NO_TARGETS);
    expect(steps.map((step) => [step.id, step.path, "after" in step ? step.after : "owner"])).toEqual([
      ["1", "/caches/a/new", null],
      ["2", "/caches/a/new.body", "1"],
      ["3", "/caches/a/old", null],
      ["4", "/caches/a/old.body", "3"],
      ["5", "/caches/a", "owner"],
    ]);
    expect([later.frees, forecast.frees]).toEqual([30, 30]);
  });

  test("with a target the longest unused comes first, what has no age last, and the rest is held in reserve", () => {
    const targets = { maxSize: 85, untilFree: null };
    const plan = planSelection("run", [candidate("a", own)], "delete", targets);
    expect(shown(plan)).toEqual([
      ["1", "old", false],
      ["2", "old", false],
      ["3", "new", true],
      ["4", "new", true],
      ["5", "ageless", true],
    ]);
    expect(plan.forecast.frees).toBe(20);
    expect(
      shown(planSelection("run", [candidate("a", own)], "delete", { maxSize: 100, untilFree: null })).every(
        ([, , held]) => held,
      ),
    ).toBe(true);
  });

  test("caches on one file system are counted together towards free space", () => {
    const two = [
      candidate("a", (root) => [unit(root, "x", 50, 1, "pyshed")]),
      candidate("b", (root) => [unit(root, "y", 50, 2, "pyshed")]),
    ];
    const plan = planSelection("run", two, "delete", { maxSize: null, untilFree: 40 });
    expect(shown(plan).map(([, what, held]) => [what, held])).toEqual([
      ["x", false],
      ["x", false],
      ["y", true],
      ["y", true],
    ]);
    const apart = [two[0]!, { ...two[1]!, identity: { ...identity, type: "directory" as const, device: "9" } }];
    expect(
      shown(planSelection("run", apart, "delete", { maxSize: null, untilFree: 40 })).some(([, , held]) => held),
    ).toBe(false);
  });

  test("for free space nothing is moved to the trash", () => {
    const plan = planSelection("run", [candidate("a", own)], "trash", { maxSize: null, untilFree: 1000 });
    expect(plan.steps.map(({ action }) => action)).toEqual(["owner"]);
    expect(plan.left[0]?.reasons).toEqual(["what is moved to the trash frees nothing: --permanent deletes it"]);
  });

  test("an objection to a cache leaves all of it, and a file that is gone is no step", () => {
    expect(planSelection("run", [candidate("a", own, { objections: ["in use"] })], "trash", NO_TARGETS).steps).toEqual(
      [],
    );
    const gone = candidate("a", own, { identities: new Map() });
    expect(planSelection("run", [gone], "trash", NO_TARGETS).steps.map(({ action }) => action)).toEqual(["owner"]);
  });
});
