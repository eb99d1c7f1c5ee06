import type { Command } from "commander";
import { artifactNames } from "../app/artifact-names.ts";
import type { ScanRequest } from "../app/scan.ts";
import type { Problem, ScanResult } from "../model/finding.ts";
import { describeProblem } from "../report/problem-text.ts";
import { chooseArtifacts } from "./artifact-choice.ts";
import { failedRoots, refuseMistypedCommand } from "./roots.ts";
import type { ScanFlags } from "./scan-options.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

/** What to scan, by the words and options of a command. Throws `UsageError`. */
export function scanRequest(
  { host }: Session,
  command: Command,
  written: readonly string[],
  flags: ScanFlags,
  idleDays: number | undefined,
): ScanRequest {
  const choice = chooseArtifacts(artifactNames(), flags.only ?? [], flags.exclude ?? []);
  const commands = command.name() === "scan" ? commandNames(command) : namesOf(command.commands);
  refuseMistypedCommand(host, written, commands);
  return {
    roots: written.length === 0 ? ["."] : written,
    ...choice,
    depth: flags.depth ?? null,
    oneFileSystem: flags.oneFileSystem,
    idleDays: idleDays ?? null,
  };
}

export function commandNames(command: Command): string[] {
  return namesOf(command.parent?.commands ?? []);
}

function namesOf(commands: readonly Command[]): string[] {
  return commands.map((known) => known.name());
}

/** Names the roots that could not be scanned. Throws `UsageError` when none could. */
export function reportFailedRoots(
  { host, terminal }: Session,
  request: ScanRequest,
  result: ScanResult,
): readonly Problem[] {
  const failed = failedRoots(host, request.roots, result);
  if (result.roots.length === 0 && !result.interrupted) {
    throw new UsageError(failed.map(describeProblem).join("\nerror: "));
  }
  for (const problem of failed) terminal.talk.write(`error: ${describeProblem(problem)}\n`);
  return failed;
}
