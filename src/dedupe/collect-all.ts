import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { AllFiles, type Collected } from "./all-files.ts";
import { collect, type CollectTask } from "./collect.ts";

const MOST_THREADS = 4;
/** Fewer are collected sooner than threads are started. */
const FEW = 3;

/** Threads start the bundle, also when this file runs from source under the test runner. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/collect-worker.js" : "./collect-worker.js",
  import.meta.url,
);

/** The files of all tasks, in their order. A signal stops it between two environments; what is missing is left out. */
export async function collectAll(
  tasks: readonly CollectTask[],
  onCollected: () => void = () => {},
  signal?: AbortSignal,
): Promise<AllFiles> {
  const files = new AllFiles();
  const threads = Math.min(MOST_THREADS, availableParallelism(), tasks.length);
  if (tasks.length < FEW || threads < 2) {
    for (const task of tasks) {
      if (signal?.aborted) break;
      files.add(collect(task));
      onCollected();
    }
    return files;
  }
  let next = 0;
  const take = (): number => (signal?.aborted || next >= tasks.length ? NONE : next++);
  /** What came before the one that is to be added next; few at a time. */
  const waiting = new Map<number, Collected>();
  let added = 0;
  const onDone = (index: number, collected: Collected): void => {
    waiting.set(index, collected);
    for (let due = waiting.get(added); due; due = waiting.get(added)) {
      waiting.delete(added++);
      files.add(due);
    }
    onCollected();
  };
  await Promise.all(Array.from({ length: threads }, () => collectOn(tasks, take, onDone)));
  return files;
}

/** One thread, until there is nothing left to take. It ends by itself: see `scan/pool.ts`. */
function collectOn(
  tasks: readonly CollectTask[],
  take: () => number,
  onDone: (index: number, collected: Collected) => void,
): Promise<void> {
  const worker = new Worker(WORKER, { resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  return new Promise((resolve, reject) => {
    let index = NONE;
    const go = (): void => {
      index = take();
      worker.postMessage(index === NONE ? null : tasks[index]);
    };
    worker.on("message", (collected: Collected) => {
      onDone(index, collected);
      go();
    });
    worker.on("error", reject);
    worker.on("exit", () => resolve());
    go();
  });
}

const NONE = -1;
