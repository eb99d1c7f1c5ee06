import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { renderScan } from "../../src/report/scan-text.ts";
import { displayWidth } from "../../src/report/width.ts";
import { cases } from "../support/cases.ts";
import { daysAgo, environment, finding, GIB, MIB, scanResult, view } from "./sample.ts";

const ML = "/home/ann/ml-project" as AbsolutePath;
const DATA = "/home/ann/data-analysis" as AbsolutePath;
const ASCII = { colour: false, symbols: false, columns: 80 };

function mlProject() {
  const bytecode = Array.from({ length: 31 }, (_, index) =>
    finding(`${ML}/src/part${index}/__pycache__`, (45 * MIB) / 31, { artifact: "bytecode", project: ML }),
  );
  const torch = { name: "torch", version: "2.9.1", allocated: 1.5 * GIB };
  const numpy = { name: "numpy", version: "2.3.5", allocated: 60 * MIB };
  return [
    environment(`${ML}/.venv`, 2.5 * GIB, { project: ML, largest: [torch, numpy] }),
    finding(`${ML}/build`, 180 * MIB, { artifact: "build", project: ML, safety: "low" }),
    finding(`${ML}/.pytest_cache`, 12 * MIB, { artifact: "pytest-cache", project: ML }),
    ...bytecode,
  ];
}

