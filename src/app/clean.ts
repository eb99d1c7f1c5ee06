import { pinnedList } from "../environments/pinned-list.ts";
import { centralDirectoryOf } from "../bytecode/central.ts";
import { sourceDirectoryOf } from "../bytecode/places.ts";
import { changeSince, GONE } from "../execute/recheck.ts";
import type { RunOptions } from "../execute/run.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import type { BytecodeRule, CacheLimits } from "../model/bytecode.ts";
import type { Bytes, Finding, ScanResult } from "../model/finding.ts";
import type { SumOf } from "../model/group.ts";
import { isWithin, type AbsolutePath } from "../model/path.ts";
import { addBytes, NO_BYTES, type Action, type Decision, type Plan, type Protection } from "../model/plan.ts";
import type { RunReport } from "../model/run.ts";
import type { Shortage } from "../model/shortage.ts";
import { decide, type Circumstances } from "../plan/decide.ts";
import { makePlan, type Chosen } from "../plan/make.ts";
import type { Host } from "../system/host.ts";
import { machineOf } from "../system/machine.ts";
import { circumstancesOf, policyOf } from "./circumstances.ts";
import { carryOut } from "./carry-out.ts";
import { differencesInEnvironments } from "./differences.ts";
import { leftBy, leftOf } from "./left-of.ts";
import { newRunId } from "./run-id.ts";
import { shortagesForTrash } from "./shortages-for-trash.ts";
import type { ScanEvent, ScanRequest, Survey } from "./scan.ts";
import { surveyFor } from "./survey-for.ts";

export interface CleanRequest extends ScanRequest {
  readonly protection: Protection;
  /** Delete for good instead of using the trash. */
  readonly permanent: boolean;
  /** Findings named one by one, by id or by real path: `medium` ones go only so. */
  readonly named: readonly string[];
  /** Bytecode alone, each file of it judged by this rule. */
  readonly bytecode?: BytecodeRule | undefined;
  /** For the rule `gc`. */
  readonly limits?: CacheLimits | undefined;
  /** For the rule `move`: the one cache for all. Its path is resolved. */
  readonly into?: AbsolutePath | undefined;
}

/** A finding and what policy says of it. */
export interface CleanItem {
  readonly finding: Finding;
  readonly decision: Decision;
  /** False when it cannot go whatever is chosen. What is refused only unless named may be named. */
  readonly mayGo: boolean;
}

/** What was chosen of a list. Ids. */
export interface Choice {
  readonly chosen: readonly string[];
  /** Those that were picked by themselves, not by a range or `all`. */
  readonly named: readonly string[];
}

/** What a person is told before the last yes. */
export interface Proposal {
  readonly plan: Plan;
  /** Disks and quotas that are nearly used up, where the trash frees nothing. Empty for `permanent`. */
  readonly shortages: readonly Shortage[];
}

/** Questions to the user. All of them are asked before anything is done. */
export interface CleanQuestions {
  /** Which of these? Without it everything that policy allows is chosen. `sumOf`: what findings free together. */
  readonly choose?: (items: readonly CleanItem[], scan: ScanResult, sumOf: SumOf) => Promise<Choice>;
  /** Which of these may go, in spite of what is said about them? Ids. */
  readonly permit: (asked: readonly CleanItem[]) => Promise<readonly string[]>;
  /** Go ahead? */
  readonly confirm: (proposal: Proposal) => Promise<boolean>;
}

export interface CleanOptions extends RunOptions {
  readonly onScan?: (event: ScanEvent) => void;
  /** Ends with the plan: nothing is asked for the last time and nothing is done. */
  readonly planOnly?: boolean;
}

/** What was left, and why. */
export interface Left {
  readonly finding: string;
  readonly path: AbsolutePath;
  readonly reasons: readonly string[];
}

export interface CleanResult {
  readonly status: "planned" | "declined" | "interrupted" | "nothing" | "done";
  readonly scan: ScanResult;
  readonly items: readonly CleanItem[];
  readonly plan: Plan;
  /** Null when nothing was carried out. */
  readonly report: RunReport | null;
  /** What the items that really went were to give back at once, and after a purge. */
  readonly forecast: Bytes;
  readonly later: Bytes;
  /** What was chosen, or would have been, and did not go. */
  readonly left: readonly Left[];
  /** The sums behind the figures of findings, by their ids. */
  readonly sumsOf: Survey["sumsOf"];
}

