import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { Explanation } from "../../src/model/explanation.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { isoTime } from "../../src/report/finding-document.ts";
import { toBase64 } from "../../src/report/path-fields.ts";
import { scanDocument, staleDocument } from "../../src/report/scan-document.ts";
import { closingLines, findingLine } from "../../src/report/scan-lines.ts";
import { line as lineSchema } from "../../src/report/schema/lines.ts";
import { scanDocument as scanSchema, staleDocument as staleSchema } from "../../src/report/schema/scan.ts";
import { whyDocument as whySchema } from "../../src/report/schema/why.ts";
import { whyDocument } from "../../src/report/why-document.ts";
import { daysAgo, environment, finding, MIB, NOW, scanResult } from "./sample.ts";

const API = "/home/ann/api" as AbsolutePath;
const LATIN = "/home/ann/caf\uDCE9" as AbsolutePath;

const sample = scanResult(
  [
    environment(`${API}/.venv`, 9 * MIB, { project: API, largest: [{ name: "six", version: "1.17", allocated: MIB }] }),
    finding(`${LATIN}/.mypy_cache`, MIB, { project: LATIN, lastActivity: daysAgo(1.5) }),
  ],
  { [API]: daysAgo(10) },
  { problems: [{ path: `${LATIN}/secret` as AbsolutePath, code: "EACCES", message: "could not be listed" }] },
);

/** As a program reads it. */
function reread(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document));
}

describe("scanDocument", () => {
  const document = v.parse(scanSchema, reread(scanDocument(sample)));

  it("has the schema's name, ISO times and whole bytes", () => {
    expect(document).toMatchObject({
      schema: "pyshed.scan/1",
      roots: ["/home/ann"],
      startedAt: new Date(NOW - 1300).toISOString(),
      durationMs: 1300,
      interrupted: false,
      totals: { findings: 2, allocated: 10 * MIB, frees: 10 * MIB, freesUpTo: 10 * MIB, entries: 722_534 },
    });
    expect(document.findings[0]).toMatchObject({
      artifact: "venv",
      path: "/home/ann/api/.venv",
      project: "/home/ann/api",
      safety: "low",
      lastActivity: null,
      environment: { python: "3.11.7", creator: "venv", packages: 45 },
      largest: [{ name: "six", version: "1.17", allocated: MIB }],
    });
    expect(document.projects[0]).toMatchObject({ path: "/home/ann/api", lastActivity: "2026-11-11T12:00:00.000Z" });
  });

  it("carries the exact bytes of a path that is not UTF-8, and only of that", () => {
    const [utf8, latin] = document.findings;
    expect(utf8).not.toHaveProperty("pathBase64");
    expect(latin?.path).toBe("/home/ann/caf\uFFFD/.mypy_cache");
    const bytes = Buffer.from("/home/ann/caf\xe9/.mypy_cache", "latin1");
    expect(Buffer.from(latin?.pathBase64 ?? "", "base64")).toEqual(bytes);
    expect(Buffer.from(latin?.projectBase64 ?? "", "base64").at(-1)).toBe(0xe9);
    expect(document.projects[1]?.pathBase64).toBe(latin?.projectBase64);
    expect(document.problems[0]).toMatchObject({ code: "EACCES", pathBase64: expect.any(String) as string });
  });

  it("is refused by its schema when a field is missing or new", () => {
    expect(v.is(scanSchema, { ...document, totals: undefined })).toBe(false);
    expect(v.is(scanSchema, { ...document, extra: 1 })).toBe(false);
  });
});

describe("the other documents", () => {
  it("stale says how idle, and how many it could not judge", () => {
    expect(v.parse(staleSchema, reread(staleDocument(sample, 180, 3)))).toMatchObject({
      schema: "pyshed.stale/1",
      days: 180,
      unknownAge: 3,
    });
  });

  it("lines each have a type, and the last is the end with the totals", () => {
    const text = sample.findings.map(findingLine).join("") + closingLines(scanDocument(sample));
    const lines = text
      .trimEnd()
      .split("\n")
      .map((one) => v.parse(lineSchema, JSON.parse(one)));
    expect(lines.map(({ type }) => type)).toEqual(["finding", "finding", "project", "project", "problem", "end"]);
    expect(lines.at(-1)).toMatchObject({ schema: "pyshed.scan/1", totals: { findings: 2 } });
  });

  it("why has proofs and signs", () => {
    const explanation: Explanation = {
      path: `${LATIN}/.mypy_cache` as AbsolutePath,
      subject: "finding",
      project: LATIN,
      finding: sample.findings[1]!,
      proofs: [
        {
          artifact: "mypy-cache",
          title: "mypy cache",
          outcome: { holds: true, lines: [{ holds: true, text: "has 3.11" }] },
        },
      ],
      foreignTree: null,
      activity: [{ what: "git HEAD", time: daysAgo(2), note: null }],
      lastActivity: daysAgo(2),
      decidedBy: "git HEAD",
    };
    const document = v.parse(whySchema, reread(whyDocument(explanation)));
    expect(document.proofs).toEqual([
      { artifact: "mypy-cache", title: "mypy cache", holds: true, lines: [{ holds: true, text: "has 3.11" }] },
    ]);
    expect(document.activity).toEqual([{ what: "git HEAD", time: "2026-11-19T12:00:00.000Z", note: null }]);
    expect(v.is(whySchema, reread(whyDocument({ ...explanation, finding: null, subject: "nothing" })))).toBe(true);
  });
});

describe("values", () => {
  it("times that no calendar reaches are moved to the nearest that one does", () => {
    expect(isoTime(null)).toBeNull();
    expect(isoTime(0)).toBe("1970-01-01T00:00:00.000Z");
    expect(isoTime(1e18)).toBe("9999-12-31T00:00:00.000Z");
    expect(isoTime(-1e18)).toMatch(/^\d{4}-01-01T/);
  });

  it("base64 of a path is that of its bytes", () => {
    expect(toBase64("/ü/日本")).toBe(Buffer.from("/ü/日本").toString("base64"));
    expect(toBase64("a\uDCFF\uDC80")).toBe(Buffer.from([0x61, 0xff, 0x80]).toString("base64"));
  });
});
