import { setImmediate } from "node:timers/promises";
import type { ItemOutcome } from "../model/run.ts";
import { codeOf } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import type { Journal } from "./journal.ts";
import type { IntentRecord, OutcomeRecord } from "./journal-records.ts";
import { keepOutput } from "./keep-output.ts";
import { keepPins } from "./keep-pins.ts";
import { reasonFor } from "./removal/outcome.ts";
import type { RunOptions, RunRequest } from "./run.ts";
import type { Acted, Task } from "./task.ts";
import type { Trash } from "./trash/trash.ts";

interface Limits {
  readonly tasks: number;
  readonly bytes: number;
}

/** Intents that share one wait for the disk, and the most bytes that they delete together. */
const TOGETHER: Limits = { tasks: 64, bytes: 64 * 1024 * 1024 };
/** What is asked about at once: about as much as is done before the answers are old. */
const ASKED: Limits = { tasks: 256, bytes: 1024 * 1024 * 1024 };
/** Answers older than this are asked for again. */
const FRESH_MS = 3000;

/** Deals with the tasks of one run, whose journal is open: intent, last look, act, outcome. */
export class Runner {
  readonly #host: Host;
  readonly #trash: Trash;
  readonly #journal: Journal;
  readonly #request: RunRequest;
  readonly #options: RunOptions;
  readonly #outcomes: ItemOutcome[] = [];
  #objections: ReadonlyMap<string, string> = new Map();
  #asked: ReadonlySet<Task> = new Set();
  #askedAt = -Infinity;
  /** It was stopped between tasks whose intents were written together. */
  #isCut = false;

  constructor(host: Host, trash: Trash, journal: Journal, request: RunRequest, options: RunOptions) {
    this.#host = host;
    this.#trash = trash;
    this.#journal = journal;
    this.#request = request;
    this.#options = options;
  }

