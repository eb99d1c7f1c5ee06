import type { Command } from "commander";
import { goingIn, sweptInCaches, sweptInProjects, type Swept } from "../app/sweep-totals.ts";
import type { PlaceSums } from "../model/sums.ts";
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
import { flagsForProjects } from "./sweep-names.ts";

/** What a section shows. */
export interface Shown {
  /** For JSON. */
  readonly document: unknown;
  /** Writes the same for people. */
  write(): void;
  /** What can go of it. */
  readonly going: readonly PlaceSums[];
  readonly exitCode: ExitCode;
}

/** What a section cleaned. */
export interface Cleaned {
  readonly swept: Swept;
  readonly exitCode: ExitCode;
}

/** What every section of one sweep is given. */
export interface SweepRequest {
  readonly command: Command;
  readonly roots: readonly string[];
  readonly flags: ShowOrCleanFlags;
  /** Names the sweep in the journal, so that its runs are undone together. */
  readonly name: string;
}

/** One part of a sweep. */
export interface SweepSection {
  /** Its key in JSON. */
  readonly name: string;
  readonly title: string;
  look(session: Session, request: SweepRequest): Promise<Shown>;
  clean(session: Session, request: SweepRequest): Promise<Cleaned>;
}

function projects(flags: ShowOrCleanFlags): SweepSection {
  return {
    name: "projects",
    title: "Projects",
    async look(session, { command, roots }) {
      const { outcome, sumsOf, exitCode } = await lookAround(session, command, roots, flags);
      return {
        document: scanDocument(arrange(outcome.result, flags, outcome.sumOf)),
        write: () => presentScan(session, flags, outcome),
        going: sumsOf(outcome.result.findings.map(({ id }) => id)),
        exitCode,
      };
    },
    async clean(session, { command, roots, name }) {
      const mode = { isChoosing: true, partOf: name };
      const { result, exitCode } = await runClean(session, command, roots, flags, mode);
      return { swept: sweptInProjects(result), exitCode };
    },
  };
}

function caches(names: readonly string[]): SweepSection {
  return {
    name: "caches",
    title: "Caches",
    async look({ host, terminal }, { flags }) {
      const survey = selectCaches(host, names, flags);
      const look = lookFor(terminal.output, host.environment, flags);
      return {
        document: cachesDocument(survey.list, null),
        write: () => terminal.output.write(renderCaches(survey.list, host.now(), look)),
        going: goingIn(survey),
        exitCode: ExitCode.done,
      };
    },
    async clean(session, { flags, name }) {
      const choice = { names, isChoosing: true, isNamed: false, selection: flags, partOf: name };
      const { result, exitCode } = await runCleanCaches(session, choice, flags);
      return { swept: sweptInCaches(result), exitCode };
    },
  };
}

/**
 * In the order in which they are shown and cleaned: an environment that links into a tool's store goes before the store
 * is looked at, so that the owner finds what nothing links to any more. Sections are left out where the options ask for
 * something else alone. Throws `UsageError` for a name that no section knows.
 */
export function sectionsFor(flags: ShowOrCleanFlags): readonly SweepSection[] {
  const ofProjects = flagsForProjects(flags);
  const stores = storesFor(flags);
  // A plan file holds findings, and `--pick` takes these alone.
  const areCachesMeant = flags.plan === undefined && flags.pick === undefined && stores.length > 0;
  return [...(ofProjects ? [projects(ofProjects)] : []), ...(areCachesMeant ? [caches(stores)] : [])];
}
