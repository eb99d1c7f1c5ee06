import { parentPort } from "node:worker_threads";
import { foreignTrees } from "../catalog/foreign-trees.ts";
import { artifacts } from "../catalog/index.ts";
import type { Problem } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import { portableReader } from "../system/directory-reader.ts";
import { handleReader } from "../system/handle-reader.ts";
import { boundaries } from "./boundaries.ts";
import { indexStore } from "./index-store.ts";
import { measure, type MeasureContext } from "./measure.ts";
import { compileCatalogue } from "./recognise.ts";
import { LookedInodes } from "./looked-inodes.ts";
import { Recall } from "./recall.ts";
import { search, type SearchContext } from "./search.ts";
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
  type WorkerOrder,
  type WorkerSettings,
} from "./tasks.ts";

/**
 * One thread of the walk. It works through its own stack of tasks, depth first, and gives the older half away as soon
 * as another thread is waiting; everything it reads, it reads synchronously. It loads before it is told where to walk.
 */
const port = parentPort!;
const BATCH = 256;
const reader = handleReader() ?? portableReader;
const catalogue = compileCatalogue(artifacts, foreignTrees);

let walker: Walker | undefined;

port.on("message", (order: WorkerOrder) => {
  if (order === null) port.close();
  else if (order.type === "begin") walker = new Walker(order.settings);
  else walker?.work(order.tasks);
});

/** What this thread does in one walk. */
class Walker {
  readonly #flags: Int32Array;
  readonly #counters: BigInt64Array;
  readonly #context: MeasureContext & SearchContext;
  #stack: Task[] = [];
  #measured: Measured[] = [];
  #problems: Problem[] = [];
  #links: SeenLink[] = [];
  readonly #newest = new Map<AbsolutePath, NewestSource>();

  constructor(settings: WorkerSettings) {
    const { flags, counters } = sharedViews(settings.shared);
    this.#flags = flags;
    this.#counters = counters;
    this.#context = {
      catalogue,
      boundaries: boundaries(settings),
      reader,
      index: settings.index && {
        store: indexStore(settings.index),
        recall: new Recall(reader, new LookedInodes(settings.index.looked)),
        version: settings.index.version,
      },
      depth: settings.depth,
      now: settings.now,
      neverProjects: new Set(settings.neverProjects),
      push: (task) => void this.#stack.push(task),
      onEntries: (count) => this.#onEntries(count),
      onSource: (project, path, modified) => this.#onSource({ project, path, modified }),
      onLink: (link) => void this.#links.push(link),
      onProblem: (problem) => void this.#problems.push(problem),
    };
  }

  work(tasks: readonly Task[]): void {
    this.#stack.push(...tasks);
    for (let task = this.#stack.pop(); task && Atomics.load(this.#flags, STOP) === 0; task = this.#stack.pop()) {
      this.#run(task);
      if (this.#measured.length >= BATCH || this.#measured.some(({ environment }) => environment)) this.#report();
    }
    reader.close();
    this.#report();
    this.#stack = [];
    send({ type: "idle" });
  }

  #run(task: Task): void {
    if (task.type === "search") return search(task, this.#context);
    const result = measure(task, this.#context);
    if (!result) return;
    if (!result.inside) Atomics.add(this.#counters, BYTES, BigInt(result.allocated));
    this.#measured.push(result);
  }

  #onEntries(count: number): void {
    Atomics.add(this.#counters, ENTRIES, BigInt(count));
    if (this.#stack.length > 1 && Atomics.load(this.#flags, HUNGRY) > 0) this.#giveAway();
  }

  #onSource(source: NewestSource): void {
    const known = this.#newest.get(source.project);
    if (!known || known.modified < source.modified) this.#newest.set(source.project, source);
  }

  #giveAway(): void {
    const half = this.#stack.length >> 1;
    // Before it is sent: who gets it says anew how many wait.
    Atomics.sub(this.#flags, HUNGRY, 1);
    send({ type: "tasks", tasks: this.#stack.slice(0, half) });
    this.#stack = this.#stack.slice(half);
  }

  #report(): void {
    const [measured, problems, links] = [this.#measured, this.#problems, this.#links];
    if (measured.length + problems.length + links.length + this.#newest.size === 0) return;
    send({ type: "results", measured, sources: [...this.#newest.values()], links, problems });
    this.#measured = [];
    this.#links = [];
    this.#problems = [];
    this.#newest.clear();
  }
}

function send(message: WorkerMessage): void {
  port.postMessage(message);
}
