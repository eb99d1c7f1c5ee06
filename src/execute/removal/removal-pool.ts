import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { MutatingCalls } from "../../system/mutate/calls.ts";
import type { Frame } from "./frames.ts";
import type { Removed } from "./outcome.ts";
import type { RemovalRecord } from "./removal-record.ts";
import type { RemovalRules } from "./rules.ts";
import { ENTRIES, TaskTable } from "./task-table.ts";
import type { WorkerMessage, WorkerOrder } from "./worker-messages.ts";

/** Threads that remove items together, one item at a time. They keep no process alive. */
export interface RemovalPool {
  /** How many can start at once. */
  readonly ready: number;
  /** Empties the item; the opened top belongs to the pool now. */
  removeContents(top: Frame, rules: RemovalRules, kept: RemovalRecord, watch: Watch): Promise<void>;
}

export interface Watch {
  readonly onProgress?: ((removed: Removed) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const PROGRESS_MS = 50;

const WORKER_FILE = new URL(
  import.meta.url.endsWith(".ts") ? "../../../dist/remove-worker.cjs" : "./remove-worker.cjs",
  import.meta.url,
);

const pools = new Map<number, RemovalPool>();

/** The pool of this process with so many threads; they start in the background and are kept for the next item. */
export function removalPool(calls: MutatingCalls, threads: number): RemovalPool {
  let pool = pools.get(threads);
  if (!pool) pools.set(threads, (pool = startPool(calls, threads)));
  return pool;
}

interface Member {
  readonly worker: Worker;
  state: "starting" | "idle" | "working" | "gone";
}

function startPool(calls: MutatingCalls, threads: number): RemovalPool {
  let onLeft: (inside: string, code: string) => void = () => {};
  let table: TaskTable | undefined;
  let hasBroken = false;
  const members = Array.from({ length: threads }, (): Member => {
    const worker = new Worker(WORKER_FILE, { resourceLimits: { maxYoungGenerationSizeMb: 4 } });
    const member: Member = { worker, state: "starting" };
    // What a starting thread holds on to is there only once it runs.
    worker.unref();
    worker.on("online", () => worker.unref());
    worker.on("message", (message: WorkerMessage) => {
      worker.unref();
      if (message.type === "left") onLeft(message.inside, message.code);
      else member.state = message.type === "useless" ? "gone" : "idle";
    });
    const lose = (): void => {
      if (member.state === "working") hasBroken = true;
      member.state = "gone";
      // What it had in hand is lost: nobody can wait for it.
      if (hasBroken) table?.stop();
      if (hasBroken) table?.end();
    };
    worker.on("error", lose);
    worker.on("exit", lose);
    return member;
  });
  const idle = (): Member[] => members.filter(({ state }) => state === "idle");

  return {
    get ready() {
      return table ? 0 : idle().length;
    },
    async removeContents(top, rules, kept, { onProgress, signal }) {
      const shared = (table = new TaskTable());
      hasBroken = false;
      onLeft = (inside, code) => kept.leave(inside, code);
      const first = shared.add(top, -1, true);
      const order: WorkerOrder = { memory: shared.memory, rules };
      for (const member of idle()) {
        member.state = "working";
        member.worker.postMessage(order);
      }
      while (members.some(({ state }) => state === "working")) {
        await nextMessage(members, PROGRESS_MS);
        if (signal?.aborted) shared.stop();
        onProgress?.(shared.counts());
      }
      kept.add(shared.counts());
      if (hasBroken) kept.leave("", "BROKEN");
      else if (shared.isStopped) kept.leave("", signal?.aborted ? "STOPPED" : "GIVEN_UP");
      if (shared.isFailed(first)) kept.holdsRefused = true;
      giveBack(calls, shared, first, kept.holdsRefused);
      table = undefined;
    },
  };
}

/** Until a thread says something, or so long. */
async function nextMessage(members: readonly Member[], milliseconds: number): Promise<void> {
  const controller = new AbortController();
  const wake = (): void => controller.abort();
  for (const { worker } of members) worker.once("message", wake).once("exit", wake);
  try {
    await pause(milliseconds, undefined, { signal: controller.signal });
  } catch {
    // Woken: that is what was waited for.
  } finally {
    for (const { worker } of members) worker.off("message", wake).off("exit", wake);
  }
}

/** Closes what is still in the table: the item itself, and all that a broken thread held. */
function giveBack(calls: MutatingCalls, table: TaskTable, first: number, isLeft: boolean): void {
  for (let task = 0; task < ENTRIES; task++) {
    if (table.isFree(task)) continue;
    const descriptor = table.descriptorOf(task);
    if ((isLeft || task !== first) && table.modeOf(task) >= 0) calls.changeMode(descriptor, table.modeOf(task));
    calls.close(descriptor);
    table.free(task);
  }
}
