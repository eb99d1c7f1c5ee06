import { inspectCache, surveyCaches } from "../app/caches.ts";
import { renderContents } from "../report/cache-contents-text.ts";
import { cachesDocument } from "../report/caches-document.ts";
import { renderCaches } from "../report/caches-text.ts";
import { describeProblem } from "../report/problem-text.ts";
import { lookFor } from "./appearance.ts";
import type { CachesFlags } from "./caches-flags.ts";
import { ExitCode } from "./exit-code.ts";
import { runCleanCaches } from "./run-clean-caches.ts";
import type { Session } from "./session.ts";
import { checkStoreNames } from "./store-names.ts";
import { UsageError } from "./usage-error.ts";

const DEFAULT_TOP = 20;

/** Shows caches, or what is inside those that are named; cleans where that was asked for. */
export async function runCaches(session: Session, names: readonly string[], flags: CachesFlags): Promise<ExitCode> {
  checkStoreNames(names);
  if (flags.clean && flags.cleanAll) throw new UsageError("'--clean' and '--clean-all' exclude each other");
  if (flags.clean || flags.cleanAll) {
    const choice = { names, isChoosing: flags.clean === true, isNamed: false };
    return (await runCleanCaches(session, choice, flags)).exitCode;
  }
  const needless = (["permanent", "dryRun", "yes", "force", "backup"] as const).find((key) => flags[key]);
  if (needless)
    throw new UsageError(`option '--${needless === "dryRun" ? "dry-run" : needless}' needs --clean or --clean-all`);
  const { host, terminal } = session;
  const { list, surveyed } = surveyCaches(host, names);
  const isInside = names.length > 0;
  const contents = isInside ? new Map(surveyed.map((one) => [one.cache.id, inspectCache(host, one)])) : null;
  if (flags.json) {
    terminal.output.write(`${JSON.stringify(cachesDocument(list, contents), null, 2)}\n`);
    return ExitCode.done;
  }
  const look = lookFor(terminal.output, host.environment, flags);
  if (!contents || list.caches.length === 0) {
    terminal.output.write(renderCaches(list, host.now(), look));
    return ExitCode.done;
  }
  const view = { look, top: flags.top ?? DEFAULT_TOP, now: host.now() };
  terminal.output.write(
    list.caches.map((cache) => renderContents(cache, contents.get(cache.id) ?? null, view)).join("\n"),
  );
  for (const problem of list.problems) terminal.talk.write(`warning: ${describeProblem(problem)}\n`);
  return ExitCode.done;
}
