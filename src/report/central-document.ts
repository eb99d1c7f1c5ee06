import type { CentralPart } from "../model/bytecode.ts";
import type { CentralView } from "./central-text.ts";
import { pathFields, wellFormed } from "./path-fields.ts";
import type { CentralDocument } from "./schema/central.ts";

/** What `pyshed bytecode central --status --json` writes. */
export function centralDocument(view: CentralView): CentralDocument {
  const { path, isInEffect, obstacle, setBy, scheduled, contents } = view;
  const named = (parts: readonly CentralPart[]) => parts.map((part) => ({ ...part, name: wellFormed(part.name) }));
  return {
    schema: "pyshed.bytecode-central/1",
    ...pathFields(path),
    inEffect: isInEffect,
    obstacle: obstacle === null ? null : wellFormed(obstacle),
    setBy: setBy.filter(({ cache }) => cache === path).map(({ file }) => wellFormed(file)),
    setsAnother: setBy
      .filter(({ cache }) => cache !== path)
      .map(({ file, cache }) => ({ path: wellFormed(file), cache: wellFormed(cache) })),
    scheduled: scheduled && { ...scheduled },
    contents: contents && {
      ...contents,
      byOwner: named(contents.byOwner),
      byInterpreter: named(contents.byInterpreter),
    },
  };
}
