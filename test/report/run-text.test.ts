import { describe, expect, it } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Act, Freed, RunReport } from "../../src/model/run.ts";
import { NO_BYTES } from "../../src/model/plan.ts";
import { renderRunEnd } from "../../src/report/run-text.ts";
import { unwrapped } from "../support/run.ts";
import { MIB } from "./sample.ts";

const LOOK = { colour: false, symbols: false, columns: 80 };

function ended(freed: Freed | null, acts: readonly Act[] = ["delete"]): string {
  const bytes = { apparent: 100 * MIB, allocated: 100 * MIB, frees: 100 * MIB, freesUpTo: 100 * MIB };
  const outcome = {
    step: "1",
    path: "/p/.venv" as AbsolutePath,
    artifact: "venv",
    project: null,
    bytes,
    result: "done",
    reason: null,
    hint: null,
    guarantee: "by handle",
  } as const;
  const report: RunReport = {
    run: "r",
    kind: "clean",
    outcomes: acts.map((act) => ({ ...outcome, act })),
    interrupted: false,
    freed,
    journal: null,
    notices: [],
  };
  const end = { report, forecast: bytes, later: bytes, environments: new Set(["venv"]) };
  return unwrapped(renderRunEnd(end, LOOK));
}

describe("the end of a run", () => {
  it("prints the measurement beside the forecast", () => {
    expect(ended({ bytes: 100 * MIB, copies: 0, journal: 0, isSettled: true })).toBe(
      "ok Cleaned 1 environment: 100.0 MiB forecast, 100.0 MiB freed (measured)\n",
    );
    expect(ended({ bytes: 99.1 * MIB, copies: 0, journal: 0, isSettled: true })).toContain(
      "99.1 MiB freed (measured)\n",
    );
  });

  it("tells what owners removed and what pyshed deleted by one forecast and one measurement", () => {
    const freed = { bytes: 100 * MIB, copies: 0, journal: 0, isSettled: true };
    const sum = "100.0 MiB forecast, 100.0 MiB freed (measured)\n";
    expect(ended(freed, ["owner", "delete", "delete"])).toBe(
      `ok Cleaned 3 environments, 1 of them by the owner's command: ${sum}`,
    );
    expect(ended(freed, ["owner"])).toBe(`ok Cleaned 1 environment by the owner's command: ${sum}`);
  });

  it("says when the measurement is far from the forecast, unsettled, below zero or missing", () => {
    expect(ended({ bytes: 50 * MIB, copies: 0, journal: 0, isSettled: true })).toContain(
      "50.0 MiB freed (measured, not as forecast: something",
    );
    expect(ended({ bytes: 150 * MIB, copies: 0, journal: 0, isSettled: true })).toContain("not as forecast");
    expect(ended({ bytes: 100 * MIB, copies: 0, journal: 0, isSettled: false })).toContain(
      "freed (measured, unsure: something else was writing",
    );
    expect(ended({ bytes: 100 * MIB, copies: 3 * MIB, journal: 0, isSettled: true })).toContain(
      "100.0 MiB freed (measured; the copies take 3.0 MiB of the same disk)\n",
    );
    expect(ended({ bytes: 100 * MIB, copies: 0, journal: 2 * MIB, isSettled: true })).toContain(
      "100.0 MiB freed (measured; the journal takes 2.0 MiB of the same disk)\n",
    );
    expect(ended({ bytes: 100 * MIB, copies: 0, journal: 4096, isSettled: true })).toContain("freed (measured)\n");
    expect(ended({ bytes: -MIB, copies: 0, journal: 0, isSettled: true })).toContain(
      "1.0 MiB less free than before (measured: something else",
    );
    expect(ended(null)).toContain("what was freed could not be measured");
  });

  it.each([
    ["clean", "cleaned"],
    ["dedupe", "linked"],
    ["undo", "brought back"],
  ] as const)("a %s that was stopped before it did anything says so in its own word", (kind, verb) => {
    const report: RunReport = {
      run: "r",
      kind,
      outcomes: [],
      interrupted: true,
      freed: null,
      journal: null,
      notices: [],
    };
    const end = { report, forecast: NO_BYTES, later: NO_BYTES, environments: new Set<string>() };
    expect(renderRunEnd(end, LOOK)).toMatch(new RegExp(`^\\S+ Nothing was ${verb}\nInterrupted: `));
  });
});
