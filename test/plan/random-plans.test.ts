import fc from "fast-check";
import { expect, test } from "vitest";
import { isWithin, type AbsolutePath } from "../../src/model/path.ts";
import { PROTECTIONS } from "../../src/model/plan.ts";
import { SAFETIES } from "../../src/model/safety.ts";
import { decide } from "../../src/plan/decide.ts";
import { guard, type Guarded } from "../../src/plan/guard.ts";
import { isBelowARoot, makePlan } from "../../src/plan/make.ts";
import { decodePlan, encodePlan } from "../../src/plan/plan-file.ts";
import { cases, LIMIT } from "../support/cases.ts";
import { bytes, circumstances, DAY, finding, NOW, policy, type Answers } from "./samples.ts";

const COUNT = 3000;

/** Few names, so that places meet, nest and share beginnings. */
const name = fc.constantFrom("a", "b", "ab", "a b", ".venv", "caf\udce9", "\n");
const place = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join("/")}` as AbsolutePath);
const places = fc.array(place, { maxLength: 4 });

const guarded: fc.Arbitrary<Guarded> = fc.record({
  roots: fc.array(fc.oneof(place, fc.constant("/" as AbsolutePath)), { minLength: 1, maxLength: 3 }),
  homes: places,
  standardDirectories: places,
  mountPoints: places,
  executable: place,
  own: places,
  trashes: places,
  currentDirectory: place,
});

test("what no guard is against lies below a root and holds nothing that is guarded", LIMIT, () => {
  fc.assert(
    fc.property(place, guarded, (path, facts) => {
      const reason = guard(path, facts);
      const never = [
        ...facts.roots,
        ...facts.homes,
        ...facts.standardDirectories,
        ...facts.mountPoints,
        facts.executable,
        ...facts.own,
        ...facts.trashes,
        facts.currentDirectory,
      ];
      const holdsGuarded = never.some((other) => isWithin(other, path));
      const liesInGuarded = [...facts.own, ...facts.trashes].some((other) => isWithin(path, other));
      const mayGo = isBelowARoot(path, facts.roots) && !holdsGuarded && !liesInGuarded;
      expect(reason === null).toBe(mayGo);
    }),
    cases(COUNT),
  );
});

const chosen = fc
  .tuple(place, fc.nat(1000), fc.constantFrom("allow" as const, "ask" as const, "refuse" as const))
  .map(([path, size, verdict]) => ({
    finding: finding({ id: `f-${size}`, path, bytes: bytes(size) }),
    decision: { finding: `f-${size}`, path, verdict, reasons: [] },
    identity: { device: "1", inode: String(size), type: "directory" as const, modified: "1" },
    pinned: null,
  }));

test(
  "no two steps of a plan nest, nothing refused is in it, nothing allowed is lost, and its file is the plan",
  LIMIT,
  () => {
    fc.assert(
      fc.property(
        fc.array(chosen, { maxLength: 12 }),
        fc.constantFrom("trash" as const, "delete" as const),
        (all, action) => {
          const root = "/" as AbsolutePath;
          const plan = makePlan({
            id: "run-12345678",
            machine: "here",
            now: NOW,
            roots: [root],
            protection: "warn",
            action,
            chosen: all,
            decisions: all.map(({ decision }) => decision),
            sumOf: () => bytes(7),
          });
          const paths = plan.steps.map(({ path }) => path);
          const nested = paths.filter((path) => paths.some((other) => other !== path && isWithin(path, other)));
          expect([nested, new Set(paths).size]).toEqual([[], paths.length]);
          const going = all
            .filter(({ decision }) => decision.verdict !== "refuse")
            .map(({ finding: { path } }) => path);
          expect(paths.every((path) => going.includes(path))).toBe(true);
          expect(going.every((path) => paths.some((step) => isWithin(path, step)))).toBe(true);
          expect(decodePlan(encodePlan(plan), "here")).toEqual({ ok: true, plan });
        },
      ),
      cases(COUNT),
    );
  },
);

test("a plan file never holds a step outside its roots, whatever was written into it", LIMIT, () => {
  const written = fc.oneof(place, fc.constantFrom("/", "/a/../b", "a", "/a/", "//a", "/a/./b", ""));
  fc.assert(
    fc.property(
      fc.array(written, { minLength: 1, maxLength: 4 }),
      fc.array(written, { maxLength: 2 }),
      (steps, roots) => {
        const plan = {
          schema: "pyshed.plan/1",
          id: "run-12345678",
          machine: "here",
          createdAt: "2026-06-01T12:00:00.000Z",
          roots,
          protection: "none",
          decisions: [],
          forecast: bytes(0),
          later: bytes(0),
          steps: steps.map((path, index) => ({
            id: String(index + 1),
            action: "delete",
            finding: "f",
            artifact: "venv",
            path,
            project: null,
            safety: "low",
            identity: { device: "1", inode: "1", type: "directory", modified: "1" },
            bytes: bytes(1),
            pinned: null,
            accepted: [],
          })),
        };
        const decoded = decodePlan(JSON.stringify(plan), "here");
        if (!decoded.ok) return;
        for (const { path } of decoded.plan.steps) {
          expect(roots.some((root) => root !== path && isWithin(path, root))).toBe(true);
          expect(
            path
              .split("/")
              .slice(1)
              .every((part) => part !== "" && part !== "." && part !== ".."),
          ).toBe(true);
        }
      },
    ),
    cases(COUNT),
  );
});

test("stricter is never looser: protection, naming and safety", LIMIT, () => {
  const answer = fc.constantFrom("yes" as const, "no" as const, "unknown" as const);
  const answers: fc.Arbitrary<Answers> = fc.record({
    tracked: answer,
    ignored: answer,
    uncommitted: answer,
    unpushed: answer,
    stashed: answer,
    "holds-repository": answer,
    "in-use": answer,
    "relied-on": answer,
  });
  const known = fc.record({
    owner: fc.constantFrom(null, 0, 1000),
    unreadable: fc.constantFrom([], ["/work/project/.venv/lib" as AbsolutePath]),
    guarded: fc.constantFrom(null, "it is a mount point"),
  });
  const weight = { allow: 0, ask: 1, refuse: 2 } as const;
  fc.assert(
    fc.property(
      answers,
      known,
      fc.constantFrom(...SAFETIES),
      fc.constantFrom(null, NOW, NOW - 3 * DAY, NOW - 90 * DAY, NOW + DAY),
      fc.constantFrom(null, 1000),
      fc.boolean(),
      (said, facts, safety, lastActivity, actingFor, isNamed) => {
        const one = finding({ safety, lastActivity });
        const named = new Set(isNamed ? [one.id] : []);
        const verdictAt = (changes: Parameters<typeof policy>[0], item = one) =>
          weight[decide(item, circumstances(said, facts), policy({ actingFor, named, ...changes })).verdict];
        const levels = PROTECTIONS.map((protection) => verdictAt({ protection }));
        expect(levels).toEqual([...levels].sort());
        expect(verdictAt({ named: new Set([one.id]) })).toBeLessThanOrEqual(verdictAt({ named: new Set() }));
        const bySafety = SAFETIES.map((level) => verdictAt({}, { ...one, safety: level }));
        expect(bySafety).toEqual([...bySafety].sort());
      },
    ),
    cases(COUNT),
  );
});
