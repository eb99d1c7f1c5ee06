import { undo } from "../app/undo.ts";
import { NO_BYTES } from "../model/plan.ts";
import { renderLeft } from "../report/left-text.ts";
import { undoDocument } from "../report/run-document.ts";
import { renderRunEnd } from "../report/run-text.ts";
import { lookFor } from "./appearance.ts";
import { environmentArtifacts } from "./environment-artifacts.ts";
import type { ExitCode } from "./exit-code.ts";
import type { OutputFlags } from "./output-flags.ts";
import { runExitCode } from "./run-exit-code.ts";
import { leftByRun } from "./left-by-run.ts";
import { openRunProgress } from "./run-progress.ts";
import type { Session } from "./session.ts";

/** Brings back what the last cleaning put in the trash, or what is named. Asks nothing: it replaces nothing. */
export async function runUndo(session: Session, name: string | null, flags: OutputFlags): Promise<ExitCode> {
  const { host, terminal } = session;
  const running = openRunProgress(session);
  const report = await undo(host, name, running.options).finally(() => running.erase());
  if (flags.json) {
    terminal.output.write(`${JSON.stringify(undoDocument(report), null, 2)}\n`);
  } else {
    const look = lookFor(terminal.output, host.environment, flags);
    const end = { report, forecast: NO_BYTES, later: NO_BYTES, environments: environmentArtifacts() };
    terminal.output.write(renderRunEnd(end, look) + renderLeft("Not brought back", leftByRun(report), look));
  }
  return runExitCode(report);
}
