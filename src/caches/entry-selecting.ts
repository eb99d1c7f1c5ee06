import { nameOf, type AbsolutePath } from "../model/path.ts";
import type { Part, Store } from "../model/store.ts";
import type { Selecting } from "./inspector.ts";
import { ownUnits } from "./units.ts";

/** Selecting among entries at the top of a store, as far as our own step may take them. They answer to their names. */
export function entrySelecting({ parts, tool }: Store, whyNot: (entry: AbsolutePath) => string | null): Selecting {
  const isOurs = ({ removedBy, alsoByPyshed }: Part): boolean => removedBy === "pyshed" || alsoByPyshed === true;
  return {
    cannot: {
      unused: `nobody can tell what ${tool} will ask for again`,
      "keep-latest": "its entries have no versions",
      detached: "only repositories of Hugging Face have detached revisions",
    },
    namesOf: ({ name }) => [name],
    offers: ({ path }) => parts.some((part) => part.entry.test(nameOf(path)) && isOurs(part)),
    unitsOf: (chosen) => ownUnits(chosen, `${tool} has no command for single entries`, ({ path }) => whyNot(path)),
  };
}
