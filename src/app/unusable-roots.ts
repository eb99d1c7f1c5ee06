import type { Problem } from "../model/finding.ts";
import { resolveRoots, type RootsRequest } from "../scan/roots.ts";
import type { Host } from "../system/host.ts";

/** The roots that could not be searched, before anything is done. */
export function unusableRoots(host: Host, request: RootsRequest): readonly Problem[] {
  return resolveRoots(host, request).problems;
}
