import type { Bytes } from "../model/finding.ts";
import { parentOf, type AbsolutePath } from "../model/path.ts";
import type { Act, RunEvent, RunKind, RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { machineOf } from "../system/machine.ts";
import type { MutatingCalls } from "../system/mutate/calls.ts";
import { ownMark } from "../system/own-process.ts";
import { measureFreed } from "./freed.ts";
import { beginJournal } from "./journal.ts";
import type { IntentRecord, RunRecord } from "./journal-records.ts";
import { recover } from "./recover.ts";
import { Runner } from "./runner.ts";
import type { Task } from "./task.ts";
import type { Trash } from "./trash/trash.ts";

/**
 * Carries out tasks one after the other, under the lock, with the journal. What cannot be done is an outcome with its
 * reason, and the next task goes on. Small tasks share one wait for the disk: their intents are written together, each
 * is checked again right before it acts, their outcomes reach the disk together.
 */
export interface RunRequest {
  readonly run: string;
  readonly kind: RunKind;
  readonly tasks: readonly Task[];
  readonly forecast: Bytes;
  readonly later: Bytes;
  /** An empty directory that takes the copies which are kept of what goes, where there are any. */
  readonly copiesIn?: AbsolutePath | undefined;
  /**
   * Asked with the lock held, shortly before the tasks act and again whenever the answers have become old: why some of
   * them must be left now, by step.
   */
  readonly objections: (intents: readonly IntentRecord[]) => Promise<ReadonlyMap<string, string>>;
}

export interface RunOptions {
  /** Stops after the item that is being dealt with. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: (event: RunEvent) => void;
  /** Names the command that this run is a part of, where it makes several. */
  readonly partOf?: string | undefined;
  /** How long to wait for another pyshed, in milliseconds. */
  readonly waitMs?: number;
  /** False leaves out what takes longest at the end of small runs: measuring what was freed. */
  readonly isMeasured?: boolean;
  /** Takes the journal's lines where they can be written nowhere else: standard error. */
  readonly say?: (line: string) => void;
  /** Other calls than the system's: where tests let things happen in between. */
  readonly calls?: MutatingCalls;
  /** Named moments between which a crash may come; a test stops the process in one of them. */
  readonly onPoint?: (point: string) => void;
}

export const WAIT_MS = 10_000;

/** What gives bytes back at once. */
const FREES: ReadonlySet<Act> = new Set<Act>(["delete", "purge", "owner", "link"]);
/** What nobody can undo, and so needs no journal that lasts. */
const FINAL: ReadonlySet<Act> = new Set<Act>(["delete", "purge", "owner"]);

export async function runTasks(
  host: Host,
  trash: Trash,
  request: RunRequest,
  options: RunOptions = {},
): Promise<RunReport> {
  const notices: string[] = [];
  const onNotice = (text: string): void => {
    notices.push(text);
    options.onEvent?.({ type: "notice", text });
  };
  const journal = await beginJournal(host, headOf(host, request, options), {
    mayLieElsewhere: request.tasks.every(({ intent }) => FINAL.has(intent.act)),
    waitMs: options.waitMs ?? WAIT_MS,
    onWait: (who) => options.onEvent?.({ type: "waiting", who }),
    say: options.say ?? (() => {}),
    onNotice,
    whenLocked() {
      options.onPoint?.("locked");
      return recover(host, trash, onNotice);
    },
  });
  try {
    options.onPoint?.("begun");
    const bytes = request.tasks.reduce((sum, { intent }) => sum + intent.bytes.allocated, 0);
    options.onEvent?.({ type: "start", items: request.tasks.length, bytes });
    const places = request.tasks.filter(({ intent }) => FREES.has(intent.act)).map(placeOf);
    const measured = options.isMeasured === false ? [] : places;
    const measure = await measureFreed(host, measured, { journal, copiesIn: request.copiesIn });
    const { outcomes, isStopped } = await new Runner(host, trash, journal, request, options).run();
    const acted = outcomes.some(({ result, act }) => FREES.has(act) && result !== "skipped");
    if (acted) options.onEvent?.({ type: "measuring" });
    const freed = acted ? await measure() : null;
    const at = new Date(host.now()).toISOString();
    journal.record({ type: "end", at, interrupted: isStopped, freed: freed?.bytes ?? null, recovered: false });
    journal.flush();
    options.onPoint?.("ended");
    const { run, kind } = request;
    return { run, kind, outcomes, interrupted: isStopped, freed, journal: journal.directory, notices };
  } finally {
    journal.close();
  }
}

function headOf(host: Host, { run, kind, tasks, forecast, later }: RunRequest, { partOf }: RunOptions): RunRecord {
  const at = new Date(host.now()).toISOString();
  const [machine, process] = [machineOf(host), ownMark(host)];
  return {
    type: "run",
    schema: "pyshed.journal/1",
    run,
    kind,
    at,
    machine,
    process,
    items: tasks.length,
    forecast,
    later,
    partOf: partOf ?? null,
  };
}

/** A directory on the filesystem that a task frees room on, which stays. */
function placeOf({ intent }: Task): ReturnType<typeof parentOf> {
  return intent.origin ? intent.origin.item.trashDirectory : parentOf(intent.path);
}
