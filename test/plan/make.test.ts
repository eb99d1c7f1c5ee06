import { expect, test } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Decision, Identity } from "../../src/model/plan.ts";
import { makePlan, type Chosen, type PlanRequest } from "../../src/plan/make.ts";
import { bytes, finding, NOW } from "./samples.ts";

const identity: Identity = {
  device: "1",
  inode: "9007199254740993",
  type: "directory",
  modified: "1700000000000000001",
};

function chosen(path: string, frees: number, verdict: Decision["verdict"] = "allow"): Chosen {
  const one = finding({ id: path.replaceAll("/", "-"), path: path as AbsolutePath, bytes: bytes(frees) });
  const reasons =
    verdict === "ask" ? [{ code: "unpushed" as const, weight: "ask" as const, text: "2 commits not pushed" }] : [];
  return { finding: one, decision: { finding: one.id, path: one.path, verdict, reasons }, identity, pinned: null };
}

function request(action: PlanRequest["action"], all: readonly Chosen[]): PlanRequest {
  return {
    id: "run-12345678",
    machine: "here",
    now: NOW,
    roots: ["/work" as AbsolutePath],
    protection: "warn",
    action,
    chosen: all,
    decisions: all.map(({ decision }) => decision),
    sumOf: (ids) => bytes(1000 * ids.length),
  };
}

test("the biggest goes first, what is refused stays out, decisions stay in", () => {
  const plan = makePlan(
    request("delete", [
      chosen("/work/a/.venv", 10),
      chosen("/work/b/.venv", 20, "ask"),
      chosen("/work/c/.venv", 30, "refuse"),
    ]),
  );
  expect(plan.steps.map(({ id, path, accepted }) => [id, path, accepted])).toEqual([
    ["1", "/work/b/.venv", ["unpushed"]],
    ["2", "/work/a/.venv", []],
  ]);
  expect(plan.decisions).toHaveLength(3);
  expect(plan.createdAt).toBe("2026-06-01T12:00:00.000Z");
});

test("of places that nest only the outer one is a step, also when it comes later or twice", () => {
  const plan = makePlan(
    request("delete", [
      chosen("/work/a/.venv/lib/site-packages/~ip", 99),
      chosen("/work/a/.venv", 10),
      chosen("/work/a/.venv", 10),
      chosen("/work/a/.venv-2", 5),
    ]),
  );
  expect(plan.steps.map(({ path }) => path)).toEqual(["/work/a/.venv", "/work/a/.venv-2"]);
});

test("the forecast is what the set gives back now; the trash gives nothing back until it is purged", () => {
  const all = [chosen("/work/a/.venv", 10), chosen("/work/b/.venv", 20)];
  const deleted = makePlan(request("delete", all));
  expect([deleted.forecast.frees, deleted.later.frees]).toEqual([2000, 0]);
  const trashed = makePlan(request("trash", all));
  expect([trashed.forecast.frees, trashed.later.frees]).toEqual([0, 2000]);
});

test("a plan of nothing forecasts nothing", () => {
  const plan = makePlan(request("delete", [chosen("/work/c/.venv", 30, "refuse")]));
  expect(plan.steps).toEqual([]);
  expect(plan.forecast.frees).toBe(0);
});
