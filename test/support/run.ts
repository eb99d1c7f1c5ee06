import { spawn } from "node:child_process";
import { resolve } from "node:path";

export const PROGRAM = resolve(import.meta.dirname, "../../dist/pyshed.js");

export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment, usually a tree's own. */
  readonly environment: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built `pyshed`. */
export function run(args: readonly string[], options: RunOptions): Promise<Outcome> {
  return runProgram(process.execPath, [PROGRAM, ...args], options);
}

/** Runs any program to its end; never throws for its exit code. */
export function runProgram(program: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: options.cwd, env: { ...options.environment } });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on("error", () => {
      // A program that reads nothing closes its end early; its outcome says the rest.
    });
    child.on("error", fail);
    child.on("close", (code, signal) => {
      done({ code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
    child.stdin.end(options.input ?? "");
  });
}

/** Like `runProgram`, but throws with the program's own words when it does not end with 0. Returns its stdout. */
export async function mustRun(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { code, signal, stdout, stderr } = await runProgram(program, args, options);
  if (code === 0) return stdout;
  throw new Error(`${program} ${args.join(" ")} ended with ${code ?? signal}\n${stdout}\n${stderr}`);
}

/** With each reason on the line of the path that it is about again, and each sentence on one line. */
export function unwrapped(output: string): string {
  return output.replaceAll("\n      ", " ").replaceAll(/(?<=[^\n])\n {2}(?=[\w'(</])/g, " ");
}
