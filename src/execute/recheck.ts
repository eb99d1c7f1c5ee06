import type { Artifact } from "../model/artifact.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Identity, Step } from "../model/plan.ts";
import { strictest } from "../model/safety.ts";
import { gradeOf } from "../proof/grade.ts";
import { placeAt } from "../proof/place.ts";
import { holds } from "../proof/prove.ts";
import type { Host } from "../system/host.ts";
import { identityAt } from "../system/place-identity.ts";

/**
 * The last look before a step acts: is it still what the plan saw, and still proven to be an artifact? What happens
 * after this look is caught by the removal itself, which compares device and inode once more by handle.
 */
export function objectionTo(
  host: Host,
  { path, identity, safety }: Pick<Step, "path" | "identity" | "safety">,
  artifact: Artifact | undefined,
): string | null {
  const change = changeSince(identity, path);
  if (change !== null) return change;
  if (!artifact) return "this pyshed does not know what it is";
  const place = placeAt(path, { now: host.now() });
  if (!holds(artifact.proof, place)) return `it is not proven to be a ${artifact.title} any more`;
  const grade = gradeOf(artifact, place);
  if (strictest(grade.safety, safety) === safety && grade.safety !== "data") return null;
  return `it is ${grade.safety} now: ${grade.reasons.join("; ")}`;
}

export const GONE = "it is gone, or cannot be looked at any more";

/** How what lies at a path now differs from what was seen there before; null when it does not. */
export function changeSince(before: Identity, path: AbsolutePath): string | null {
  const now = identityAt(path);
  return now ? changeBetween(before, now) : GONE;
}

/** How a place differs from what the plan saw; null when it does not. */
export function changeBetween(before: Identity, now: Identity): string | null {
  if (before.type !== now.type) return `it is a ${now.type} now`;
  if (!isSameThing(before, now)) return "something else has taken its place since it was planned";
  return before.modified === now.modified ? null : "it has changed since it was planned";
}

/** The same file or directory, whatever has been changed in it. */
export function isSameThing(before: Identity, now: Identity): boolean {
  return before.device === now.device && before.inode === now.inode && before.type === now.type;
}
