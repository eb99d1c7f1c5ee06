import type { Proof, ProofLine, ProofOutcome } from "../model/proof.ts";
import type { Place } from "./place.ts";
import { see } from "./see.ts";

/** Whether the proof holds; stops at the first answer that decides. */
export function holds(proof: Proof, place: Place): boolean {
  if ("all" in proof) return proof.all.every((part) => holds(part, place));
  if ("any" in proof) return proof.any.some((part) => holds(part, place));
  if ("not" in proof) return !holds(proof.not, place);
  if ("up" in proof) {
    const parent = place.parent();
    return parent !== undefined && holds(proof.up, parent);
  }
  return see(proof, place).holds;
}

/**
 * The same with a sentence for each question. Of alternatives, the first that holds is shown; when none does, all are.
 */
export function prove(proof: Proof, place: Place): ProofOutcome {
  if ("all" in proof) {
    const parts = proof.all.map((part) => prove(part, place));
    return { holds: parts.every((part) => part.holds), lines: parts.flatMap((part) => part.lines) };
  }
  if ("any" in proof) {
    const parts = proof.any.map((part) => prove(part, place));
    const first = parts.find((part) => part.holds);
    return first ?? { holds: false, lines: parts.flatMap((part) => part.lines) };
  }
  if ("not" in proof) {
    const inner = prove(proof.not, place);
    const deciding = inner.lines.filter((line) => line.holds === inner.holds);
    return { holds: !inner.holds, lines: deciding.map((line) => ({ ...line, holds: !line.holds })) };
  }
  if ("up" in proof) return proveAbove(proof.up, place.parent());
  const sight = see(proof, place);
  return { holds: sight.holds, lines: [{ holds: sight.holds, text: sight.text() }] };
}

function proveAbove(proof: Proof, parent: Place | undefined): ProofOutcome {
  if (!parent) return { holds: false, lines: [{ holds: false, text: "nothing lies above it" }] };
  const outcome = prove(proof, parent);
  const lines: readonly ProofLine[] = outcome.lines.map((line) => ({
    ...line,
    text: `above it, ${parent.name}: ${line.text}`,
  }));
  return { ...outcome, lines };
}
