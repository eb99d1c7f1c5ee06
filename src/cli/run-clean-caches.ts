import { resolve } from "node:path";
import { cleanCaches, type CleanCachesResult } from "../app/clean-caches.ts";
import { shortagesForTrash } from "../app/shortages-for-trash.ts";
import type { CacheList } from "../model/cache.ts";
import type { AbsolutePath } from "../model/path.ts";
import { cachePlanQuestion, renderCachePlan } from "../report/cache-plan-text.ts";
import { renderCaches } from "../report/caches-text.ts";
import { renderLeft } from "../report/left-text.ts";
import { renderShortages } from "../report/shortages-text.ts";
import { lookFor } from "./appearance.ts";
import { askYesOrNo, canAsk, openAsker, refuseToGuess, type Asker } from "./asker.ts";
import { selectionIn } from "./cache-selection-flags.ts";
import { cleanedExitCode, presentCleaned } from "./caches-cleaned.ts";
import { selectCaches, type CachesSelection } from "./caches-selection.ts";
import type { CachesFlags } from "./caches-flags.ts";
import type { ExitCode } from "./exit-code.ts";
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
  /** Names the command of which this is a part. */
  readonly partOf?: string;
}

export interface CachesCleaned {
  readonly exitCode: ExitCode;
  readonly result: CleanCachesResult;
}

const WHICH = "Clean which? (e.g. 1,2 or all) ";

/** Cleans caches after one question, and says what was done. */
export async function runCleanCaches(
  session: Session,
  choice: CachesChoice,
  flags: CachesFlags,
): Promise<CachesCleaned> {
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
    const request = {
      names,
      chosen: chosen?.chosen ?? shown,
      named,
      permanent: flags.permanent ?? false,
      ...selectionIn(flags),
      ...(flags.backup === undefined ? {} : { backup: resolve(host.currentDirectory, flags.backup) as AbsolutePath }),
    };
    const result = await cleanCaches(host, request, {
      ...running.options,
      partOf: choice.partOf,
      planOnly: flags.dryRun === true,
      async confirm(plan) {
        if (asker) say(renderCachePlan(plan, look) + renderLeft("Left", plan.left, look));
        say(renderShortages(shortagesForTrash(host, plan.steps), look));
        if (!asker) return true;
        return askYesOrNo(asker, cachePlanQuestion(plan), say);
      },
    });
    running.erase();
    presentCleaned(session, flags, result);
    return { exitCode: cleanedExitCode(result, list), result };
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
