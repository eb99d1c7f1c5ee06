import { countGone, countNew, type Growth } from "../model/growth.ts";
import { isoTime } from "./finding-document.ts";
import { pathFields, projectFields, wellFormed } from "./path-fields.ts";
import type { GrowthDocument } from "./schema/growth.ts";

/** What `pyshed history --growth --json` writes; `since` is what was asked for, milliseconds since the epoch. */
export function growthDocument(since: number, growth: Growth | null): GrowthDocument {
  return { schema: "pyshed.growth/1", since: isoTime(since), comparison: growth && comparison(growth) };
}

function comparison(growth: Growth): GrowthDocument["comparison"] {
  const { roots, oneFileSystem, grain, before, now, rows, totals, unread } = growth;
  return {
    roots: roots.map(wellFormed),
    oneFileSystem,
    before: isoTime(before),
    now: isoTime(now),
    by: grain,
    totals: { ...totals, new: countNew(growth), gone: countGone(growth) },
    places: rows.map(({ path, project, ...row }) => ({ ...pathFields(path), ...projectFields(project), ...row })),
    unread: unread.map(pathFields),
  };
}
