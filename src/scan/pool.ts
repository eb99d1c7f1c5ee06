import type { Worker } from "node:worker_threads";
import { busyTime } from "../system/own-process.ts";
import type { Problem } from "../model/finding.ts";
import {
  BYTES,
  ENTRIES,
  HUNGRY,
  sharedViews,
  STOP,
  type Measured,
  type NewestSource,
  type SeenLink,
  type Task,
  type WorkerMessage,
  type WorkerOrder,
  type WorkerSettings,
} from "./tasks.ts";
import type { Threads } from "./threads.ts";

export interface PoolOptions {
  /** More are taken while they wait for the disk rather than for a processor. */
  readonly threads: Threads;
  readonly onMeasured: (measured: Measured) => void;
  readonly onSource: (source: NewestSource) => void;
  readonly onLink: (link: SeenLink) => void;
  readonly onProblem: (problem: Problem) => void;
  /** Called about ten times a second with entries and allocated bytes so far. */
  readonly onProgress: (entries: number, bytes: number) => void;
  readonly signal: AbortSignal | undefined;
}

const PROGRESS_MS = 100;
/** Threads that are busy for less than this share of the time wait for the disk. */
const WAITING_SHARE = 0.6;

/** Runs tasks, and those they lead to, on worker threads until none is left or the signal stops it. */
export async function runPool(tasks: readonly Task[], settings: WorkerSettings, options: PoolOptions): Promise<number> {
  const { flags, counters } = sharedViews(settings.shared);
  const entries = (): number => Number(Atomics.load(counters, ENTRIES));
  const stop = (): void => void Atomics.store(flags, STOP, 1);
  if (options.signal?.aborted) return 0;
  options.signal?.addEventListener("abort", stop);
  const pool = new Pool(tasks, settings, flags, options);
  let busy = busyTime();
  const timer = setInterval(() => {
    options.onProgress(entries(), Number(Atomics.load(counters, BYTES)));
    const now = busyTime();
    pool.widenIfWaiting((now - busy) / PROGRESS_MS);
    busy = now;
  }, PROGRESS_MS);
  try {
    await pool.done;
  } finally {
    clearInterval(timer);
    options.signal?.removeEventListener("abort", stop);
    // After an error in one thread the others have nothing to go on for.
    stop();
    options.threads.dismiss();
  }
  return entries();
}

/** The threads and the tasks that nobody has taken yet. */
class Pool {
  readonly done: Promise<void>;
  readonly #workers: Worker[] = [];
  readonly #waiting = new Set<Worker>();
  readonly #settings: WorkerSettings;
  readonly #flags: Int32Array;
  readonly #options: PoolOptions;
  #queue: Task[];
  #resolve: () => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(tasks: readonly Task[], settings: WorkerSettings, flags: Int32Array, options: PoolOptions) {
    this.#settings = settings;
    this.#flags = flags;
    this.#options = options;
    this.#queue = [...tasks];
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    options.threads.failure.catch(this.#reject);
    while (options.threads.ready > 0) this.#add();
    this.#feed();
  }

  /** `busy`: how many threads computed, or were ready to, in the last while. Doubles the threads at most. */
  widenIfWaiting(busy: number): void {
    const threads = this.#workers.length;
    if (this.#waiting.size > 0 || busy > threads * WAITING_SHARE) return;
    for (let more = Math.min(threads, this.#options.threads.left); more > 0; more--) this.#add();
    this.#feed();
  }

  #add(): void {
    const worker = this.#options.threads.take();
    worker.on("message", (message: WorkerMessage) => this.#take(worker, message));
    order(worker, { type: "begin", settings: this.#settings });
    this.#workers.push(worker);
    this.#waiting.add(worker);
  }

  /** Shares what is there among those that wait, and lets the busy ones know how many still do. */
  #feed(): void {
    if (Atomics.load(this.#flags, STOP) !== 0) this.#queue = [];
    for (const worker of this.#waiting) {
      if (this.#queue.length === 0) break;
      const share = Math.ceil(this.#queue.length / this.#waiting.size);
      this.#waiting.delete(worker);
      order(worker, { type: "work", tasks: this.#queue.splice(0, share) });
    }
    if (this.#waiting.size === this.#workers.length) this.#resolve();
    else Atomics.store(this.#flags, HUNGRY, this.#waiting.size);
  }

  #take(worker: Worker, message: WorkerMessage): void {
    if (message.type === "idle") {
      this.#waiting.add(worker);
      this.#feed();
    } else if (message.type === "tasks") {
      this.#queue.push(...message.tasks);
      this.#feed();
    } else {
      for (const measured of message.measured) this.#options.onMeasured(measured);
      for (const source of message.sources) this.#options.onSource(source);
      for (const link of message.links) this.#options.onLink(link);
      for (const problem of message.problems) this.#options.onProblem(problem);
    }
  }
}

function order(worker: Worker, what: WorkerOrder): void {
  worker.postMessage(what);
}
