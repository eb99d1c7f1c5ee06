import type { Worker } from "node:worker_threads";
import { Threads } from "../scan/threads.ts";
import { AllFiles, type Collected } from "./all-files.ts";
import { collect, type CollectTask } from "./collect.ts";
import type { CollectOrder } from "./collect-worker.ts";
import type { TakenColumns } from "./file-columns.ts";

/** Fewer are collected sooner than threads are started. */
const FEW = 3;
const NONE = -1;

export interface CollectOptions {
  /** Threads that have been started for it; whoever started them dismisses them where they are not used. */
  readonly threads?: Threads | undefined;
  readonly onCollected?: () => void;
  readonly signal?: AbortSignal | undefined;
}

/** The files of all tasks, in their order. A signal stops it between two environments; what is missing is left out. */
export async function collectAll(tasks: readonly CollectTask[], options: CollectOptions = {}): Promise<AllFiles> {
  const { signal, onCollected = () => {} } = options;
  const files = new AllFiles();
  if (tasks.length < FEW) {
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
  /** Memory that can be used again, so that none is given up and asked for anew. */
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
  const threads = options.threads ?? new Threads("collect");
  try {
    const all = Array.from({ length: threads.ready }, () => collectOn(threads.take(), take, order, onDone));
    await Promise.race([Promise.all(all), threads.failure]);
  } finally {
    threads.dismiss();
  }
  return files;
}

/** On one thread, until there is nothing left to take. */
function collectOn(
  worker: Worker,
  take: () => number,
  order: (index: number) => CollectOrder,
  onDone: (index: number, collected: Collected) => void,
): Promise<void> {
  return new Promise((resolve) => {
    let index = NONE;
    const go = (): void => {
      index = take();
      if (index === NONE) return resolve();
      worker.postMessage(order(index));
    };
    worker.on("message", (collected: Collected) => {
      onDone(index, collected);
      go();
    });
    go();
  });
}
