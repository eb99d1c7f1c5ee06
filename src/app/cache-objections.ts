import { everyStore } from "../catalog/every-store.ts";
import { inspectorOf } from "../caches/registry.ts";
import { surveyCache, type SurveyedCache } from "../caches/survey.ts";
import type { CacheStep } from "../model/cache-plan.ts";
import type { CacheSelection } from "../model/cache-selection.ts";
import { isWithin, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Host } from "../system/host.ts";
import { candidateOf, whyNotUnderstood } from "./cache-candidates.ts";
import { objectionsToTouching } from "./cache-circumstances.ts";
import { selectInCache } from "./select-in-cache.ts";
import { placeOf, surroundingsOf } from "./surroundings.ts";

/**
 * Everything is asked again: obstacles, proof, processes, git, and the format of what our own step removes. What was
 * selected must be selected still: nothing that was not shown goes with it.
 */
export async function objectionsNow(
  host: Host,
  steps: readonly CacheStep[],
  selection: CacheSelection,
): Promise<ReadonlyMap<string, string>> {
  const touched = steps.map(({ id, store, path, root, safety, action, takes }) => {
    const byOwner = action === "owner";
    return { id, store, path, root: byOwner ? parentOf(root) : root, safety, byOwner, going: takes };
  });
  const objections = new Map(
    [...(await objectionsToTouching(host, touched))].map(([id, texts]) => [id, texts.join("; ")]),
  );
  for (const root of new Set(steps.map((step) => step.root))) {
    const inside = steps.filter((step) => step.root === root);
    for (const [id, text] of await objectionsInside(host, root, inside, selection)) objections.set(id, text);
  }
  return objections;
}

/** What is against steps of one store. */
async function objectionsInside(
  host: Host,
  root: AbsolutePath,
  steps: readonly CacheStep[],
  selection: CacheSelection,
): Promise<ReadonlyMap<string, string>> {
  const store = everyStore.find(({ id }) => id === steps[0]!.store)!;
  const location = { path: root, locatedBy: "the plan", isCurrent: true };
  const found = surveyCache(surroundingsOf(host), store, location, inspectorOf(store.id));
  const toAll = (text: string): Map<string, string> => new Map(steps.map(({ id }) => [id, text]));
  if (found === undefined || "code" in found) return toAll(`it is not proven to be a ${store.title} any more`);
  if (found.cache.obstacles.length > 0) return toAll(found.cache.obstacles.join("; "));
  const objections = new Map<string, string>();
  const selected = steps.filter(isLookedAtAgain);
  const still = selected.length > 0 ? await placesNow(host, found, selection) : [];
  for (const step of steps) {
    if (step.what === null && step.action !== "owner") {
      const why = whyNotUnderstood(step.store, step.path);
      if (why !== null) objections.set(step.id, why);
    } else if (selected.includes(step) && !still.some((places) => isCovered(places, step))) {
      objections.set(step.id, "it is not as it was when it was selected");
    }
  }
  return objections;
}

/** A file of our own steps is the same when its identity is; all else may have come into use, or have grown. */
function isLookedAtAgain({ what, action, identity }: CacheStep): boolean {
  return what !== null && (action === "owner" || identity.type === "directory");
}

/** What would be selected now, thing by thing. */
async function placesNow(
  host: Host,
  found: SurveyedCache,
  selection: CacheSelection,
): Promise<readonly (readonly AbsolutePath[])[]> {
  const candidate = await candidateOf(host, found, true, true);
  return selectInCache(found, placeOf(host, found), selection, candidate).units.map(({ places }) => places);
}

/** Does a thing that would go now lie wholly in what the step is to take, and touch it? */
function isCovered(places: readonly AbsolutePath[], { takes }: CacheStep): boolean {
  return places.length > 0 && places.every((place) => takes.some((taken) => isWithin(place, taken)));
}
