import type { Finding } from "../model/finding.ts";
import { pathFields, projectFields, wellFormed } from "./path-fields.ts";
import type { FindingDocument } from "./schema/finding.ts";

/** A finding as JSON shows it. */
export function findingDocument(finding: Finding): FindingDocument {
  const { environment } = finding;
  return {
    id: finding.id,
    artifact: finding.artifact,
    tool: finding.tool,
    ...pathFields(finding.path),
    ...projectFields(finding.project),
    safety: finding.safety,
    reasons: finding.reasons.map(wellFormed),
    bytes: { ...finding.bytes },
    files: finding.files,
    directories: finding.directories,
    lastActivity: isoTime(finding.lastActivity),
    largest: finding.largest.map(({ name, version, allocated }) => ({
      name: wellFormed(name),
      version: wellFormed(version),
      allocated,
    })),
    environment: environment && {
      python: environment.python && wellFormed(environment.python),
      home: environment.home && wellFormed(environment.home),
      creator: wellFormed(environment.creator),
      packages: environment.packages,
      notRestorable: environment.notRestorable.map(wellFormed),
    },
    sharedWith: finding.sharedWith,
    inside: finding.inside,
    fromIndex: finding.isFromIndex,
  };
}

const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(9999, 11, 31);

/** ISO 8601 in UTC; what lies before 1900 or after 9999 is moved to the edge. */
export function isoTime(time: number): string;
export function isoTime(time: number | null): string | null;
export function isoTime(time: number | null): string | null {
  if (time === null || Number.isNaN(time)) return null;
  return new Date(Math.min(Math.max(time, EARLIEST), LATEST)).toISOString();
}
