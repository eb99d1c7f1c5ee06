import { spawn, type ChildProcess } from "node:child_process";
import { onTestFinished } from "vitest";

export interface StartOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What the program is told that it is called, if not its path. */
  readonly called?: string;
}

/**
 * Starts a program that prints `ready` when it has done what the test is about, and then waits. It is killed when the
 * test ends. Its environment is empty but for `PATH` and what is given.
 */
export async function started(
  program: string,
  args: readonly string[],
  options: StartOptions = {},
): Promise<ChildProcess> {
  const child = spawn(program, args, {
    cwd: options.cwd ?? "/",
    env: { PATH: "/usr/bin:/bin", ...options.environment },
    stdio: ["pipe", "pipe", "pipe"],
    ...(options.called === undefined ? {} : { argv0: options.called }),
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      if (/ready|Serving HTTP/.test(said)) resolve();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("error", reject);
    void ended.then(() => reject(new Error(`${program} ended early: ${said}`)));
  });
  return child;
}

/** Shell text that says it is ready and waits for as long as its parent lives. */
export const WAIT = "echo ready; read line";

/** Python text for the same. */
export const PYTHON_WAIT = "import sys; print('ready', flush=True); sys.stdin.readline()";
