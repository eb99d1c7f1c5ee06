import { join } from "../model/path.ts";
import type { Host } from "../system/host.ts";
import { makePrivateDirectory, writeNew } from "../system/own-files.ts";
import type { Journal } from "./journal.ts";

/**
 * Keeps the list that brings an environment's packages back, before the environment goes: a file beside the journal,
 * or lines in the journal itself where no file can be made. Throws when neither can be written.
 */
export function keepPins(host: Host, journal: Journal, step: string, lines: readonly string[]): void {
  const file = journal.directory && join(join(journal.directory, `${journal.run}.pins`), `${step}.txt`);
  if (file === null || journal.directory === null) return journal.note({ type: "pins", step, file: null, lines });
  try {
    makePrivateDirectory(join(journal.directory, `${journal.run}.pins`), host.userId);
    writeNew(file, lines.map((line) => `${line}\n`).join(""));
  } catch {
    // No room for a file more: a few lines may still find some in the journal, and if not, that throws.
    return journal.note({ type: "pins", step, file: null, lines });
  }
  journal.note({ type: "pins", step, file, lines: null });
}
