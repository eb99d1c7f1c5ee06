import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { WorkerOrder } from "./tasks.ts";

const MOST = 8;

/** Megabytes for the new objects of a thread: those that a walk begins with, and those that are added to wait for a disk. */
const ROOM_FOR_FIRST = 8;
const ROOM_FOR_MORE = 2;

/** Threads start the bundle, also when this file runs from source under the test runner. */
const PROGRAM = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/scan-worker.js" : "./scan-worker.js",
  import.meta.url,
);

/**
 * The threads of one walk. They load as soon as this is made, so it may be made before it is known where the walk goes.
 * `dismiss` must follow.
 */
export class WalkThreads {
  /** Rejected when a thread fails. */
  readonly failure: Promise<never>;
  readonly #all: Worker[] = [];
  #taken = 0;
  #fail: (error: unknown) => void = () => {};

  constructor() {
    this.failure = new Promise((_, reject) => (this.#fail = reject));
    // Whoever takes threads asks; nobody may have taken one yet.
    this.failure.catch(() => {});
    const first = Math.min(MOST, availableParallelism());
    while (this.#all.length < first) this.#start(ROOM_FOR_FIRST);
  }

  /** How many are there that nobody has taken. */
  get ready(): number {
    return this.#all.length - this.#taken;
  }

  /** How many more than those that were taken there may be. */
  get left(): number {
    return MOST - this.#taken;
  }

  take(): Worker {
    if (this.ready === 0) this.#start(ROOM_FOR_MORE);
    return this.#all[this.#taken++]!;
  }

  /** They end by themselves: one that is cut off while it loads native code takes the whole process with it. */
  dismiss(): void {
    for (const worker of this.#all) order(worker, null);
  }

  #start(maxYoungGenerationSizeMb: number): void {
    const worker = new Worker(PROGRAM, { resourceLimits: { maxYoungGenerationSizeMb } });
    worker.on("error", this.#fail);
    this.#all.push(worker);
  }
}

export function order(worker: Worker, what: WorkerOrder): void {
  worker.postMessage(what);
}