describe("renderScan", () => {
  it("shows a headline, ranked rows, the tree of the first few, and how long it took", () => {
    const result = scanResult(
      [
        ...mlProject(),
        environment(`${DATA}/.venv`, 1.2 * GIB, {
          project: DATA,
          largest: [{ name: "pandas", version: "3.1.1", allocated: GIB }],
        }),
      ],
      { [ML]: daysAgo(130), [DATA]: daysAgo(190) },
    );
    expect(renderScan(result, view(result))).toMatchInlineSnapshot(`
      "✓ 2 projects, 3.9 GiB can go

       [1] ○ ml-project          2.7 GiB   4 months idle    2.5 GiB .venv (torch)
           ├── .venv/            2.5 GiB
           │   Python 3.11.7, venv, 45 packages
           │   torch 2.9.1 (1.5 GiB), numpy 2.3.5 (60.0 MiB)
           ├── build/          180.0 MiB
           ├── __pycache__/     45.0 MiB  in 31 directories
           └── .pytest_cache/   12.0 MiB
       [2] ○ data-analysis       1.2 GiB   6 months idle    1.2 GiB .venv (pandas)
           └── .venv/            1.2 GiB
               Python 3.11.7, venv, 45 packages
               pandas 3.1.1 (1.0 GiB)

      ✓ rebuilt silently   ○ with network and time
      722,534 entries in 1.3 s
      "
    `);
  });

  it("keeps to ASCII and to the rows that were asked for", () => {
    const result = scanResult([...mlProject(), environment(`${DATA}/.venv`, 1.2 * GIB, { project: DATA })]);
    expect(renderScan(result, view(result, { look: ASCII, top: 1 }))).toMatchInlineSnapshot(`
      "ok 2 projects, 3.9 GiB can go

       [1] o  ml-project         2.7 GiB   age unknown      2.5 GiB .venv (torch)
           |-- .venv/            2.5 GiB
           |   Python 3.11.7, venv, 45 packages
           |   torch 2.9.1 (1.5 GiB), numpy 2.3.5 (60.0 MiB)
           |-- build/          180.0 MiB
           |-- __pycache__/     45.0 MiB  in 31 directories
           \`-- .pytest_cache/   12.0 MiB
       ... and 1 more, 1.2 GiB (--top 0 shows all)

      ok rebuilt silently   o with network and time
      722,534 entries in 1.3 s
      "
    `);
  });

  it("says what is by hand only, what is kept, and what is shared with whom", () => {
    const shared = { apparent: 137 * MIB, allocated: 137 * MIB, frees: 2.3 * MIB, freesUpTo: 2.3 * MIB };
    const result = scanResult([
      environment("/home/ann/linked-1/.venv", 0, { bytes: shared, sharedWith: "uv's cache", lastActivity: daysAgo(3) }),
      environment("/home/ann/tools/edit", 50 * MIB, { safety: "medium", reasons: ["editable install of ann-tools"] }),
      finding("/home/ann/notes/.ipynb_checkpoints", 5 * MIB, {
        artifact: "ipynb-checkpoints",
        safety: "data",
        reasons: ["plan-checkpoint.ipynb has no notebook beside it"],
      }),
    ]);
    const totals = { ...result.totals, allocated: 187 * MIB };
    expect(renderScan({ ...result, totals }, view(result))).toMatchInlineSnapshot(`
      "✓ 2 places that belong to no project, 52.3 MiB can go
        50.0 MiB of it by hand only (1 finding marked ~)
        187.0 MiB on disk, of which 52.3 MiB come free; the rest is shared with uv's
        cache

       [1] ~ edit                   50.0 MiB   age unknown      50.0 MiB edit
           └── edit/                50.0 MiB  ~ 
               Python 3.11.7, venv, 45 packages
               editable install of ann-tools
       [2] ○ linked-1                2.3 MiB   3 days idle      2.3 MiB .venv
           └── .venv/                2.3 MiB
               Python 3.11.7, venv, 45 packages
               134.7 MiB of 137.0 MiB shared with uv's cache
       [3] ! notes                      kept   age unknown      .ipynb_checkpoints
           └── .ipynb_checkpoints/             ! kept
               plan-checkpoint.ipynb has no notebook beside it

      ○ with network and time   ~ by hand only   ! never removed
      722,534 entries in 1.3 s
      "
    `);
  });

  it("shows what lies inside another finding below it, without counting it", () => {
    const outer = finding(`${ML}/.tox`, 300 * MIB, { artifact: "tox", project: ML, safety: "low" });
    const inner = environment(`${ML}/.tox/py311`, 280 * MIB, { project: ML, inside: outer.id });
    const result = scanResult([outer, inner]);
    const text = renderScan(result, view(result));
    expect(text).toContain("1 project, 300.0 MiB can go");
    expect(text).toMatchInlineSnapshot(`
      "✓ 1 project, 300.0 MiB can go

       [1] ○ ml-project    300.0 MiB   age unknown      300.0 MiB .tox
           └── .tox/       300.0 MiB
               └── py311/             counted above
                   Python 3.11.7, venv, 45 packages

      ○ with network and time
      722,534 entries in 1.3 s
      "
    `);
  });

  it("says so when nothing can go, and when places could not be read", () => {
    const result = scanResult([]);
    expect(renderScan(result, view(result, { unread: 3 }))).toBe(
      "✓ Nothing that can go\n\n722,534 entries in 1.3 s; 3 places could not be read (--json lists them)\n",
    );
  });

  it("says that it was interrupted", () => {
    const result = scanResult([], {}, { interrupted: true });
    expect(renderScan(result, view(result))).toContain("Interrupted: these are the findings up to then.\n");
  });

  it("gives a range where sharing cannot be known", () => {
    const bytes = { apparent: GIB, allocated: GIB, frees: 100 * MIB, freesUpTo: GIB };
    const result = scanResult([
      finding("/home/ann/p/.mypy_cache", 0, { bytes, project: "/home/ann/p" as AbsolutePath }),
    ]);
    expect(renderScan(result, view(result))).toContain("✓ 1 project, 100.0 MiB to 1.0 GiB can go\n");
  });

  it("aligns wide names", () => {
    const names = ["日本語プロジェクト", "plain", "한글"];
    const findings = names.map((name, index) =>
      finding(`/home/ann/${name}/.mypy_cache`, (9 - index) * MIB, { project: `/home/ann/${name}` as AbsolutePath }),
    );
    const rows = renderScan(scanResult(findings), view(scanResult(findings)))
      .split("\n")
      .filter((line) => line.startsWith(" ["));
    const ends = rows.map((row) => displayWidth(row.slice(0, row.indexOf("MiB"))));
    expect(rows).toHaveLength(3);
    expect(new Set(ends).size).toBe(1);
  });

  it("tells namesakes apart and counts small ones in the last row", () => {
    const findings = ["web/api", "app/api", "one"].map((name, index) =>
      finding(`/home/ann/${name}/.mypy_cache`, (9 - index) * MIB, { project: `/home/ann/${name}` as AbsolutePath }),
    );
    const text = renderScan(scanResult(findings), view(scanResult(findings), { top: 2 }));
    expect(text).toContain("✓ web/api");
    expect(text).toContain("✓ app/api");
    expect(text).toContain(" … and 1 more, 7.0 MiB (--top 0 shows all)\n");
  });

  it("colours only when told, and then only with what it can take back", () => {
    const result = scanResult(mlProject());
    const coloured = renderScan(result, view(result, { look: { colour: true, symbols: true, columns: 80 } }));
    expect(coloured).toContain("\u001B[1m");
    // eslint-disable-next-line no-control-regex
    expect(coloured.replace(/\u001B\[\d+m/g, "")).toBe(renderScan(result, view(result)));
  });

  it("never writes a control character and never exceeds the width, whatever the names", () => {
    const anyName = fc
      .oneof(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "grapheme", maxLength: 60 }),
        fc.constant("\u001B]0;x\u0007\n"),
      )
      .map((name) => name.replaceAll("/", "_") || "_");
    const anyFinding = fc
      .record({ project: anyName, name: anyName, reason: anyName, size: fc.nat(2 ** 40), loose: fc.boolean() })
      .map(({ project, name, reason, size, loose }) =>
        environment(`/home/ann/${project}/${name}`, size, {
          project: loose ? null : (`/home/ann/${project}` as AbsolutePath),
          safety: size % 2 ? "medium" : "low",
          reasons: [reason],
          largest: [{ name: reason, version: name, allocated: size }],
        }),
      );
    fc.assert(
      fc.property(
        fc.uniqueArray(anyFinding, { selector: ({ path }) => path, maxLength: 12 }),
        fc.integer({ min: 80, max: 160 }),
        fc.boolean(),
        (findings, columns, symbols) => {
          const result = scanResult(findings);
          const text = renderScan(result, view(result, { tree: true, look: { colour: false, symbols, columns } }));
          expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        },
      ),
      cases(150),
    );
  });
});
