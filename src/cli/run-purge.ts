import { previewPurge, purge } from "../app/purge.ts";
import type { Selection } from "../model/history.ts";
import { addBytes, NO_BYTES } from "../model/plan.ts";
import type { RunReport } from "../model/run.ts";
import { countItems } from "../report/count-items.ts";
import { formatRange } from "../report/headline.ts";
import { renderLeft } from "../report/left-text.ts";
import { purgeDocument } from "../report/run-document.ts";
import { renderRunEnd } from "../report/run-text.ts";
import { lookFor } from "./appearance.ts";
import { askYesOrNo, canAsk, openAsker, refuseToGuess } from "./asker.ts";
import { environmentArtifacts } from "./environment-artifacts.ts";
import { ExitCode } from "./exit-code.ts";
import { leftByRun } from "./left-by-run.ts";
import type { OutputFlags } from "./output-flags.ts";
import { runExitCode } from "./run-exit-code.ts";
import { openRunProgress } from "./run-progress.ts";
import type { Session } from "./session.ts";

export interface PurgeFlags extends OutputFlags {
  /** In milliseconds. */
  readonly olderThan?: number;
  readonly yes?: true;
}

/** Deletes for good what pyshed itself put in the trash, after one question. */
export async function runPurge(session: Session, name: string | null, flags: PurgeFlags): Promise<ExitCode> {
  const { host } = session;
  if (!flags.yes && !canAsk(session)) throw refuseToGuess("purging");
  const shownAt = host.now();
  const running = openRunProgress(session);
  const selected = await previewPurge(host, { name, olderThanMs: flags.olderThan ?? null }, running.options);
  if (selected.items.length === 0) return present(session, flags, "nothing", selected, null);
  if (!flags.yes && !(await isConfirmed(session, selected))) return present(session, flags, "declined", selected, null);
  // What comes into the trash while the question waits was not in it.
  const olderThanMs = (flags.olderThan ?? 0) + host.now() - shownAt;
  const report = await purge(host, { name, olderThanMs }, running.options).finally(() => running.erase());
  return present(session, flags, report ? "done" : "nothing", selected, report);
}

async function isConfirmed(session: Session, { items, bytes }: Selection): Promise<boolean> {
  const asker = openAsker(session);
  const count = countItems(
    items.map(({ artifact }) => artifact),
    environmentArtifacts(),
  );
  const question = `Delete ${count} (${formatRange(bytes.frees, bytes.freesUpTo)}) from the trash for good?`;
  return askYesOrNo(asker, question, (text) => session.terminal.talk.write(text)).finally(() => asker.close());
}

function present(
  { terminal, host }: Session,
  flags: PurgeFlags,
  status: "nothing" | "declined" | "done",
  selected: Selection,
  report: RunReport | null,
): ExitCode {
  const look = lookFor(terminal.output, host.environment, flags);
  const done = report?.outcomes.filter(({ result }) => result === "done") ?? [];
  const forecast = report ? done.reduce((sum, { bytes }) => addBytes(sum, bytes), NO_BYTES) : selected.bytes;
  if (flags.json) {
    terminal.output.write(`${JSON.stringify(purgeDocument(status, forecast, report), null, 2)}\n`);
  } else if (report) {
    const end = { report, forecast, later: NO_BYTES, environments: environmentArtifacts() };
    terminal.output.write(renderRunEnd(end, look) + renderLeft("Not purged", leftByRun(report), look));
  } else {
    terminal.output.write(
      status === "nothing" ? "Nothing of pyshed's is in the trash to purge.\n" : "Nothing was done.\n",
    );
  }
  return report ? runExitCode(report) : ExitCode.done;
}
