import * as v from "valibot";
import { cachesCleanDocument, cachesDocument } from "./caches.ts";
import { cleanDocument } from "./clean.ts";
import { scanDocument } from "./scan.ts";

/** What `pyshed sweep --json` writes: a document for each section. `--only` may leave the caches out. */
export const sweepDocument = v.strictObject({
  schema: v.literal("pyshed.sweep/1"),
  sections: v.strictObject({ projects: scanDocument, caches: v.optional(cachesDocument) }),
});

/** What `pyshed sweep --clean --json` writes. A section that was not come to is left out. */
export const sweepCleanDocument = v.strictObject({
  schema: v.literal("pyshed.sweep-clean/1"),
  sections: v.strictObject({ projects: cleanDocument, caches: v.optional(cachesCleanDocument) }),
});
