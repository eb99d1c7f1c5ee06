import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { AllFiles, type Collected } from "./all-files.ts";
import { collect, type CollectTask } from "./collect.ts";
import type { CollectOrder } from "./collect-worker.ts";
import { memoryOf, type TakenColumns } from "./file-columns.ts";

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
  /** Memory that can be used again: handed to and fro, so that none is given up and asked for anew. */
  const spare: TakenColumns[] = [];
  const onDone = (index: number, collected: Collected): void => {
    waiting.set(index, collected);
    for (let due = waiting.get(added); due; due = waiting.get(added)) {
      waiting.delete(added++);
      files.add(due);
      spare.push(due.files);
    }
    onCollected();
  };
  const order = (index: number): CollectOrder => ({ task: tasks[index]!, memory: spare.pop() ?? null });
  await Promise.all(Array.from({ length: threads }, () => collectOn(take, order, onDone)));
  return files;
}

/** One thread, until there is nothing left to take. It ends by itself: see `scan/pool.ts`. */
function collectOn(
  take: () => number,
  order: (index: number) => CollectOrder,
  onDone: (index: number, collected: Collected) => void,
): Promise<void> {
  const worker = new Worker(WORKER, { resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  return new Promise((resolve, reject) => {
    let index = NONE;
    const go = (): void => {
      index = take();
      if (index === NONE) return worker.postMessage(null);
      const next = order(index);
      worker.postMessage(next, next.memory ? memoryOf(next.memory) : []);
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
