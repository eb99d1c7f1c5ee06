import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { compareSnapshots, snapshotOf, type Growth } from "../../src/model/growth.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { growthDocument } from "../../src/report/growth-document.ts";
import { renderGrowth, renderNoGrowth, type GrowthView } from "../../src/report/growth-text.ts";
import { growthDocument as growthSchema } from "../../src/report/schema/growth.ts";
import { displayWidth } from "../../src/report/width.ts";
import { daysAgo, environment, finding, MIB, scanResult } from "./sample.ts";

const API = "/home/ann/api" as AbsolutePath;

function between(before: readonly Finding[], now: readonly Finding[], days = 8, shared = 0): Growth {
  const taken = (at: number, findings: readonly Finding[], less: number) =>
    snapshotOf(
      scanResult(findings, {}, { startedAt: at }),
      findings.reduce((sum, { bytes }) => sum + bytes.allocated, 0) - less,
      true,
    );
  return compareSnapshots(taken(daysAgo(days), before, 0), taken(daysAgo(0), now, shared));
}

const LOOK = { colour: false, symbols: true, columns: 80 };

function rendered(growth: Growth, more: Partial<GrowthView> = {}): string {
  return renderGrowth(growth, {
    look: LOOK,
    top: 10,
    since: daysAgo(7),
    ...more,
  });
}

const usual = between(
  [environment(`${API}/.venv`, 700 * MIB), environment("/home/ann/old/.venv", 200 * MIB), finding(`${API}/x/a`, MIB)],
  [
    environment(`${API}/.venv`, 1000 * MIB),
    environment("/home/ann/web/services/frontend/with-a-long-name/.venv", 500 * MIB),
    finding(`${API}/x/a`, MIB),
    finding(`${API}/x/b`, MIB),
  ],
);

describe("renderGrowth", () => {
  it("is a table with what grew most on top", () => {
    expect(rendered(usual)).toMatchInlineSnapshot(`
      "✓ Grown by 601.0 MiB in 8 days
        /home/ann: 901.0 MiB on 2026-11-13 12:00 UTC, 1.5 GiB on 2026-11-21 12:00 UTC

         +500.0 MiB  500.0 MiB  new            venv            web/service…-name/.venv
         +300.0 MiB 1000.0 MiB  was 700.0 MiB  venv            api/.venv
           +1.0 MiB    2.0 MiB  was 1.0 MiB    mypy-cache (2)  api
         -200.0 MiB       gone  was 200.0 MiB  venv            old/.venv

      1 new, 1 gone, 0 unchanged
      "
    `);
  });

  it("says when a sum is smaller than its rows, when nothing is as old as asked for, and how much it hides", () => {
    const growth = between([], [environment(`${API}/.venv`, MIB), environment(`${API}/env`, MIB)], 2, MIB);
    expect(rendered(growth, { top: 1 })).toMatchInlineSnapshot(`
      "✓ Grown by 1.0 MiB in 2 days
        /home/ann: 0 B on 2026-11-19 12:00 UTC, 1.0 MiB on 2026-11-21 12:00 UTC
        Files that several places share count once here, and in each place below.
        These are the oldest figures that were kept.

           +1.0 MiB    1.0 MiB  new  venv  api/.venv
      … and 1 more place (--top 0 shows all)

      2 new, 0 gone, 0 unchanged
      "
    `);
  });

  it("has a word for shrinking, for no change, and for what could not be read", () => {
    const same = [environment(`${API}/.venv`, MIB)];
    expect(rendered(between(same, []))).toMatch(/^✓ Shrunk by 1\.0 MiB in 8 days\n/);
    expect(rendered(between(same, same, 0.5))).toMatch(
      /^✓ No growth in less than a day\n(?:.*\n)+\n0 new, 0 gone, 1 un/,
    );
    const unread = { ...between(same, same), unread: ["/home/ann/x" as AbsolutePath] };
    expect(rendered(unread)).toContain(
      "⚠ 1 place could be read at one of the two times only: what lies there is in no\n  row (--json names them)\n",
    );
  });

  it("fits the line, in ASCII too, and shows no control characters", () => {
    const odd = between([], [environment("/home/ann/\u001b[31mred/日本/.venv", MIB)]);
    const text = rendered(odd, { look: { colour: false, symbols: false, columns: 80 } });
    expect(text).not.toContain("\u001b");
    const nearby = { ...usual, roots: ["/home/ann/some/projects" as AbsolutePath] };
    for (const line of rendered(nearby).split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  });
});

describe("renderNoGrowth", () => {
  it("says what to do", () => {
    expect(renderNoGrowth(null, LOOK)).toBe(
      "No scan has been kept yet: run pyshed scan today and again in some days.\n",
    );
    expect(renderNoGrowth({ at: daysAgo(0), roots: ["/home/ann"] }, LOOK)).toMatchInlineSnapshot(`
      "There is nothing to compare the scan of 2026-11-21 12:00 UTC with (/home/ann):
        run pyshed scan today and again in some days, with the same roots.
      "
    `);
  });
});

describe("growthDocument", () => {
  it("has the schema's name, both times, and the bytes of names that are not UTF-8", () => {
    const growth = between([], [environment("/home/ann/caf\udce9/.venv", MIB, { project: API })]);
    const document = v.parse(growthSchema, JSON.parse(JSON.stringify(growthDocument(daysAgo(7), growth))));
    expect(document).toMatchObject({
      schema: "pyshed.growth/1",
      since: new Date(daysAgo(7)).toISOString(),
      comparison: {
        roots: ["/home/ann"],
        before: new Date(daysAgo(8)).toISOString(),
        now: new Date(daysAgo(0)).toISOString(),
        by: "place",
        totals: { before: 0, now: MIB, grown: MIB, new: 1, gone: 0 },
        places: [
          { artifact: "venv", path: "/home/ann/caf\uFFFD/.venv", project: API, findings: 1, before: null, now: MIB },
        ],
      },
    });
    const bytes = Buffer.from(document.comparison!.places[0]!.pathBase64!, "base64");
    expect(bytes).toEqual(Buffer.from("/home/ann/caf\xe9/.venv", "latin1"));
  });

  it("has no comparison where there is none", () => {
    expect(v.parse(growthSchema, growthDocument(daysAgo(7), null)).comparison).toBeNull();
  });
});
