import { expect, test } from "vitest";
import type { HistoryItem, HistoryRun } from "../../src/model/history.ts";
import { renderHistory } from "../../src/report/history-text.ts";

const look = { colour: false, symbols: false, columns: 100 };

function textOf(freed: number | null, columns = 100, items: readonly HistoryItem[] = []): string {
  const run: HistoryRun = {
    run: "20260601-120000-00000001",
    kind: "clean",
    startedAt: Date.UTC(2026, 5, 1, 12),
    endedAt: Date.UTC(2026, 5, 1, 12),
    interrupted: false,
    freed,
    items,
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

const PLACE = "/home/ann/projects/one/.venv" as HistoryItem["path"];

function item(where: HistoryItem["where"], reason: string | null): HistoryItem {
  const bytes = { apparent: 1024, allocated: 1024, frees: 1024, freesUpTo: 1024 };
  const id = "20260601-120000-00000001/1";
  return { id, act: "purge", path: PLACE, artifact: "venv", project: null, bytes, where, reason, pins: null };
}

test("a reason stands below the path where a line has no room for it", () => {
  const reason = "it is in use: python (pid 12) runs from it, and that is all there is to say";
  const lines = textOf(null, 80, [item("in trash", reason)])
    .split("\n")
    .slice(1, -1);
  expect(lines).toEqual([
    `  /1    1.0 KiB  in trash  ${PLACE}:`,
    "    it is in use: python (pid 12) runs from it, and that is all there is to say",
  ]);
  expect(textOf(null, 80, [item("in trash", "it is in use")])).toContain(`${PLACE}: it is in use\n`);
});

test("why a purge failed is not told of what came back or went since", () => {
  for (const where of ["restored", "purged"] as const)
    expect(textOf(null, 80, [item(where, "it is in use")])).toContain(`  ${PLACE}\n`);
});
