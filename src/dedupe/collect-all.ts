import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { collect, type CollectTask } from "./collect.ts";
import type { FileTable } from "./file-table.ts";

const MOST_THREADS = 4;
/** Fewer are collected sooner than threads are started. */
const FEW = 3;

/** Threads start the bundle, also when this file runs from source under the test runner. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/collect-worker.js" : "./collect-worker.js",
  import.meta.url,
);

/** One table per task, in their order. A signal stops it between two environments; what is missing is left out. */
export async function collectAll(
  tasks: readonly CollectTask[],
  onCollected: (table: FileTable) => void = () => {},
  signal?: AbortSignal,
): Promise<FileTable[]> {
  const tables: (FileTable | undefined)[] = tasks.map(() => undefined);
  const threads = Math.min(MOST_THREADS, availableParallelism(), tasks.length);
  if (tasks.length < FEW || threads < 2) {
    for (const [index, task] of tasks.entries()) {
      if (signal?.aborted) break;
      onCollected((tables[index] = collect(task)));
    }
  } else {
    let next = 0;
    const take = (): number => (signal?.aborted || next >= tasks.length ? -1 : next++);
    const work = (): Promise<void> =>
      collectOn(tasks, take, (index, table) => {
        tables[index] = table;
        onCollected(table);
      });
    await Promise.all(Array.from({ length: threads }, work));
  }
  return tables.filter((table) => table !== undefined);
}

/** One thread, until there is nothing left to take. It ends by itself: see `scan/pool.ts`. */
function collectOn(
  tasks: readonly CollectTask[],
  take: () => number,
  onTable: (index: number, table: FileTable) => void,
): Promise<void> {
  const worker = new Worker(WORKER, { resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  return new Promise((resolve, reject) => {
    let index = NONE;
    const go = (): void => {
      index = take();
      worker.postMessage(index === NONE ? null : tasks[index]);
    };
    worker.on("message", (table: FileTable) => {
      onTable(index, table);
      go();
    });
    worker.on("error", reject);
    worker.on("exit", () => resolve());
    go();
  });
}

const NONE = -1;
