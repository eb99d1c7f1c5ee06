import { expect, test } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { PROTECTIONS } from "../../src/model/plan.ts";
import { decide } from "../../src/plan/decide.ts";
import { circumstances, DAY, finding, NOW, policy } from "./samples.ts";

test("what others rely on goes only when it is named by itself, and even then it is said", () => {
  const known = circumstances({ "relied-on": "yes" });
  const text = "the Jupyter kernel demo runs from it";
  expect(decide(finding(), known, policy()).reasons).toEqual([
    { code: "relied-on", weight: "refuse", text: `${text}, so it goes only when it is named by itself` },
  ]);
  const named = policy({ named: new Set([finding().id]) });
  expect(decide(finding(), known, named)).toMatchObject({
    verdict: "ask",
    reasons: [{ code: "relied-on", weight: "ask", text }],
  });
  expect(decide(finding(), circumstances({ "relied-on": "unknown" }), named).verdict).toBe("refuse");
});

test("what nothing is against is allowed, without a reason", () => {
  expect(decide(finding(), circumstances(), policy())).toEqual({
    finding: "0123456789abcdef",
    path: "/work/project/.venv",
    verdict: "allow",
    reasons: [],
  });
});

test("data is refused at every protection, named or not", () => {
  for (const protection of PROTECTIONS) {
    const named = new Set(["0123456789abcdef"]);
    const { verdict, reasons } = decide(
      finding({ safety: "data", reasons: ["it holds notebooks"] }),
      circumstances(),
      policy({ protection, named }),
    );
    expect(verdict).toBe("refuse");
    expect(reasons).toEqual([
      { code: "data", weight: "refuse", text: "counts as data, which nothing brings back: it holds notebooks" },
    ]);
  }
});

test("medium goes only when it is named by itself", () => {
  const medium = finding({ safety: "medium" });
  expect(decide(medium, circumstances(), policy()).verdict).toBe("refuse");
  expect(decide(medium, circumstances(), policy({ named: new Set(["another"]) })).verdict).toBe("refuse");
  expect(decide(medium, circumstances(), policy({ named: new Set([medium.id]) })).verdict).toBe("allow");
});

test("a thing in use is refused with the process", () => {
  const { reasons } = decide(finding(), circumstances({ "in-use": "yes" }), policy({ protection: "none" }));
  expect(reasons).toEqual([{ code: "in-use", weight: "refuse", text: "python (pid 4711) runs from it" }]);
});

test("an answer that nobody could give says so", () => {
  const { reasons } = decide(finding(), circumstances({ tracked: "unknown" }), policy());
  expect(reasons[0]!.text).toBe("cannot tell whether git tracks it: about tracked");
});

test("use within seven days is asked about and never refused", () => {
  const verdictAt = (lastActivity: number | null) => {
    const { verdict, reasons } = decide(finding({ lastActivity }), circumstances(), policy({ protection: "paranoid" }));
    return [verdict, ...reasons.map(({ text }) => text)];
  };
  expect(verdictAt(NOW - 2 * DAY)).toEqual(["ask", "used 2 days ago"]);
  expect(verdictAt(NOW - DAY / 2)).toEqual(["ask", "used today"]);
  expect(verdictAt(NOW + 400 * DAY)).toEqual(["ask", "used today"]);
  expect(verdictAt(NOW - 7 * DAY)).toEqual(["allow"]);
  expect(verdictAt(null)).toEqual(["allow"]);
});

test("under sudo only the caller's own things go, unless named", () => {
  const theirs = circumstances({}, { owner: 1001 });
  expect(decide(finding(), circumstances(), policy({ actingFor: 1000 })).verdict).toBe("allow");
  expect(decide(finding(), theirs, policy({ actingFor: 1000 })).verdict).toBe("refuse");
  expect(decide(finding(), circumstances({}, { owner: null }), policy({ actingFor: 1000 })).verdict).toBe("refuse");
  expect(decide(finding(), theirs, policy({ actingFor: 1000, named: new Set([finding().id]) })).verdict).toBe("allow");
  expect(decide(finding(), theirs, policy()).verdict).toBe("allow");
});

test("parts that could not be read and guarded places are refused, with every reason named", () => {
  const known = circumstances(
    { uncommitted: "yes" },
    { unreadable: ["/work/project/.venv/lib" as AbsolutePath], guarded: "it is a mount point" },
  );
  const { verdict, reasons } = decide(finding(), known, policy({ named: new Set([finding().id]) }));
  expect(verdict).toBe("refuse");
  expect(reasons.map(({ code, weight }) => `${code} ${weight}`)).toEqual([
    "guarded refuse",
    "unreadable refuse",
    "uncommitted ask",
  ]);
});
