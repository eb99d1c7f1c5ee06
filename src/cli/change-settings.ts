import { changeSettings } from "../app/change-settings.ts";
import { NO_BYTES } from "../model/plan.ts";
import type { SettingsChange } from "../model/settings.ts";
import { escapeForTerminal } from "../report/escape.ts";
import { renderLeft } from "../report/left-text.ts";
import { renderRunEnd } from "../report/run-text.ts";
import type { SettingsDocument } from "../report/schema/settings.ts";
import { settingsDocument } from "../report/settings-document.ts";
import { renderSettings } from "../report/settings-text.ts";
import { lookFor } from "./appearance.ts";
import { askYesOrNo, canAsk, openAsker, refuseToGuess } from "./asker.ts";
import type { ShowOrCleanFlags } from "./cleaning-options.ts";
import { environmentArtifacts } from "./environment-artifacts.ts";
import { ExitCode } from "./exit-code.ts";
import { leftByRun } from "./left-by-run.ts";
import { runExitCode } from "./run-exit-code.ts";
import type { Session } from "./session.ts";

export interface SettingsChanged {
  readonly exitCode: ExitCode;
  readonly document: SettingsDocument;
}

export interface SettingsAsking {
  readonly question: string;
  readonly partOf?: string;
  /** What has to be done once it is written; returns what is to be said then. */
  readonly afterwards?: () => Promise<string | null>;
}

/** Shows what would change, asks, changes it and says so. With `--json` nothing is written: see `document`. */
export async function changeWhatWasShown(
  session: Session,
  change: SettingsChange,
  flags: ShowOrCleanFlags,
  { question, partOf, afterwards }: SettingsAsking,
): Promise<SettingsChanged> {
  const { host, terminal } = session;
  const { edits, obstacles, byHand } = change;
  const look = lookFor(terminal.output, host.environment, flags);
  const write = (text: string): void => {
    if (!flags.json) terminal.output.write(text);
  };
  const ended = (
    status: SettingsDocument["status"],
    exitCode: ExitCode,
    report: Parameters<typeof settingsDocument>[2] = null,
  ): SettingsChanged => ({ exitCode, document: settingsDocument(status, change, report) });
  const withObstacles = obstacles.length > 0 ? ExitCode.incomplete : ExitCode.done;

  for (const hand of byHand) terminal.talk.write(`By hand (untried on this system): ${escapeForTerminal(hand)}\n`);
  if (edits.length === 0) {
    if (obstacles.length > 0 || byHand.length === 0) write("Nothing to change.\n");
    write(renderLeft("Left", obstacles, look));
    return ended("nothing", withObstacles);
  }
  if (flags.dryRun || !flags.yes) terminal.talk.write(renderSettings(change));
  if (flags.dryRun) return ended("planned", ExitCode.done);
  if (!flags.yes) {
    if (!canAsk(session)) throw refuseToGuess("changing settings");
    const asker = openAsker(session);
    const isWanted = await askYesOrNo(asker, question, (text) => terminal.talk.write(text)).finally(() =>
      asker.close(),
    );
    if (!isWanted) {
      write("Nothing was done.\n");
      return ended("declined", ExitCode.done);
    }
  }
  const report = await changeSettings(host, change, { signal: session.signal, partOf });
  const note = report.outcomes.some(({ result }) => result === "done") ? await afterwards?.() : null;
  if (note) terminal.talk.write(`${note}\n`);
  const end = { report, forecast: NO_BYTES, later: NO_BYTES, environments: environmentArtifacts() };
  write(renderRunEnd(end, look) + renderLeft("Left", [...obstacles, ...leftByRun(report)], look));
  const exitCode = runExitCode(report);
  return ended("done", exitCode === ExitCode.done ? withObstacles : exitCode, report);
}
