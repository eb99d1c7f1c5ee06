import type { Problem, Project, ScanResult } from "../model/finding.ts";
import { findingDocument, isoTime } from "./finding-document.ts";
import { pathFields, wellFormed } from "./path-fields.ts";
import type { ProblemDocument, ProjectDocument, ScanDocument, StaleDocument } from "./schema/scan.ts";

/** What `pyshed scan --json` writes. */
export function scanDocument(result: ScanResult): ScanDocument {
  return { schema: "pyshed.scan/1", ...commonFields(result) };
}

/** What `pyshed stale --json` writes; `result` holds the idle ones only. */
export function staleDocument(result: ScanResult, days: number, unknownAge: number): StaleDocument {
  return { schema: "pyshed.stale/1", days, unknownAge, ...commonFields(result) };
}

function commonFields(result: ScanResult): Omit<ScanDocument, "schema"> {
  return {
    roots: result.roots.map(wellFormed),
    startedAt: isoTime(result.startedAt),
    durationMs: Math.max(0, Math.round(result.durationMs)),
    interrupted: result.interrupted,
    findings: result.findings.map(findingDocument),
    projects: result.projects.map(projectDocument),
    totals: { ...result.totals },
    problems: result.problems.map(problemDocument),
  };
}

function projectDocument(project: Project): ProjectDocument {
  return {
    ...pathFields(project.path),
    frees: project.frees,
    freesUpTo: project.freesUpTo,
    lastActivity: isoTime(project.lastActivity),
    decidedBy: project.decidedBy && wellFormed(project.decidedBy),
    findings: [...project.findings],
  };
}

export function problemDocument({ path, code, message }: Problem): ProblemDocument {
  return { ...pathFields(path), code, message: wellFormed(message) };
}
