import type { HistoryItem, HistoryRun } from "../model/history.ts";
import { isoTime } from "./finding-document.ts";
import { pathFields, projectFields, wellFormed } from "./path-fields.ts";
import type { HistoryDocument, HistoryItemDocument } from "./schema/history.ts";

/** What `pyshed history --json` writes. */
export function historyDocument(runs: readonly HistoryRun[]): HistoryDocument {
  return {
    schema: "pyshed.history/1",
    runs: runs.map(({ run, kind, startedAt, endedAt, interrupted, freed, items, journal, damaged }) => ({
      run,
      kind,
      startedAt: isoTime(startedAt),
      endedAt: isoTime(endedAt),
      interrupted,
      freed,
      items: items.map(itemDocument),
      journal: wellFormed(journal),
      damaged,
    })),
  };
}

function itemDocument({
  id,
  act,
  artifact,
  path,
  project,
  bytes,
  where,
  reason,
  pins,
}: HistoryItem): HistoryItemDocument {
  return {
    id,
    act,
    artifact,
    ...pathFields(path),
    ...projectFields(project),
    bytes: { ...bytes },
    where,
    reason: reason === null ? null : wellFormed(reason),
    pins: pins === null ? null : wellFormed(pins),
  };
}
