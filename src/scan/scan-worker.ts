import { parentPort, workerData } from "node:worker_threads";
import { foreignTrees } from "../catalog/foreign-trees.ts";
import { artifacts } from "../catalog/index.ts";
import type { Problem } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import { portableReader } from "../system/directory-reader.ts";
import { handleReader } from "../system/handle-reader.ts";
import { boundaries } from "./boundaries.ts";
import { indexStore } from "./index-store.ts";
import { measure } from "./measure.ts";
import { compileCatalogue } from "./recognise.ts";
import { Recall } from "./recall.ts";
import { search } from "./search.ts";
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

/**
 * One thread of the walk. It works through its own stack of tasks, depth first, and gives the older half away as soon
 * as another thread is waiting; everything it reads, it reads synchronously.
 */
const port = parentPort!;
const settings = workerData as WorkerSettings;
const { flags, counters } = sharedViews(settings.shared);
const BATCH = 256;

let stack: Task[] = [];
let measured: Measured[] = [];
let problems: Problem[] = [];
let links: SeenLink[] = [];
const newest = new Map<AbsolutePath, NewestSource>();

const reader = handleReader() ?? portableReader;

const context = {
  catalogue: compileCatalogue(artifacts, foreignTrees),
  boundaries: boundaries(settings),
  reader,
  index: settings.index && {
    store: indexStore(settings.index),
    recall: new Recall(reader),
    version: settings.index.version,
  },
  depth: settings.depth,
  now: settings.now,
  neverProjects: new Set(settings.neverProjects),
  push: (task: Task) => stack.push(task),
  onEntries(count: number) {
    Atomics.add(counters, ENTRIES, BigInt(count));
    if (stack.length > 1 && Atomics.load(flags, HUNGRY) > 0) giveAway();
  },
  onSource(project: AbsolutePath, path: AbsolutePath, modified: number) {
    const known = newest.get(project);
    if (!known || known.modified < modified) newest.set(project, { project, path, modified });
  },
  onLink: (link: SeenLink) => links.push(link),
  onProblem: (problem: Problem) => problems.push(problem),
};

function giveAway(): void {
  const half = stack.length >> 1;
  send({ type: "tasks", tasks: stack.slice(0, half) });
  stack = stack.slice(half);
  Atomics.sub(flags, HUNGRY, 1);
}

function run(task: Task): void {
  if (task.type === "search") return search(task, context);
  const result = measure(task, context);
  if (!result) return;
  if (!result.inside) Atomics.add(counters, BYTES, BigInt(result.allocated));
  measured.push(result);
}

function report(): void {
  if (measured.length + problems.length + links.length + newest.size === 0) return;
  send({ type: "results", measured, sources: [...newest.values()], links, problems });
  measured = [];
  links = [];
  problems = [];
  newest.clear();
}

function send(message: WorkerMessage): void {
  port.postMessage(message);
}

port.on("message", (tasks: readonly Task[] | null) => {
  if (tasks === null) return port.close();
  stack.push(...tasks);
  for (let task = stack.pop(); task && Atomics.load(flags, STOP) === 0; task = stack.pop()) {
    run(task);
    if (measured.length >= BATCH || measured.some(({ environment }) => environment)) report();
  }
  reader.close();
  report();
  stack = [];
  send({ type: "idle" });
});
