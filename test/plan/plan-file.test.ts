import { expect, test } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Plan, Step } from "../../src/model/plan.ts";
import { decodePlan, encodePlan } from "../../src/plan/plan-file.ts";
import { bytes } from "./samples.ts";

function step(id: string, path: string): Step {
  return {
    id,
    action: "trash",
    finding: "0123456789abcdef",
    artifact: "venv",
    path: path as AbsolutePath,
    project: null,
    safety: "low",
    identity: { device: "18446744073709551615", inode: "9007199254740993", type: "directory", modified: "-1" },
    bytes: bytes(10),
    pinned: ["demo==1.0"],
    accepted: ["recently-used"],
  };
}

function plan(...steps: Step[]): Plan {
  return {
    schema: "pyshed.plan/1",
    id: "run-12345678",
    machine: "here",
    createdAt: "2026-06-01T12:00:00.000Z",
    roots: ["/work" as AbsolutePath, "/srv" as AbsolutePath],
    protection: "block",
    steps,
    decisions: [
      {
        finding: "0123456789abcdef",
        path: "/work/a/.venv" as AbsolutePath,
        verdict: "ask",
        reasons: [{ code: "recently-used", weight: "ask", text: "used 2 days ago" }],
      },
    ],
    forecast: bytes(0),
    later: bytes(10),
  };
}

function codeOf(text: string): string {
  const decoded = decodePlan(text, "here");
  return decoded.ok ? "ok" : decoded.code;
}

test("a plan comes back as it was, also with bytes that are not UTF-8 in its paths", () => {
  const made = plan(step("1", "/work/caf\udce9/.venv"), step("2", "/srv/new\nline/.venv"));
  expect(decodePlan(encodePlan(made), "here")).toEqual({ ok: true, plan: made });
});

test("what is no plan is refused", () => {
  expect(["", "[]", "null", "7", '{"schema":"pyshed.scan/1"}', "{", '{"schema":"pyshed.plan/1"}'].map(codeOf)).toEqual(
    Array(7).fill("plan-unreadable"),
  );
});

test("an unknown version and another machine are refused by name", () => {
  const text = encodePlan(plan(step("1", "/work/a")));
  expect(codeOf(text)).toBe("ok");
  expect(codeOf(text.replace("pyshed.plan/1", "pyshed.plan/2"))).toBe("plan-unknown-version");
  const elsewhere = decodePlan(text, "there");
  expect(elsewhere).toEqual({
    ok: false,
    code: "plan-other-machine",
    message: "the plan was made on another machine or by another user",
    hint: "make a new one with `pyshed clean --plan FILE`",
  });
});

test.each([
  ["outside the roots", "plan-outside-roots", ["/home/ada/.venv"]],
  ["a root itself", "plan-outside-roots", ["/work"]],
  ["a root's namesake", "plan-outside-roots", ["/workshop/.venv"]],
  ["the file system", "plan-outside-roots", ["/"]],
  ["nested", "plan-nested", ["/work/a", "/work/a/b/.venv"]],
  ["nested, inner first", "plan-nested", ["/work/a/b/.venv", "/work/a"]],
  ["twice the same", "plan-nested", ["/work/a", "/work/a"]],
  ["upwards", "plan-bad-path", ["/work/a/../../home/ada"]],
  ["relative", "plan-bad-path", ["work/a"]],
  ["a trailing slash", "plan-bad-path", ["/work/a/"]],
])("a step changed by hand is refused: %s", (_, code, paths) => {
  const steps = paths.map((path, index) => step(String(index + 1), path));
  expect(codeOf(encodePlan(plan(...steps)))).toBe(code);
});

test("unknown fields and wrong types are refused", () => {
  const good = JSON.parse(encodePlan(plan(step("1", "/work/a"))));
  const withStep = (change: object) => JSON.stringify({ ...good, steps: [{ ...good.steps[0], ...change }] });
  expect(codeOf(withStep({}))).toBe("ok");
  expect(codeOf(withStep({ action: "format" }))).toBe("plan-unreadable");
  expect(codeOf(withStep({ force: true }))).toBe("plan-unreadable");
  expect(codeOf(withStep({ identity: { ...good.steps[0].identity, inode: 7 } }))).toBe("plan-unreadable");
  expect(codeOf(withStep({ id: "../x" }))).toBe("plan-unreadable");
  expect(codeOf(JSON.stringify({ ...good, id: "../../etc" }))).toBe("plan-unreadable");
});
