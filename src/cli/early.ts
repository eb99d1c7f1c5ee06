import { Threads, type ThreadsKind } from "../app/threads.ts";

/** What a command needs that can be begun before anything else of the program is there. */
interface Early {
  readonly threads: ThreadsKind;
  readonly readCode: () => Promise<unknown>;
}

const SCAN: Early = { threads: "scan", readCode: () => import("./run-scan.ts") };
const DEDUPE: Early = { threads: "collect", readCode: () => import("./run-dedupe.ts") };

/** Of every command; null where there is nothing to begin, or the command does it itself. */
export const EARLY: Readonly<Record<string, Early | null>> = {
  scan: SCAN,
  stale: SCAN,
  sweep: null,
  clean: null,
  caches: null,
  bytecode: null,
  dedupe: DEDUPE,
  apply: null,
  history: null,
  undo: null,
  purge: null,
  why: null,
  help: null,
};

/** With these a command walks nowhere, or cleans, for which it has other code and threads of its own. */
const WITHOUT: ReadonlySet<string> = new Set(["-h", "--help", "-V", "--version", "--clean"]);

/** What the words after the program's name will most likely need. A wrong guess costs time and nothing else. */
export function guess(words: readonly string[]): Early | null {
  if (words.some((word) => WITHOUT.has(word))) return null;
  const first = words.find((word) => !word.startsWith("-"));
  return first !== undefined && Object.hasOwn(EARLY, first) ? EARLY[first]! : SCAN;
}

/** Begins it, and gives the threads. They must be dismissed. */
export function beginEarly(words: readonly string[]): Threads | undefined {
  const early = guess(words);
  if (early === null) return undefined;
  const threads = new Threads(early.threads);
  void early.readCode();
  return threads;
}
