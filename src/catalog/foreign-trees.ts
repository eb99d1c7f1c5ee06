import type { ForeignTree } from "../model/artifact.ts";
import { otherLanguages } from "./trees/other-languages.ts";
import { packageStores } from "./trees/package-stores.ts";
import { programs } from "./trees/programs.ts";
import { records } from "./trees/records.ts";

/** Trees that belong to other tools. Those that close a place are asked before those that only narrow it. */
export const foreignTrees: readonly ForeignTree[] = [
  ...records,
  ...packageStores,
  ...otherLanguages,
  ...programs,
].toSorted((a, b) => Number(b.inside === "nothing") - Number(a.inside === "nothing"));
