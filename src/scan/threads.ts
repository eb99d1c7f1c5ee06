import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** What threads can be started for: to walk, or to collect the files of environments. */
export type ThreadsKind = "scan" | "collect";

/** The most there may be, and megabytes for the new objects of a thread: of the first, and of those that are added. */
const LIMITS = {
  scan: { most: 8, roomForFirst: 8, roomForMore: 2 },
  collect: { most: 4, roomForFirst: 4, roomForMore: 4 },
};

/** Threads start the bundle, also when this file runs from source under the test runner. */
const PROGRAMS = new URL(import.meta.url.endsWith(".ts") ? "../../dist/" : "./", import.meta.url);

/**
 * The threads of one walk. They load as soon as this is made, so it may be made before it is known where the walk goes.
 * `dismiss` must follow. One is told to end with null; what else it is told is between it and its program.
 */
export class Threads {
  /** Rejected when a thread fails. */
  readonly failure: Promise<never>;
  readonly #kind: ThreadsKind;
  readonly #all: Worker[] = [];
  #taken = 0;
  #fail: (error: unknown) => void = () => {};

  constructor(kind: ThreadsKind) {
    this.#kind = kind;
    this.failure = new Promise((_, reject) => (this.#fail = reject));
    // Whoever takes threads asks; nobody may have taken one yet.
    this.failure.catch(() => {});
    const { most, roomForFirst } = LIMITS[kind];
    const first = Math.min(most, availableParallelism());
    while (this.#all.length < first) this.#start(roomForFirst);
  }

  /** How many are there that nobody has taken. */
  get ready(): number {
    return this.#all.length - this.#taken;
  }

  /** How many more than those that were taken there may be. */
  get left(): number {
    return LIMITS[this.#kind].most - this.#taken;
  }

  take(): Worker {
    if (this.ready === 0) this.#start(LIMITS[this.#kind].roomForMore);
    return this.#all[this.#taken++]!;
  }

  /** They end by themselves: one that is cut off while it loads native code takes the whole process with it. */
  dismiss(): void {
    for (const worker of this.#all) worker.postMessage(null);
  }

  #start(maxYoungGenerationSizeMb: number): void {
    const program = new URL(`${this.#kind}-worker.cjs`, PROGRAMS);
    const worker = new Worker(program, { resourceLimits: { maxYoungGenerationSizeMb } });
    worker.on("error", this.#fail);
    this.#all.push(worker);
  }
}
