import type { Finding } from "../model/finding.ts";
import { findingDocument } from "./finding-document.ts";
import type { ScanDocument, StaleDocument } from "./schema/scan.ts";

/** A finding as one line of `--ndjson`. */
export function findingLine(finding: Finding): string {
  return toLine({ type: "finding", ...findingDocument(finding) });
}

/** What follows the findings: projects, problems, and `end` with the totals. */
export function closingLines(document: ScanDocument | StaleDocument): string {
  const { findings: _, projects, problems, ...end } = document;
  return [
    ...projects.map((project) => toLine({ type: "project", ...project })),
    ...problems.map((problem) => toLine({ type: "problem", ...problem })),
    toLine({ type: "end", ...end }),
  ].join("");
}

function toLine(value: { readonly type: string }): string {
  return `${JSON.stringify(value)}\n`;
}
