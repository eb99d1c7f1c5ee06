import type { Bytes } from "../model/finding.ts";
import type { ItemOutcome, RunReport } from "../model/run.ts";
import { pathFields, projectFields, wellFormed } from "./path-fields.ts";
import type { ItemDocument, PurgeDocument, UndoDocument } from "./schema/run.ts";

type RunFields = Omit<UndoDocument, "schema">;

/** What every command that runs something says of the run; null when none was begun. */
export function runFields(report: RunReport | null): RunFields {
  return {
    run: report?.run ?? null,
    items: (report?.outcomes ?? []).map((outcome) => itemDocument(outcome, report!.run)),
    interrupted: report?.interrupted ?? false,
    freed: report?.freed ? { ...report.freed } : null,
    journal: report?.journal ? wellFormed(report.journal) : null,
    notices: (report?.notices ?? []).map(wellFormed),
  };
}

/** What `pyshed undo --json` writes. */
export function undoDocument(report: RunReport): UndoDocument {
  return { schema: "pyshed.undo/1", ...runFields(report) };
}

/** What `pyshed purge --json` writes. */
export function purgeDocument(
  status: PurgeDocument["status"],
  forecast: Bytes,
  report: RunReport | null,
): PurgeDocument {
  return { schema: "pyshed.purge/1", status, forecast: { ...forecast }, ...runFields(report) };
}

function itemDocument(
  { step, act, artifact, path, project, bytes, result, files, reason, hint, guarantee }: ItemOutcome,
  run: string,
): ItemDocument {
  return {
    id: `${run}/${step}`,
    act,
    artifact,
    ...pathFields(path),
    ...projectFields(project),
    bytes: { ...bytes },
    result,
    ...(files === undefined ? {} : { files }),
    reason: reason === null ? null : wellFormed(reason),
    hint: hint === null ? null : wellFormed(hint),
    guarantee,
  };
}
