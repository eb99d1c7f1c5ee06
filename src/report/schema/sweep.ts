import * as v from "valibot";
import { cachesCleanDocument, cachesDocument } from "./caches.ts";
import { cleanDocument } from "./clean.ts";
import { bytes, freed } from "./run.ts";
import { scanDocument } from "./scan.ts";

/** What `pyshed sweep --json` writes: a document for each section. `--only` may leave one of them out. */
export const sweepDocument = v.strictObject({
  schema: v.literal("pyshed.sweep/1"),
  sections: v.strictObject({ projects: v.optional(scanDocument), caches: v.optional(cachesDocument) }),
  /** What all sections give back together, shared files counted once. */
  totals: bytes,
});

const cleanTotals = v.strictObject({
  /** What comes free at once, and what a purge gives back after that. */
  forecast: bytes,
  later: bytes,
  freed,
});

/** What `pyshed sweep --clean --json` writes. A section that was not come to is left out. */
export const sweepCleanDocument = v.strictObject({
  schema: v.literal("pyshed.sweep-clean/1"),
  sections: v.strictObject({ projects: v.optional(cleanDocument), caches: v.optional(cachesCleanDocument) }),
  totals: cleanTotals,
});

export type SweepCleanTotals = v.InferOutput<typeof cleanTotals>;
