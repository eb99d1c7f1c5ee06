import { parentPort } from "node:worker_threads";
import { mutatingCalls } from "../system/mutate/calls.ts";
import { takePart } from "./removal/shared-removal.ts";
import { TaskTable } from "./removal/task-table.ts";
import type { WorkerMessage, WorkerOrder } from "./removal/worker-messages.ts";

/** A thread that helps to remove items: it waits for an order, takes part until the item is done, and says so. */
const port = parentPort;
if (!port) throw new Error("this file is started as a worker thread");

const say = (message: WorkerMessage): void => port.postMessage(message);
const calls = mutatingCalls();

port.on("message", ({ memory, rules }: WorkerOrder) => {
  const table = new TaskTable(memory);
  if (calls) takePart(calls, table, rules, (inside, code) => say({ type: "left", inside, code }));
  say({ type: "done" });
});
say({ type: calls ? "ready" : "useless" });
