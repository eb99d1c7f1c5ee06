import type { AbsolutePath } from "../model/path.ts";
import { findSystemProgram, run } from "../system/commands.ts";
import { variable, type Host } from "../system/host.ts";

/**
 * Asks git, so that asking neither writes to the repository nor starts a program that the repository names:
 * no variable of ours reaches it, locks are not taken, hooks, monitors, transports, pagers and external diffs are
 * switched off. Content filters are switched off by name, because `ls-files --modified` runs them (git 2.39): the
 * caller passes the names that it read from the configuration. Commands come from a short list that needs none of
 * these; the switches are the second wall.
 */
export interface Git {
  readonly host: Host;
  readonly program: AbsolutePath;
  /** For each call, in milliseconds. */
  readonly timeLimitMs: number;
  /** Waits until fewer than four are running. */
  readonly turn: <Value>(task: () => Promise<Value>) => Promise<Value>;
}

export type GitOutcome =
  | { readonly ok: true; readonly code: number; readonly stdout: Buffer; readonly stderr: string }
  /** One clause for a person. */
  | { readonly ok: false; readonly reason: string };

const SWITCHES = [
  "--no-optional-locks",
  "--no-pager",
  "--literal-pathspecs",
  ...settings({
    "core.fsmonitor": "false",
    "core.untrackedCache": "false",
    "core.hooksPath": "/dev/null",
    "core.sshCommand": "false",
    "core.alternateRefsCommand": "",
    "core.pager": "cat",
    "credential.helper": "",
    "diff.external": "",
    "protocol.allow": "never",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "submodule.recurse": "false",
  }),
];

const VARIABLES = {
  GIT_ALLOW_PROTOCOL: "",
  GIT_ASKPASS: "false",
  GIT_NO_LAZY_FETCH: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_TRACE2: "0",
  GIT_TRACE2_EVENT: "0",
  GIT_TRACE2_PERF: "0",
};

/** The git program; undefined when there is none on `PATH`. */
export function findGit(host: Host, timeLimitMs = 30_000): Git | undefined {
  const program = findSystemProgram(host, "git");
  return program && { host, program, timeLimitMs, turn: turns(4) };
}

/** Runs a command of git in a directory. Exit code 1 is an answer of git's, others are failures. */
export async function ask(
  git: Git,
  directory: AbsolutePath,
  command: readonly string[],
  filters: readonly string[] = [],
): Promise<GitOutcome> {
  const whole = [...SWITCHES, ...filters.flatMap(withoutFilter), ...command];
  // Root may ask in the repositories of the user who called sudo: git's own rule (safe.directory).
  const environment = { ...VARIABLES, SUDO_UID: variable(git.host, "SUDO_UID") };
  const options = { directory, environment, timeLimitMs: git.timeLimitMs };
  const result = await git.turn(() => run(git.host, git.program, whole, options));
  switch (result.kind) {
    case "ended": {
      const stderr = result.stderr.toString("utf8").trim();
      if (result.code > 1) return { ok: false, reason: complaint(stderr, result.code) };
      return { ok: true, code: result.code, stdout: result.stdout, stderr };
    }
    case "killed":
      return { ok: false, reason: `git was killed (${result.signal})` };
    case "time-limit":
      return { ok: false, reason: `git did not answer within ${result.limitMs / 1000} s` };
    case "output-limit":
      return { ok: false, reason: "git's answer is too long" };
    case "not-started":
      return { ok: false, reason: `git could not be started (${result.code})` };
  }
}

/** True when a filter of that name can be switched off on the command line, where `=` ends a name. */
export function canSwitchOff(filter: string): boolean {
  return !/[=\n]/.test(filter) && filter.isWellFormed() && !filter.includes("\uFFFD");
}

function withoutFilter(name: string): string[] {
  return settings({
    [`filter.${name}.clean`]: "",
    [`filter.${name}.smudge`]: "",
    [`filter.${name}.process`]: "",
    [`filter.${name}.required`]: "false",
  });
}

function settings(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function complaint(stderr: string, code: number): string {
  if (stderr.includes("dubious ownership") || stderr.includes("unsafe repository")) {
    return "git doubts who owns the repository (safe.directory)";
  }
  const first = stderr.split("\n").find((line) => line.startsWith("fatal: ")) ?? stderr.split("\n")[0] ?? "";
  return `git failed: ${first.replace(/^(fatal|error): /, "") || `exit code ${code}`}`;
}

function turns(limit: number): Git["turn"] {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= limit) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
