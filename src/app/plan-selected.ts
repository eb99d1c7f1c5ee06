import { inspectorOf } from "../caches/registry.ts";
import type { SurveyedCache } from "../caches/survey.ts";
import type { CachePlan, PartStep } from "../model/cache-plan.ts";
import { filtersIn, hasTarget, type CacheSelection, type CacheTargets } from "../model/cache-selection.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Identity } from "../model/plan.ts";
import { planSelection, type SelectedCandidate } from "../plan/selection-plan.ts";
import { availableBytes } from "../system/free-space.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";
import { candidateOf } from "./cache-candidates.ts";
import { selectInCache, type Selected } from "./select-in-cache.ts";
import { placeOf } from "./surroundings.ts";

/** How many things of a cache were chosen. */
export interface Choosing {
  readonly cache: string;
  readonly title: string;
  readonly chosen: number;
  readonly of: number;
  /** The kinds that there are, where one was asked for that there is not; else empty. */
  readonly kinds: readonly string[];
}

const WHOLE: Selected = { units: [], reasons: [], kept: [], chosen: 0, of: 0, kinds: [] };

/** Plans what goes of caches when only some things are meant, or only as much as a target needs. */
export async function planSelected(
  host: Host,
  surveyed: readonly SurveyedCache[],
  id: string,
  selection: CacheSelection,
  targets: CacheTargets,
  action: PartStep["action"],
): Promise<{ readonly plan: CachePlan; readonly choosing: readonly Choosing[] }> {
  const mayPrune = hasTarget(targets) && filtersIn(selection).length === 0;
  const candidates: SelectedCandidate[] = [];
  const choosing: Choosing[] = [];
  for (const one of surveyed) {
    const { cache } = one;
    const candidate = await candidateOf(host, one, true, true);
    const selecting = inspectorOf(cache.store)?.selecting;
    const isWhole = mayPrune && targets.untilFree !== null && !selecting;
    const { units, reasons, kept, chosen, of, kinds } = isWhole
      ? WHOLE
      : selectInCache(one, placeOf(host, one), selection, candidate);
    const places = units.filter(({ way }) => way.by === "pyshed").flatMap((unit) => unit.places);
    candidates.push({
      ...candidate,
      units,
      reasons,
      kept,
      identities: identitiesOf(places),
      free: availableBytes(cache.path) ?? Infinity,
      isPrunedFirst: mayPrune && selecting?.isPrunedFirst === true,
      isWhole,
    });
    choosing.push({ cache: cache.id, title: cache.title, chosen, of, kinds });
  }
  return { plan: planSelection(id, candidates, action, targets), choosing };
}

function identitiesOf(places: readonly AbsolutePath[]): ReadonlyMap<AbsolutePath, Identity> {
  return new Map(
    places.flatMap((path): [AbsolutePath, Identity][] => {
      const identity = identityAt(path);
      return identity ? [[path, identity]] : [];
    }),
  );
}
