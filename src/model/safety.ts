/**
 * What removing a finding costs.
 *
 * - `safe`: rebuilt silently, without network
 * - `low`: rebuilt with network and time
 * - `medium`: may not come back the same; picked by hand only
 * - `data`: never removed
 */
export type Safety = "safe" | "low" | "medium" | "data";

export const SAFETIES: readonly Safety[] = ["safe", "low", "medium", "data"];

/** The more careful of two. */
export function strictest(a: Safety, b: Safety): Safety {
  return SAFETIES.indexOf(a) >= SAFETIES.indexOf(b) ? a : b;
}
