import { artifacts } from "../catalog/index.ts";
import type { Finding, Problem } from "../model/finding.ts";
import { isBelowOneOf, isWithin, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Step } from "../model/plan.ts";
import { SAFETIES } from "../model/safety.ts";
import { statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { survey } from "./scan.ts";

/**
 * Looks at steps again as a scan would, contents of environments included. By step: how what is there now differs from
 * what the plan saw.
 */
export async function differencesFrom(host: Host, steps: readonly Step[]): Promise<ReadonlyMap<string, string>> {
  const directories = steps.filter(({ identity }) => identity.type === "directory").map(({ path }) => path);
  const above = steps.filter(({ identity }) => identity.type === "file").map(({ path }) => parentOf(path));
  const seen = [await look(host, directories), ...(await lookInEach(host, above))];
  const findings = new Map(seen.flatMap((one) => one.findings).map((finding) => [finding.path, finding]));
  const problems = seen.flatMap((one) => one.problems);
  const objections = new Map<string, string>();
  for (const step of steps) {
    const objection = differenceOf(step, findings.get(step.path), problems);
    if (objection !== null) objections.set(step.id, objection);
  }
  return objections;
}

const judgedByContents: ReadonlySet<string> = new Set(
  artifacts.filter(({ holds, holdsEnvironments }) => holds || holdsEnvironments).map(({ id }) => id),
);

/**
 * The same for environments alone: the last look at each step sees only the top of a place, and what makes an
 * environment somebody's own may lie deep in it.
 */
export function differencesInEnvironments(host: Host, steps: readonly Step[]): Promise<ReadonlyMap<string, string>> {
  return differencesFrom(
    host,
    steps.filter(({ artifact }) => judgedByContents.has(artifact)),
  );
}

function differenceOf(step: Step, finding: Finding | undefined, problems: readonly Problem[]): string | null {
  if (!statusOrNothing(step.path)) return "it is gone";
  const unread = problems.find(({ path }) => isWithin(path, step.path));
  if (unread) return `${unread.path} could not be read`;
  if (!finding) return "it is not found to be an artifact any more";
  if (finding.artifact !== step.artifact) return `the plan has it as ${step.artifact}, it is ${finding.artifact}`;
  const isLessSafe = SAFETIES.indexOf(finding.safety) > SAFETIES.indexOf(step.safety);
  if (finding.safety !== "data" && !isLessSafe) return null;
  return `it is ${finding.safety} now${finding.reasons.length > 0 ? `: ${finding.reasons.join("; ")}` : ""}`;
}

interface Seen {
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
}

/** A scan takes of two roots that nest only the outer one: those that lie in others wait for their turn. */
async function lookInEach(host: Host, directories: readonly AbsolutePath[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  const waiting = new Set(directories);
  while (waiting.size > 0) {
    const paths: ReadonlySet<string> = new Set(waiting);
    const turn = [...waiting].filter((path) => !isBelowOneOf(path, paths));
    seen.push(await look(host, turn));
    for (const path of turn) waiting.delete(path);
  }
  return seen;
}

async function look(host: Host, paths: readonly AbsolutePath[]): Promise<Seen> {
  if (paths.length === 0) return { findings: [], problems: [] };
  const request = { roots: paths, depth: 0, oneFileSystem: true, only: [], exclude: [], idleDays: null };
  return (await survey(host, request)).result;
}
