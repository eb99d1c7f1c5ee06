import { parentPort } from "node:worker_threads";
import { collect, type CollectTask } from "./collect.ts";
import type { TakenColumns } from "./file-columns.ts";

/** What a thread is told: what to look through next, and the memory that it may use for it. */
export interface CollectOrder {
  readonly task: CollectTask;
  readonly memory: TakenColumns | null;
}

/** A thread that collects one environment after the other and shows its files. */
const port = parentPort;
if (!port) throw new Error("this file is started as a worker thread");

port.on("message", (order: CollectOrder | null) => {
  if (order === null) return port.close();
  port.postMessage(collect(order.task, order.memory));
});
