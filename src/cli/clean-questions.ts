import type { Choice, CleanItem, CleanQuestions, Proposal } from "../app/clean.ts";
import { realPlace } from "../app/real-place.ts";
import type { ScanResult } from "../model/finding.ts";
import { plainSum, type SumOf } from "../model/group.ts";
import { choicesOf, type Choices } from "../report/choices.ts";
import { renderChoices } from "../report/choices-text.ts";
import { escapeForTerminal } from "../report/escape.ts";
import type { Look } from "../report/look.ts";
import { isPermanent, planQuestion, renderPlan, type PlanView } from "../report/plan-text.ts";
import { renderShortages } from "../report/shortages-text.ts";
import { askYesOrNo, type Asker } from "./asker.ts";
import type { ShowOrCleanFlags } from "./cleaning-options.ts";
import { Interrupted } from "./interrupted.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";
import { readWhich } from "./which.ts";

export interface Asking {
  readonly session: Session;
  readonly flags: ShowOrCleanFlags;
  /** Null where nothing is to be asked. */
  readonly asker: Asker | null;
  /** Rows are to be chosen from; otherwise everything that policy allows is taken. */
  readonly isChoosing: boolean;
  readonly environments: ReadonlySet<string>;
  readonly look: Look;
  /** Writes what has to be read before an answer. */
  readonly show: (text: string) => void;
  /** Called when the scan is over, before anything is written. */
  readonly onScanned: () => void;
}

/** The questions of a cleaning, answered by a person or by the options. */
export interface CommandQuestions extends CleanQuestions {
  /** What a plan is shown with. */
  view(): PlanView;
  /** Ids of findings that were picked one by one. */
  picked(): readonly string[];
}

const WHICH = "Clean which? (e.g. 1,3-5, all, none) ";

export function questionsFor(asking: Asking): CommandQuestions {
  const { session, flags, asker, isChoosing, environments, look, show } = asking;
  const { host, terminal } = session;
  let named: readonly string[] = [];
  let scanned: { readonly scan: ScanResult; readonly sumOf: SumOf } | undefined;
  const view = (): PlanView => {
    const scan = scanned?.scan ?? NOTHING;
    return { scan, sumOf: scanned?.sumOf ?? plainSum(scan.findings), environments, now: host.now(), look };
  };
  const isChosenByHand = isChoosing && asker !== null && flags.pick === undefined;
  return {
    view,
    picked: () => named,
    async choose(items, scan, sumOf) {
      scanned = { scan, sumOf };
      asking.onScanned();
      if (session.signal.aborted) throw new Interrupted();
      if (flags.pick !== undefined) {
        named = picked(session, items, flags.pick);
        return { chosen: named, named };
      }
      const chosenFrom = { sort: flags.sort ?? "size", top: flags.top ?? 0, minSize: flags.minSize ?? 0 };
      const choices = choicesOf(items, scan, sumOf, chosenFrom);
      if (!isChosenByHand) return everythingIn(choices);
      show(renderChoices(choices, host.now(), look));
      if (choices.rows.length === 0) return everythingIn(choices);
      const choice = await askWhich(asker, choices, (text) => terminal.talk.write(text));
      named = choice.named;
      return choice;
    },
    permit: (asked) => Promise.resolve(flags.force && !flags.yes ? [] : asked.map(({ finding }) => finding.id)),
    async confirm({ plan, shortages }: Proposal) {
      const warning = renderShortages(shortages, look);
      if (asker === null) {
        terminal.talk.write(warning);
        return true;
      }
      if (!isChosenByHand) show(renderPlan(plan, view()));
      terminal.talk.write(warning);
      const isAnswered = isChosenByHand && shortages.length === 0 && !isPermanent(plan);
      const question = planQuestion(plan, environments);
      return isAnswered || askYesOrNo(asker, question, (text) => terminal.talk.write(text));
    },
  };
}

const NOTHING: ScanResult = {
  roots: [],
  startedAt: 0,
  durationMs: 0,
  interrupted: false,
  findings: [],
  projects: [],
  totals: { findings: 0, allocated: 0, frees: 0, freesUpTo: 0, entries: 0 },
  problems: [],
};

/** Findings named one by one. Throws `UsageError` for a name that is none. */
function picked(session: Session, items: readonly CleanItem[], names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const path = realPlace(session.host, name);
    const item = items.find(({ finding }) => finding.id === name || finding.path === path);
    if (item) return item.finding.id;
    throw new UsageError(
      `option '--pick' names no finding below the roots: ${escapeForTerminal(name)}`,
      `pyshed why ${escapeForTerminal(name)} says what it is`,
    );
  });
}

/** All that is shown, so that what stays is told with its reasons. What has a number of its own is not named by that. */
function everythingIn({ rows, kept }: Choices): Choice {
  const shown = rows.flatMap(({ items, singles, kept: own }) => [...items, ...singles.map(({ item }) => item), ...own]);
  return { chosen: [...shown, ...kept].map(({ finding }) => finding.id), named: [] };
}

/** Asks until the answer can be taken. */
async function askWhich(asker: Asker, { rows }: Choices, say: (text: string) => void): Promise<Choice> {
  const singles = new Map(rows.flatMap((row) => row.singles.map(({ number, item }) => [number, item.finding.id])));
  const emptyRows = new Set(rows.flatMap(({ items }, index) => (items.length === 0 ? [index + 1] : [])));
  const offered = { rows: rows.length, emptyRows, singles: [...singles.keys()] };
  while (true) {
    const which = readWhich((await asker.ask(WHICH)) ?? "", offered);
    if (which.ok) {
      const named = which.singles.map((number) => singles.get(number)!);
      const ofRows = which.rows.flatMap((row) => rows[row - 1]!.items.map(({ finding }) => finding.id));
      return { chosen: [...new Set([...ofRows, ...named])], named };
    }
    say(`${which.why}.\n`);
  }
}
