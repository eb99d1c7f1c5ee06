import { storeNames } from "../app/caches.ts";
import { nearest } from "./suggestion.ts";
import { UsageError } from "./usage-error.ts";

/** Refuses a name that is no store's, with the one that is meant. */
export function checkStoreNames(names: readonly string[]): void {
  const known = storeNames();
  const wrong = names.find((name) => !known.includes(name));
  if (wrong === undefined) return;
  const meant = nearest(wrong, [...known, "clean"]);
  throw new UsageError(
    `there is no store called '${wrong}'`,
    meant ? `Did you mean ${meant}?` : `Known: ${known.join(", ")}`,
  );
}
