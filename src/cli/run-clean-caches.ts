import { cleanCaches, type CleanCachesResult } from "../app/clean-caches.ts";
import { shortagesForTrash } from "../app/shortages-for-trash.ts";
import type { CacheList } from "../model/cache.ts";
import { NO_BYTES, addBytes } from "../model/plan.ts";
import { cachePlanQuestion, renderCachePlan } from "../report/cache-plan-text.ts";
import { cachesCleanDocument } from "../report/caches-document.ts";
import { renderCaches } from "../report/caches-text.ts";
import { renderLeft } from "../report/left-text.ts";
import { renderRunEnd } from "../report/run-text.ts";
import { renderShortages } from "../report/shortages-text.ts";
import { lookFor } from "./appearance.ts";
import { askYesOrNo, canAsk, openAsker, refuseToGuess, type Asker } from "./asker.ts";
import { selectCaches, type CachesSelection } from "./caches-selection.ts";
import type { CachesFlags } from "./caches-flags.ts";
import { ExitCode } from "./exit-code.ts";
import { openRunProgress } from "./run-progress.ts";
import type { Session } from "./session.ts";
import { checkStoreNames } from "./store-names.ts";
import { readWhich } from "./which.ts";

export interface CachesChoice {
  /** Stores; empty means all. */
  readonly names: readonly string[];
  /** Rows are chosen from. */
  readonly isChoosing: boolean;
  /** The stores were named one by one to be cleaned. */
  readonly isNamed: boolean;
  /** Of those found, only these are shown and taken. */
  readonly selection?: CachesSelection;
}

const WHICH = "Clean which? (e.g. 1,2 or all) ";

/** Cleans caches after one question, and says what was done. */
export async function runCleanCaches(session: Session, choice: CachesChoice, flags: CachesFlags): Promise<ExitCode> {
  const { host, terminal } = session;
  const { names, isNamed } = choice;
  checkStoreNames(names);
  const isAnswered = flags.yes === true || flags.force === true || flags.dryRun === true;
  if (!isAnswered && !canAsk(session)) throw refuseToGuess("cleaning caches");
  const look = lookFor(terminal.talk, host.environment, flags);
  const say = (text: string): void => terminal.talk.write(text);
  const asker = isAnswered ? null : openAsker(session);
  const running = openRunProgress(session);
  try {
    const { list } = selectCaches(host, names, choice.selection ?? {});
    if (choice.isChoosing && asker) say(renderCaches(list, host.now(), look));
    // What never goes is meant only by whoever names it.
    const offered = isNamed ? list.caches : list.caches.filter(({ safety }) => safety !== "data");
    const chosen = choice.isChoosing && asker && offered.length > 0 ? await askWhich(asker, list, say) : null;
    const named = chosen?.named ?? (isNamed ? list.caches.map(({ id }) => id) : []);
    const shown = isNamed ? null : offered.map(({ id }) => id);
    const request = { names, chosen: chosen?.chosen ?? shown, named, permanent: flags.permanent ?? false };
    const result = await cleanCaches(host, request, {
      ...running.options,
      planOnly: flags.dryRun === true,
      async confirm(plan) {
        const warning = renderShortages(shortagesForTrash(host, plan.steps), look);
        if (asker) say(renderCachePlan(plan, look));
        say(warning);
        if (!asker) return true;
        return askYesOrNo(asker, cachePlanQuestion(plan), say);
      },
    });
    running.erase();
    present(session, flags, result);
    return exitCodeOf(result, list);
  } finally {
    asker?.close();
    running.erase();
  }
}

async function askWhich(
  asker: Asker,
  { caches }: CacheList,
  say: (text: string) => void,
): Promise<{ readonly chosen: readonly string[]; readonly named: readonly string[] }> {
  while (true) {
    const answer = (await asker.ask(WHICH)) ?? "";
    const which = readWhich(answer, { rows: caches.length, emptyRows: new Set(), singles: [] });
    if (!which.ok) {
      say(`${which.why}.\n`);
      continue;
    }
    const chosen = which.rows.map((row) => caches[row - 1]!.id);
    // A number of its own names a row; a range and `all` do not.
    const single = new Set(
      answer
        .split(/[\s,]+/)
        .filter((part) => /^\d+$/.test(part))
        .map(Number),
    );
    return { chosen, named: which.rows.filter((row) => single.has(row)).map((row) => caches[row - 1]!.id) };
  }
}

function present({ terminal, host }: Session, flags: CachesFlags, result: CleanCachesResult): void {
  const { status, plan, report } = result;
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
  switch (status) {
    case "planned":
      return terminal.output.write((renderCachePlan(plan, look) || "Nothing to clean.\n") + left);
    case "nothing":
      return terminal.output.write(`Nothing to clean, nothing was done.\n${left}`);
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
      return terminal.output.write(renderRunEnd(end, look) + left);
    }
  }
}

/** 3 when what was named was refused and nothing was done; 1 when something stayed that was meant to go. */
function exitCodeOf({ status, plan, report, left }: CleanCachesResult, { problems }: CacheList): ExitCode {
  if (report?.interrupted) return ExitCode.interrupted;
  const missed = left.some(({ isMissed }) => isMissed);
  if (missed && plan.steps.length === 0) return ExitCode.refused;
  if (status === "planned" || status === "declined") return ExitCode.done;
  return missed || problems.length > 0 ? ExitCode.incomplete : ExitCode.done;
}
