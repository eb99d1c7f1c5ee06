import type { Command } from "commander";
import { DAY_MS } from "../../model/time.ts";
import { lookFor } from "../appearance.ts";
import { ExitCode } from "../exit-code.ts";
import type { OutputFlags } from "../output-flags.ts";
import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";
import { timeSpan, wholeNumber } from "../values.ts";

interface HistoryFlags extends OutputFlags {
  readonly top: number;
  readonly growth?: true;
  /** Milliseconds. */
  readonly since?: number;
}

export function registerHistory(program: Command, session: Session): void {
  program
    .command("history")
    .summary("show what was cleaned and where it is now, or what has grown")
    .description(
      "Shows every run, the newest first, with its items, their bytes, and where they are now. With --growth: what has " +
        "grown between two scans of the same roots.",
    )
    .option("--growth", "compare the newest scan with an earlier one: what has grown, what is new, what is gone")
    .option(
      "--since <age>",
      "with --growth: compare with a scan at least so old, such as 12h, 7d or 4w (default: 7d)",
      timeSpan,
    )
    .option("--top <n>", "show at most this many runs, or places with --growth; 0 shows all", wholeNumber, 10)
    .option("--json", "write one JSON document with all runs or places")
    .action(async (_: HistoryFlags, self: Command) => {
      const flags = self.optsWithGlobals<HistoryFlags>();
      if (flags.since !== undefined && !flags.growth) throw new UsageError("--since goes with --growth");
      await (flags.growth ? showGrowth : showRuns)(session, flags);
      session.exitCode = ExitCode.done;
    });
}

async function showRuns({ host, terminal }: Session, flags: HistoryFlags): Promise<void> {
  const { history } = await import("../../app/history.ts");
  if (flags.json) {
    const { historyDocument } = await import("../../report/history-document.ts");
    terminal.output.write(`${JSON.stringify(historyDocument(history(host)), null, 2)}\n`);
  } else {
    const { renderHistory } = await import("../../report/history-text.ts");
    const look = lookFor(terminal.output, host.environment, flags);
    terminal.output.write(renderHistory(history(host), { look, top: flags.top }));
  }
}

async function showGrowth({ host, terminal }: Session, flags: HistoryFlags): Promise<void> {
  const { growth } = await import("../../app/growth.ts");
  const answer = growth(host, flags.since ?? 7 * DAY_MS);
  if (flags.json) {
    const { growthDocument } = await import("../../report/growth-document.ts");
    terminal.output.write(`${JSON.stringify(growthDocument(answer.since, answer.growth), null, 2)}\n`);
  } else {
    const { renderGrowth, renderNoGrowth } = await import("../../report/growth-text.ts");
    const look = lookFor(terminal.output, host.environment, flags);
    const { since, newest } = answer;
    terminal.output.write(
      answer.growth ? renderGrowth(answer.growth, { look, top: flags.top, since }) : renderNoGrowth(newest, look),
    );
  }
}
