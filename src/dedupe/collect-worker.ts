import { parentPort } from "node:worker_threads";
import { collect, type CollectTask } from "./collect.ts";
import { memoryOf } from "./file-columns.ts";

/** A thread that collects one environment after the other and hands its files over. */
const port = parentPort;
if (!port) throw new Error("this file is started as a worker thread");

port.on("message", (task: CollectTask | null) => {
  if (task === null) return port.close();
  const collected = collect(task);
  port.postMessage(collected, memoryOf(collected.files));
});
