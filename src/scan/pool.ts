import { Worker } from "node:worker_threads";
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
  type WorkerSettings,
} from "./tasks.ts";

export interface PoolOptions {
  readonly threads: number;
  readonly workerFile: URL;
  readonly onMeasured: (measured: Measured) => void;
  readonly onSource: (source: NewestSource) => void;
  readonly onLink: (link: SeenLink) => void;
  readonly onProblem: (problem: Problem) => void;
  /** Called about ten times a second with entries and allocated bytes so far. */
  readonly onProgress: (entries: number, bytes: number) => void;
  readonly signal: AbortSignal | undefined;
}

const PROGRESS_MS = 100;

/** Runs tasks, and those they lead to, on worker threads until none is left or the signal stops it. */
export async function runPool(tasks: readonly Task[], settings: WorkerSettings, options: PoolOptions): Promise<number> {
  const { flags, counters } = sharedViews(settings.shared);
  const entries = (): number => Number(Atomics.load(counters, ENTRIES));
  const stop = (): void => void Atomics.store(flags, STOP, 1);
  if (options.signal?.aborted) return 0;
  options.signal?.addEventListener("abort", stop);
  const workers = Array.from(
    { length: options.threads },
    () => new Worker(options.workerFile, { workerData: settings, resourceLimits: { maxYoungGenerationSizeMb: 8 } }),
  );
  const timer = setInterval(() => options.onProgress(entries(), Number(Atomics.load(counters, BYTES))), PROGRESS_MS);
  try {
    await distribute(tasks, workers, flags, options);
  } finally {
    clearInterval(timer);
    options.signal?.removeEventListener("abort", stop);
    // After an error in one thread the others have nothing to go on for.
    stop();
    await Promise.all(workers.map(end));
  }
  return entries();
}

/** Lets a thread end by itself: one that is cut off while it loads native code takes the whole process with it. */
function end(worker: Worker): Promise<void> {
  if (worker.threadId === -1) return Promise.resolve();
  return new Promise((resolve) => {
    worker.once("exit", () => resolve());
    worker.postMessage(null);
  });
}

function distribute(tasks: readonly Task[], workers: Worker[], flags: Int32Array, options: PoolOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    let queue = [...tasks];
    const waiting = new Set(workers);

    const feed = (): void => {
      if (Atomics.load(flags, STOP) !== 0) queue = [];
      for (const worker of waiting) {
        if (queue.length === 0) break;
        const share = Math.ceil(queue.length / waiting.size);
        waiting.delete(worker);
        worker.postMessage(queue.splice(0, share));
      }
      if (waiting.size === workers.length) resolve();
      else Atomics.store(flags, HUNGRY, waiting.size);
    };

    const take = (worker: Worker, message: WorkerMessage): void => {
      if (message.type === "idle") {
        waiting.add(worker);
        feed();
      } else if (message.type === "tasks") {
        queue.push(...message.tasks);
        feed();
      } else {
        for (const measured of message.measured) options.onMeasured(measured);
        for (const source of message.sources) options.onSource(source);
        for (const link of message.links) options.onLink(link);
        for (const problem of message.problems) options.onProblem(problem);
      }
    };

    for (const worker of workers) {
      worker.on("message", (message: WorkerMessage) => take(worker, message));
      worker.on("error", reject);
    }
    feed();
  });
}
