import type { BytecodeRule } from "../model/bytecode.ts";
import type { Bytes, Finding } from "../model/finding.ts";
import { isBelowOneOf, isWithin, type AbsolutePath } from "../model/path.ts";
import {
  NO_BYTES,
  type Action,
  type Decision,
  type Identity,
  type Plan,
  type Protection,
  type Step,
} from "../model/plan.ts";

/** A finding that was chosen, with what its removal needs to be checked and undone. */
export interface Chosen {
  readonly finding: Finding;
  readonly decision: Decision;
  readonly identity: Identity;
  readonly pinned: readonly string[] | null;
  /** For `move`: the directory that its files go to. */
  readonly to?: AbsolutePath | undefined;
}

export interface PlanRequest {
  /** Unique. */
  readonly id: string;
  readonly machine: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly roots: readonly AbsolutePath[];
  readonly protection: Protection;
  readonly action: Action;
  readonly bytecode?: BytecodeRule | undefined;
  readonly chosen: readonly Chosen[];
  /** About every finding that was considered. */
  readonly decisions: readonly Decision[];
  /** What findings free together. */
  readonly sumOf: (ids: readonly string[]) => Bytes;
}

/**
 * Makes a plan of what was chosen. What is refused is not in it, and of two places that nest only the outer one is.
 * The biggest goes first, so that stopping early has freed most.
 */
export function makePlan(request: PlanRequest): Plan {
  const { chosen, action } = request;
  const outermost = withoutNested(chosen.filter(({ decision }) => decision.verdict !== "refuse"));
  const ordered = outermost.toSorted(
    ({ finding: a }, { finding: b }) => b.bytes.frees - a.bytes.frees || (a.path < b.path ? -1 : 1),
  );
  const steps = ordered.map((one, index): Step => stepOf(one, String(index + 1), action));
  const sum = steps.length === 0 ? NO_BYTES : request.sumOf(steps.map(({ finding }) => finding));
  return {
    schema: "pyshed.plan/1",
    id: request.id,
    machine: request.machine,
    createdAt: new Date(request.now).toISOString(),
    roots: request.roots,
    protection: request.protection,
    ...(request.bytecode ? { bytecode: request.bytecode } : {}),
    steps,
    decisions: request.decisions,
    forecast: action === "delete" ? sum : NO_BYTES,
    later: action === "trash" ? sum : NO_BYTES,
  };
}

function stepOf({ finding, decision, identity, pinned, to }: Chosen, id: string, action: Action): Step {
  return {
    id,
    action,
    finding: finding.id,
    artifact: finding.artifact,
    path: finding.path,
    ...(to === undefined ? {} : { to }),
    project: finding.project,
    safety: finding.safety,
    identity,
    bytes: finding.bytes,
    pinned,
    accepted: decision.reasons.map(({ code }) => code),
  };
}

function withoutNested(chosen: readonly Chosen[]): Chosen[] {
  const paths = new Set(chosen.map(({ finding }) => finding.path));
  const seen = new Set<string>();
  return chosen.filter(({ finding }) => {
    if (seen.has(finding.path) || isBelowOneOf(finding.path, paths)) return false;
    seen.add(finding.path);
    return true;
  });
}

/** True when the path lies below one of the roots. */
export function isBelowARoot(path: AbsolutePath, roots: readonly AbsolutePath[]): boolean {
  return roots.some((root) => path !== root && isWithin(path, root));
}
