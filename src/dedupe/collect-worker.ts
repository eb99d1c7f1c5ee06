import { parentPort } from "node:worker_threads";
import { collect, type CollectTask } from "./collect.ts";
import { memoryOf } from "./file-table.ts";

/** A thread that collects one environment after the other and hands each table over. */
const port = parentPort;
if (!port) throw new Error("this file is started as a worker thread");

port.on("message", (task: CollectTask | null) => {
  if (task === null) return port.close();
  const table = collect(task);
  port.postMessage(table, memoryOf(table));
});
