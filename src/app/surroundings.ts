import type { StorePlace, Surroundings } from "../caches/inspector.ts";
import { openMeter } from "../caches/measure.ts";
import type { SurveyedCache } from "../caches/survey.ts";
import { knownEnvironments } from "../environments/known.ts";
import type { Snapshot } from "../model/growth.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { readSnapshots } from "./growth.ts";

/** What stores are looked at with: one meter, and the environments at hand, looked for once and only when asked. */
export function surroundingsOf(host: Host): Surroundings {
  let environments: readonly AbsolutePath[] | undefined;
  return {
    host,
    meter: openMeter(host),
    environments: () => (environments ??= [...new Set([...knownEnvironments(host), ...seenEnvironments(host)])]),
  };
}

/** What an inspector needs of a cache that was surveyed. */
export function placeOf(host: Host, { cache, measured }: SurveyedCache): StorePlace {
  return { ...surroundingsOf(host), path: cache.path, measured };
}

/** Those that the last scan of each set of roots found, as far as they are there. */
function seenEnvironments(host: Host): AbsolutePath[] {
  const last = new Map<string, Snapshot>();
  for (const snapshot of readSnapshots(host)) {
    const roots = JSON.stringify(snapshot.roots);
    if (snapshot.at >= (last.get(roots)?.at ?? 0)) last.set(roots, snapshot);
  }
  return [...last.values()]
    .flatMap(({ places }) => places.map(({ path }) => path))
    .filter((path) => statusOrNothing(join(path, "pyvenv.cfg"))?.kind === "file");
}
