import type { Command } from "commander";
import { cachesDocument } from "../report/caches-document.ts";
import { renderCaches } from "../report/caches-text.ts";
import { scanDocument } from "../report/scan-document.ts";
import { lookFor } from "./appearance.ts";
import { selectCaches, storesFor } from "./caches-selection.ts";
import type { ShowOrCleanFlags } from "./cleaning-options.ts";
import { ExitCode } from "./exit-code.ts";
import { runClean } from "./run-clean.ts";
import { runCleanCaches } from "./run-clean-caches.ts";
import { lookAround } from "./run-scan.ts";
import { arrange } from "./scan-choice.ts";
import { presentScan } from "./scan-output.ts";
import type { Session } from "./session.ts";

/** What a section shows. */
export interface Shown {
  /** For JSON. */
  readonly document: unknown;
  /** Writes the same for people. */
  write(): void;
  readonly exitCode: ExitCode;
}

type OnSection<Result> = (
  session: Session,
  command: Command,
  roots: readonly string[],
  flags: ShowOrCleanFlags,
) => Promise<Result>;

/** One part of a sweep. */
export interface SweepSection {
  /** Its key in JSON. */
  readonly name: string;
  readonly title: string;
  /** False where the options ask for something else alone. */
  isMeant(flags: ShowOrCleanFlags): boolean;
  readonly look: OnSection<Shown>;
  readonly clean: OnSection<ExitCode>;
}

const projects: SweepSection = {
  name: "projects",
  title: "Projects",
  isMeant: () => true,
  async look(session, command, roots, flags) {
    const { outcome, exitCode } = await lookAround(session, command, roots, flags);
    return {
      document: scanDocument(arrange(outcome.result, flags, outcome.sumOf)),
      write: () => presentScan(session, flags, outcome),
      exitCode,
    };
  },
  clean: (session, command, roots, flags) => runClean(session, command, roots, flags, { isChoosing: true }),
};

const caches: SweepSection = {
  name: "caches",
  title: "Caches",
  // A plan file holds findings, and `--pick` takes these alone.
  isMeant: (flags) => flags.plan === undefined && flags.pick === undefined && storesFor(flags).length > 0,
  async look({ host, terminal }, _command, _roots, flags) {
    const { list } = selectCaches(host, storesFor(flags), flags);
    return {
      document: cachesDocument(list, null),
      write: () =>
        terminal.output.write(renderCaches(list, host.now(), lookFor(terminal.output, host.environment, flags))),
      exitCode: ExitCode.done,
    };
  },
  clean: (session, _command, _roots, flags) =>
    runCleanCaches(session, { names: storesFor(flags), isChoosing: true, isNamed: false, selection: flags }, flags),
};

/**
 * In the order in which they are shown and cleaned: an environment that links into a tool's store goes before the store
 * is looked at, so that the owner finds what nothing links to any more. A further section is one entry here.
 */
export const SECTIONS: readonly SweepSection[] = [projects, caches];
