import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { PROGRAM, type RunOptions } from "./run.ts";

const BRIDGE = join(import.meta.dirname, "terminal.py");

export interface TerminalOptions extends RunOptions {
  readonly columns?: number;
  readonly rows?: number;
}

/** A `pyshed` that runs on a pseudo-terminal; stdout and stderr both go to its screen. */
export interface Terminal {
  /** Everything shown so far, escape sequences included. */
  screen(): string;
  /** Waits until `text` has been shown, from where the last wait ended. Throws when the program ends without it. */
  waitFor(text: string | RegExp): Promise<void>;
  /** Types keys; `\x03` is Ctrl-C, `\r` is Enter. */
  type(keys: string): void;
  /** Waits for the end and returns the exit code (128 + n after signal n). */
  end(): Promise<number | null>;
}

/** Starts the built `pyshed` on a pseudo-terminal. */
export function openTerminal(args: readonly string[], options: TerminalOptions): Terminal {
  const size = [String(options.columns ?? 120), String(options.rows ?? 40)];
  const child = spawn("python3", [BRIDGE, ...size, process.execPath, PROGRAM, ...args], {
    cwd: options.cwd,
    env: { TERM: "xterm-256color", ...options.environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  return watch(child);
}

/** Runs to the end without typing anything. */
export async function runOnTerminal(
  args: readonly string[],
  options: TerminalOptions,
): Promise<{ readonly code: number | null; readonly screen: string }> {
  const terminal = openTerminal(args, options);
  const code = await terminal.end();
  return { code, screen: terminal.screen() };
}

function watch(child: ChildProcess): Terminal {
  let shown = "";
  let read = 0;
  let ended = false;
  const watchers = new Set<() => void>();
  const wake = () => watchers.forEach((watcher) => watcher());
  child.stdout!.setEncoding("utf8").on("data", (chunk: string) => {
    shown += chunk;
    wake();
  });
  const end = new Promise<number | null>((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => {
      ended = true;
      wake();
      done(code);
    });
  });
  return {
    screen: () => shown,
    type: (keys) => void child.stdin!.write(keys),
    end: () => end,
    waitFor: (text) =>
      new Promise((done, fail) => {
        const look = () => {
          const place = find(shown.slice(read), text);
          if (place !== undefined) read += place;
          else if (!ended) return;
          watchers.delete(look);
          if (place !== undefined) done();
          else fail(new Error(`the program ended without showing ${String(text)}:\n${shown}`));
        };
        watchers.add(look);
        look();
      }),
  };
}

/** Where the text ends, or undefined. */
function find(shown: string, text: string | RegExp): number | undefined {
  if (typeof text === "string") return shown.includes(text) ? shown.indexOf(text) + text.length : undefined;
  const match = text.exec(shown);
  return match ? match.index + match[0].length : undefined;
}
