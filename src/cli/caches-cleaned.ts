import type { CleanCachesResult } from "../app/clean-caches.ts";
import type { CacheList } from "../model/cache.ts";
import { NO_BYTES, addBytes } from "../model/plan.ts";
import { renderCopies } from "../report/cache-copies-text.ts";
import { renderCachePlan } from "../report/cache-plan-text.ts";
import { renderChecks, renderChoosing, renderTargets } from "../report/cache-selection-text.ts";
import { cachesCleanDocument } from "../report/caches-document.ts";
import { renderLeft } from "../report/left-text.ts";
import { renderRunEnd } from "../report/run-text.ts";
import { lookFor } from "./appearance.ts";
import type { CachesFlags } from "./caches-flags.ts";
import { ExitCode } from "./exit-code.ts";
import type { Session } from "./session.ts";

/** Writes what was done, or would be. */
export function presentCleaned({ terminal, host }: Session, flags: CachesFlags, result: CleanCachesResult): void {
  const { status, plan, report, choosing, targets, checks, copies } = result;
  if (flags.json) return terminal.output.write(`${JSON.stringify(cachesCleanDocument(result), null, 2)}\n`);
  const look = lookFor(terminal.output, host.environment, flags);
  const left =
    renderLeft(
      "Left",
      result.left.filter(({ isMissed }) => isMissed),
      look,
    ) +
    renderLeft(
      "Not taken",
      result.left.filter(({ isMissed }) => !isMissed),
      look,
    );
  const chosen = renderChoosing(choosing);
  const reached = renderTargets(targets, plan.targets, look);
  switch (status) {
    case "planned":
      return terminal.output.write((renderCachePlan(plan, look) || "Nothing to clean.\n") + chosen + left);
    case "nothing":
      return terminal.output.write(`Nothing to clean, nothing was done.\n${chosen}${reached}${left}`);
    case "declined":
      return terminal.output.write("Nothing was done.\n");
    case "done": {
      const done = new Set(report!.outcomes.filter((outcome) => outcome.result === "done").map(({ step }) => step));
      const steps = plan.steps.filter(({ id }) => done.has(id));
      const sum = (isTrash: boolean) =>
        steps
          .filter(({ action }) => (action === "trash") === isTrash)
          .reduce((total, { bytes }) => addBytes(total, bytes), NO_BYTES);
      const end = { report: report!, forecast: sum(false), later: sum(true), environments: new Set<string>() };
      return terminal.output.write(
        renderRunEnd(end, look) +
          renderChecks(checks, look) +
          (copies ? renderCopies(plan, report, copies.directory) : "") +
          reached +
          left,
      );
    }
  }
}

/** 3 when what was named was refused and nothing was done; 1 when something stayed; 4 when a target was missed. */
export function cleanedExitCode(
  { status, plan, report, left, targets, checks }: CleanCachesResult,
  { problems }: CacheList,
): ExitCode {
  if (report?.interrupted) return ExitCode.interrupted;
  const missed = left.some(({ isMissed }) => isMissed);
  if (missed && plan.steps.length === 0) return ExitCode.refused;
  if (status === "planned" || status === "declined") return ExitCode.done;
  if (targets.some(({ isReached }) => !isReached)) return ExitCode.missed;
  const isUnsound = checks.some(({ isSound }) => !isSound);
  return missed || isUnsound || problems.length > 0 ? ExitCode.incomplete : ExitCode.done;
}