  /** One outcome for each task that was dealt with; `isStopped` when others waited. */
  async run(): Promise<{ readonly outcomes: readonly ItemOutcome[]; readonly isStopped: boolean }> {
    let rest = this.#request.tasks;
    while (rest.length > 0 && !this.#isStopped()) {
      const together = frontOf(rest, TOGETHER);
      const waiting = rest;
      rest = rest.slice(together.length);
      if (!(await isNeeded(together))) continue;
      await this.#askAbout(together, waiting);
      await this.#runTogether(together);
    }
    return { outcomes: this.#outcomes, isStopped: rest.length > 0 || this.#isCut };
  }

  async #askAbout(together: readonly Task[], waiting: readonly Task[]): Promise<void> {
    const isFresh = this.#host.now() - this.#askedAt <= FRESH_MS;
    if (isFresh && together.every((task) => this.#asked.has(task))) return;
    const near = frontOf(waiting, ASKED);
    this.#objections = await this.#request.objections(near.map(({ intent }) => intent));
    this.#asked = new Set(near);
    this.#askedAt = this.#host.now();
  }

  async #runTogether(together: readonly Task[]): Promise<void> {
    const free = together.filter((task) => !this.#objections.has(task.intent.step));
    const trouble = this.#intend(free);
    for (const task of together) {
      // Small items are done in one go: without a pause Ctrl-C would be heard only after all of them.
      await setImmediate();
      this.#isCut = this.#isStopped();
      if (this.#isCut) break;
      this.#options.onEvent?.({ type: "item", path: task.intent.path, index: this.#outcomes.length });
      const objection = this.#objections.get(task.intent.step);
      const left: Acted | null = objection === undefined ? trouble : { result: "skipped", reason: objection };
      this.#conclude(task, left ?? (await this.#act(task)));
    }
    for (const task of this.#isStopped() ? free : []) this.#closeUnbegun(task);
    this.#journal.flush();
    this.#point("flushed");
  }

  /** Why none of them may act: their intents could not be put on the disk. */
  #intend(tasks: readonly Task[]): Acted | null {
    if (tasks.length === 0) return null;
    try {
      this.#journal.intend(inFull(tasks));
      this.#point("intended");
      return null;
    } catch (error) {
      return { result: "failed", reason: `it could not be written down: ${reasonFor(codeOf(error))}` };
    }
  }

  async #act(task: Task): Promise<Acted> {
    const { intent } = task;
    const { path, step } = intent;
    try {
      const objection = task.check();
      if (objection !== null) return { result: "skipped", reason: objection };
      this.#point(`checked ${step}`);
      const lines = task.pins?.() ?? null;
      if (lines !== null) keepPins(this.#host, this.#journal, step, lines);
      const left = await this.#backUp(task);
      if (left !== null) return left;
      const acted = await task.act({
        host: this.#host,
        trash: this.#trash,
        reserve: (item) => {
          this.#journal.note({ type: "reserved", step, item });
          this.#point(`reserved ${step}`);
        },
        noteCopies: (copies) => {
          this.#journal.intend([{ type: "copies", step, copies }]);
          this.#point(`copied ${step}`);
        },
        onProgress: ({ bytes, files, directories }) => {
          this.#options.onEvent?.({ type: "removed", path, bytes, entries: files + directories });
          this.#point(`removing ${step}`);
        },
        calls: this.#options.calls,
        onPoint: (point) => this.#point(`${point} ${step}`),
      });
      this.#point(`acted ${step}`);
      return acted;
    } catch (error) {
      // What no act expects: it is an outcome like the others, so that the next one goes on.
      return {
        result: "failed",
        reason: `it could not be done: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
  }

  /** Why it may not go: no copy could be kept, or it changed while it was copied. */
  async #backUp({ intent: { step }, backUp, check }: Task): Promise<Acted | null> {
    if (!backUp) return null;
    const kept = await backUp();
    if (typeof kept === "string") return { result: "failed", reason: `no copy of it could be kept: ${kept}` };
    this.#journal.note({ type: "backup", step, ...kept });
    const change = check();
    return change === null ? null : { result: "skipped", reason: change };
  }

  #conclude({ intent }: Task, done: Acted): void {
    const { step, act, path, artifact, project, bytes } = intent;
    const { result, reason, hint = null, guarantee = null, files } = done;
    if (done.output) keepOutput(this.#host, this.#journal, step, done.output);
    this.#journal.record(this.#outcomeRecord(step, done));
    this.#point(`recorded ${step}`);
    const outcome: ItemOutcome = { step, act, path, artifact, project, bytes, result, files, reason, hint, guarantee };
    this.#outcomes.push(outcome);
    this.#options.onEvent?.({ type: "outcome", outcome, index: this.#outcomes.length - 1 });
  }

  /** Stopped before its turn: the journal says so, and the report leaves it out. */
  #closeUnbegun({ intent: { step } }: Task): void {
    if (this.#outcomes.some((outcome) => outcome.step === step)) return;
    this.#journal.record(
      this.#outcomeRecord(step, { result: "skipped", reason: "pyshed was stopped before its turn" }),
    );
  }

  #outcomeRecord(step: string, { result, reason, trashed }: Acted): OutcomeRecord {
    const at = new Date(this.#host.now()).toISOString();
    return { type: "outcome", step, at, result, reason, trashed: trashed ?? null, recovered: false };
  }

  #isStopped(): boolean {
    return this.#options.signal?.aborted ?? false;
  }

  #point(name: string): void {
    this.#options.onPoint?.(name);
  }
}

/** One at a time; again as often as somebody goes through them. */
function inFull(tasks: readonly Task[]): Iterable<IntentRecord> {
  return {
    *[Symbol.iterator]() {
      for (const task of tasks) yield task.inFull?.() ?? task.intent;
    },
  };
}

/** A task that asks whether it is needed stands alone. */
async function isNeeded([task]: readonly Task[]): Promise<boolean> {
  return task?.isNeeded === undefined || (await task.isNeeded());
}

/** The tasks at the front that stay within the limits; at least one. What is not deleted costs no time. */
function frontOf(tasks: readonly Task[], limits: Limits): readonly Task[] {
  let bytes = 0;
  const end = tasks.findIndex(({ intent, isNeeded: isAsked }, index) => {
    if (intent.act === "delete") bytes += intent.bytes.allocated;
    const isAlone = isAsked !== undefined && limits === TOGETHER;
    return index > 0 && (isAlone || index >= limits.tasks || bytes > limits.bytes);
  });
  return end < 0 ? tasks : tasks.slice(0, end);
}
