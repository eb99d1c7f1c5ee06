import { expect, test } from "vitest";
import type { HistoryRun } from "../../src/model/history.ts";
import { renderHistory } from "../../src/report/history-text.ts";

const look = { colour: false, symbols: false, columns: 100 };

function textOf(freed: number | null, columns = 100): string {
  const run: HistoryRun = {
    run: "20260601-120000-00000001",
    kind: "clean",
    startedAt: Date.UTC(2026, 5, 1, 12),
    endedAt: Date.UTC(2026, 5, 1, 12),
    interrupted: false,
    freed,
    items: [],
    journal: "/home/ann/.local/state/pyshed/runs/20260601-120000-00000001.ndjson" as HistoryRun["journal"],
    damaged: 0,
  };
  return renderHistory([run], { look: { ...look, columns }, top: 0 });
}

test("a heading that is longer than a line goes on below", () => {
  expect(textOf(3 * 2 ** 20, 80)).toBe(
    "20260601-120000-00000001  clean, 2026-06-01 12:00 UTC, 0 items, 3.0 MiB freed\n  (measured)\n",
  );
});

test("what was freed is told as it was measured, also when others wrote more meanwhile", () => {
  expect(textOf(3 * 2 ** 20)).toContain(", 3.0 MiB freed (measured)\n");
  expect(textOf(-3 * 2 ** 20)).toContain(", 3.0 MiB less free (measured)\n");
  expect(textOf(null)).not.toContain("measured");
});
