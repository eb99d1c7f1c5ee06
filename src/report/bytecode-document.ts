import { bytecodeTotals, type BytecodeView } from "./bytecode-view.ts";
import { isoTime } from "./finding-document.ts";
import { pathFields, wellFormed } from "./path-fields.ts";
import { problemDocument } from "./scan-document.ts";
import type { BytecodeDocument } from "./schema/bytecode.ts";

/** What `pyshed bytecode --json` writes. */
export function bytecodeDocument(view: BytecodeView): BytecodeDocument {
  const { result, owners, interpreters, doubts, compileTime, advice } = view;
  const totals = bytecodeTotals(owners);
  return {
    schema: "pyshed.bytecode/1",
    roots: result.roots.map(wellFormed),
    startedAt: isoTime(result.startedAt),
    durationMs: Math.max(0, Math.round(result.durationMs)),
    interrupted: result.interrupted,
    interpreters: interpreters.map(({ path, tag, magic, version, how }) => ({
      path: wellFormed(path),
      tag: tag ?? null,
      magic: magic ?? null,
      version,
      how,
    })),
    doubts: doubts.map(wellFormed),
    owners: owners.map(({ path, classes, ...owner }) => ({ ...owner, ...pathFields(path), classes: { ...classes } })),
    totals: {
      ...totals,
      frees: view.frees,
      classes: Object.fromEntries(
        totals.classes.map(({ class: one, files, allocated }) => [one, { files, allocated }]),
      ),
    },
    kept: result.findings.flatMap(({ id, path, safety, reasons }) =>
      safety === "medium" || safety === "data"
        ? [{ id, ...pathFields(path), safety, reason: wellFormed(reasons.join("; ")) }]
        : [],
    ),
    compileTime: { ...compileTime, interpreter: compileTime.interpreter && wellFormed(compileTime.interpreter) },
    advice: advice.map(({ path, kind, text, remedy }) => ({
      kind,
      ...pathFields(path),
      text: wellFormed(text),
      remedy: remedy && wellFormed(remedy),
    })),
    problems: result.problems.map(problemDocument),
  };
}
