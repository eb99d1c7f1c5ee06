import type { Command } from "commander";
import type { ShowOrCleanFlags } from "./cleaning-options.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Session } from "./session.ts";

/** A scan that is shown, or with `--clean` chosen from. */
export async function showOrClean(
  session: Session,
  command: Command,
  roots: readonly string[],
  flags: ShowOrCleanFlags,
  idleDays?: number,
): Promise<ExitCode> {
  if (flags.clean) {
    const { runClean } = await import("./run-clean.ts");
    return (await runClean(session, command, roots, flags, { isChoosing: true, idleDays })).exitCode;
  }
  const { runScan } = await import("./run-scan.ts");
  return await runScan(session, command, roots, flags, idleDays);
}