/** From roots to freed bytes. Throws `Refusal` when a run cannot begin. */
export async function clean(
  host: Host,
  request: CleanRequest,
  questions: CleanQuestions,
  options: CleanOptions = {},
): Promise<CleanResult> {
  const scanning = {
    ...(options.onScan ? { onEvent: options.onScan } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  };
  const found = await surveyFor(host, request, scanning);
  const judge = await judgeAll(host, request, found);
  const givenNames = found.result.findings.filter(({ id, path }) =>
    [id, path].some((name) => request.named.includes(name)),
  );
  const named = new Set(givenNames.map(({ id }) => id));
  const items = judge(named);
  const choice = await questions.choose?.(items, found.result, (ids) => sumOf(found, ids));
  for (const id of choice?.named ?? []) named.add(id);

  const wanted = choice ? new Set(choice.chosen) : null;
  const judged = judge(named).filter(({ finding }) => wanted === null || wanted.has(finding.id));
  const asked = judged.filter(({ decision }) => decision.verdict === "ask");
  const permitted = new Set(asked.length > 0 ? await questions.permit(asked) : []);
  const going = judged.filter(
    ({ finding, decision }) =>
      decision.verdict === "allow" || (decision.verdict === "ask" && permitted.has(finding.id)),
  );
  const { plan, vanished } = planFor(host, request, found, going, items);
  const refused = [...judged.filter((item) => !going.includes(item)).map(leftOf), ...vanished];
  const nothingDone = {
    scan: found.result,
    items,
    plan,
    report: null,
    forecast: NO_BYTES,
    later: NO_BYTES,
    left: refused,
    sumsOf: found.sumsOf,
  };

  if (options.signal?.aborted) return { status: "interrupted", ...nothingDone };
  if (options.planOnly) return { status: "planned", ...nothingDone };
  if (plan.steps.length === 0) return { status: "nothing", ...nothingDone };
  const shortages = shortagesForTrash(host, plan.steps);
  if (!(await questions.confirm({ plan, shortages }))) return { status: "declined", ...nothingDone };

  const against = await differencesInEnvironments(host, plan.steps);
  const report = await carryOut(host, trashFor(host), plan, options, { against, reliances: found.reliances });
  const done = report.outcomes.filter(({ result }) => result === "done").map(({ step }) => step);
  const gone = sumOf(
    found,
    plan.steps.filter(({ id }) => done.includes(id)).map(({ finding }) => finding),
  );
  return {
    status: "done",
    scan: found.result,
    items,
    plan,
    report,
    forecast: actionOf(request) === "delete" ? gone : NO_BYTES,
    later: actionOf(request) === "trash" ? gone : NO_BYTES,
    left: [...refused, ...leftBy(plan, report)],
    sumsOf: found.sumsOf,
  };
}

/** Everything is asked once; what is named only changes the verdict. */
async function judgeAll(
  host: Host,
  request: CleanRequest,
  { result, reliances }: Survey,
): Promise<(named: ReadonlySet<string>) => CleanItem[]> {
  const { findings, roots, problems } = result;
  const disposable = findings.map(({ path }) => path);
  const isBytecode = request.bytecode !== undefined;
  const known = await circumstancesOf(host, findings, { roots, problems, disposable, reliances, isBytecode });
  return (named) => {
    const policy = policyOf(host, request.protection, named);
    return findings.map((finding) => itemOf(finding, known.get(finding.id)!, policy));
  };
}

function itemOf(finding: Finding, known: Circumstances, policy: ReturnType<typeof policyOf>): CleanItem {
  const decision = decide(finding, known, policy);
  const whenNamed = decide(finding, known, { ...policy, named: new Set([finding.id]) });
  return { finding, decision, mayGo: whenNamed.verdict !== "refuse" };
}

function planFor(
  host: Host,
  request: CleanRequest,
  found: Survey,
  going: readonly CleanItem[],
  items: readonly CleanItem[],
): { readonly plan: Plan; readonly vanished: readonly Left[] } {
  const vanished: Left[] = [];
  const chosen = going.flatMap(({ finding, decision }): Chosen[] => {
    const identity = found.identityOf(finding.id);
    const reason = identity ? changeSince(identity, finding.path) : GONE;
    if (identity && reason === null) {
      const to = request.into && centralDirectoryOf(request.into, sourceDirectoryOf(finding.path));
      return [{ finding, decision, identity, to, pinned: finding.environment && pinnedList(finding.path) }];
    }
    vanished.push({ finding: finding.id, path: finding.path, reasons: [reason ?? GONE] });
    return [];
  });
  const final = new Map(going.map(({ decision }) => [decision.finding, decision]));
  const plan = makePlan({
    id: newRunId(host),
    machine: machineOf(host),
    now: host.now(),
    roots: found.result.roots,
    protection: request.protection,
    action: actionOf(request),
    bytecode: request.bytecode,
    chosen,
    decisions: items.map(({ decision }) => final.get(decision.finding) ?? decision),
    sumOf: (ids) => sumOf(found, ids),
  });
  return { plan, vanished };
}

function actionOf({ into, permanent }: CleanRequest): Action {
  if (into !== undefined) return "move";
  return permanent ? "delete" : "trash";
}

/** What lies inside another finding counts there, unless it goes by itself: then it counts at least for itself. */
function sumOf(found: Survey, ids: readonly string[]): Bytes {
  const named = new Set(ids);
  const alone = found.result.findings.filter(
    ({ id, inside, path }) =>
      named.has(id) &&
      inside !== null &&
      !found.result.findings.some((other) => other.id !== id && named.has(other.id) && isWithin(path, other.path)),
  );
  return alone.reduce((sum, { bytes }) => addBytes(sum, bytes), found.sumOf(ids));
}
