import type { Command } from "commander";
import { centralContents } from "../app/bytecode-central.ts";
import { centralPlace } from "../app/central-place.ts";
import { planCentral, setBy, switchCentral, type CentralSwitch } from "../app/switch-central.ts";
import { NO_BYTES } from "../model/plan.ts";
import { centralDocument } from "../report/central-document.ts";
import { renderCentral } from "../report/central-text.ts";
import { escapeForTerminal } from "../report/escape.ts";
import { renderLeft } from "../report/left-text.ts";
import { undoDocument } from "../report/run-document.ts";
import { renderRunEnd } from "../report/run-text.ts";
import { lookFor } from "./appearance.ts";
import { askYesOrNo, canAsk, openAsker, refuseToGuess } from "./asker.ts";
import type { ShowOrCleanFlags } from "./cleaning-options.ts";
import { environmentArtifacts } from "./environment-artifacts.ts";
import { ExitCode } from "./exit-code.ts";
import { leftByRun } from "./left-by-run.ts";
import { runClean } from "./run-clean.ts";
import { runExitCode } from "./run-exit-code.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

export interface CentralFlags extends ShowOrCleanFlags {
  readonly on?: true;
  readonly off?: true;
  readonly status?: true;
}

/** Shows the one cache for all, or turns it on or off; with roots, their `__pycache__` then goes to the trash. */
export async function runCentral(
  session: Session,
  command: Command,
  roots: readonly string[],
  flags: CentralFlags,
): Promise<ExitCode> {
  if (flags.on && flags.off) throw new UsageError("'--on' and '--off' exclude each other");
  if (flags.status && (flags.on || flags.off)) throw new UsageError("'--status' shows and changes nothing");
  if (!flags.on && roots.length > 0)
    throw new UsageError("roots go with --on", "their __pycache__ goes to the trash then");
  if (!flags.on && !flags.off) return showStatus(session, flags);
  const planned = planCentral(session.host, flags.on === true);
  if (!planned) throw new UsageError("the cache's path has characters that a shell would read", "set another one");
  const switched = await carryOutSwitch(session, planned, flags);
  if (switched !== ExitCode.done || roots.length === 0) return switched;
  return (await runClean(session, command, roots, flags, { isChoosing: false, bytecode: "all" })).exitCode;
}

async function carryOutSwitch(session: Session, planned: CentralSwitch, flags: CentralFlags): Promise<ExitCode> {
  const { host, terminal } = session;
  const look = lookFor(terminal.output, host.environment, flags);
  const { edits, obstacles, byHand } = planned;
  for (const hand of byHand) terminal.talk.write(`By hand (untried on this system): ${escapeForTerminal(hand)}\n`);
  if (edits.length === 0) {
    if (!flags.json) terminal.output.write(`Nothing to change.\n${renderLeft("Left", obstacles, look)}`);
    return obstacles.length > 0 ? ExitCode.incomplete : ExitCode.done;
  }
  if (flags.dryRun || !flags.yes) terminal.talk.write(describe(planned));
  if (flags.dryRun) return ExitCode.done;
  if (!flags.yes) {
    if (!canAsk(session)) throw refuseToGuess("changing settings");
    const asker = openAsker(session);
    const isWanted = await askYesOrNo(asker, "Change them?", (text) => terminal.talk.write(text)).finally(() =>
      asker.close(),
    );
    if (!isWanted) {
      terminal.output.write("Nothing was done.\n");
      return ExitCode.done;
    }
  }
  const report = await switchCentral(host, planned, { signal: session.signal });
  if (flags.json) terminal.output.write(`${JSON.stringify(undoDocument(report), null, 2)}\n`);
  else {
    const end = { report, forecast: NO_BYTES, later: NO_BYTES, environments: environmentArtifacts() };
    const left = renderLeft("Left", [...obstacles, ...leftByRun(report)], look);
    terminal.output.write(`${renderRunEnd(end, look)}${left}${afterwards(flags.on === true)}\n`);
  }
  return obstacles.length > 0 ? ExitCode.incomplete : runExitCode(report);
}

function afterwards(isOn: boolean): string {
  if (isOn) return "New shells and sessions have it; running ones do not.";
  return "New shells and sessions do not have it any more. What is in the cache stays: pyshed bytecode gc --max-size 0 takes it.";
}

function describe({ edits }: CentralSwitch): string {
  return edits
    .map(({ path, edit, readBy, isUntried }) => {
      const what = edit.kind === "insert" ? "put into" : "take out of";
      const lines = edit.text
        .trim()
        .split("\n")
        .map((line) => `    ${escapeForTerminal(line)}\n`);
      const doubt = isUntried ? ", untried on this system" : "";
      return `Would ${what} ${escapeForTerminal(path)} (read by ${escapeForTerminal(readBy)}${doubt}):\n${lines.join("")}`;
    })
    .join("");
}

async function showStatus({ host, terminal }: Session, flags: CentralFlags): Promise<ExitCode> {
  const { path, isThere, isInEffect } = centralPlace(host);
  const contents = isThere ? await centralContents(host, path) : null;
  const view = { path, isInEffect, setBy: setBy(host), contents };
  const text = flags.json
    ? `${JSON.stringify(centralDocument(view), null, 2)}\n`
    : renderCentral(view, lookFor(terminal.output, host.environment, flags));
  terminal.output.write(text);
  return ExitCode.done;
}
