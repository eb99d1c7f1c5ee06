import type { ActivitySign } from "../model/explanation.ts";
import type { Finding } from "../model/finding.ts";
import { join, parentOf, relativeTo, type AbsolutePath } from "../model/path.ts";
import { readText, statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";

/** How recently somebody worked on a project: every sign, and the newest that counted. Milliseconds since the epoch. */
export interface Activity {
  readonly signs: readonly ActivitySign[];
  readonly lastActivity: number | null;
  readonly decidedBy: string | null;
}

/**
 * Judges a project by its newest source file, by git's index, HEAD and reflog, and by use of its environments.
 * A directory's own modification time is no sign: it does not move when a project is used.
 */
export function projectActivity(
  host: Host,
  project: AbsolutePath,
  newestSource: { readonly path: AbsolutePath; readonly modified: number } | null,
  findings: readonly Finding[],
): Activity {
  const signs: ActivitySign[] = [
    newestSource
      ? {
          what: `newest source file ${relativeTo(newestSource.path, project)}`,
          time: newestSource.modified,
          note: null,
        }
      : { what: "source files", time: null, note: "none outside the findings" },
    ...gitSigns(host, project),
    ...findings.filter(({ environment }) => environment).map((finding) => environmentSign(finding, project)),
  ];
  return decide(signs, host.now());
}

/** The newest sign wins. One dated in the future is not old: it counts as now. */
export function decide(signs: readonly ActivitySign[], now: number): Activity {
  const judged = signs.map((sign) =>
    sign.time !== null && sign.time > now
      ? { ...sign, time: now, note: "dated in the future, so it counts as today" }
      : sign,
  );
  let newest: ActivitySign | null = null;
  for (const sign of judged) {
    if (sign.time !== null && (newest === null || sign.time > newest.time!)) newest = sign;
  }
  return { signs: judged, lastActivity: newest?.time ?? null, decidedBy: newest?.what ?? null };
}

function environmentSign(finding: Finding, project: AbsolutePath): ActivitySign {
  return {
    what: `use of ${relativeTo(finding.path, project)}`,
    time: finding.lastActivity,
    note: "newest bytecode, pyvenv.cfg made or read: a lower bound, pip compiles at install",
  };
}

/** Git's own traces, read as files: asking git itself could write to the repository. */
function gitSigns(host: Host, project: AbsolutePath): readonly ActivitySign[] {
  const directory = gitDirectory(project, host.home);
  if (!directory) return [];
  return [
    { what: "git index", time: modified(join(directory, "index")), note: null },
    { what: "git HEAD", time: modified(join(directory, "HEAD")), note: null },
    { what: "git reflog", time: lastReflogEntry(join(join(directory, "logs"), "HEAD")), note: null },
  ];
}

/** The git directory of the work tree that holds the project; follows a worktree's or submodule's `.git` file. */
function gitDirectory(project: AbsolutePath, home: AbsolutePath): AbsolutePath | undefined {
  for (let above = project; above !== home; above = parentOf(above)) {
    const candidate = join(above, ".git");
    const kind = statusOrNothing(candidate)?.kind;
    if (kind === "directory") return candidate;
    if (kind === "file") return gitFileTarget(candidate, above);
    if (above === parentOf(above)) break;
  }
  return undefined;
}

function gitFileTarget(file: AbsolutePath, workTree: AbsolutePath): AbsolutePath | undefined {
  const target = /^gitdir: (.+?)\s*$/m.exec(readText(file, 8192) ?? "")?.[1];
  if (!target) return undefined;
  const parts = target.startsWith("/") ? target.split("/") : [...workTree.split("/"), ...target.split("/")];
  const resolved: string[] = [];
  for (const part of parts) {
    if (part === "..") resolved.pop();
    else if (part !== "" && part !== ".") resolved.push(part);
  }
  return `/${resolved.join("/")}` as AbsolutePath;
}

function modified(path: AbsolutePath): number | null {
  return statusOrNothing(path)?.modified ?? null;
}

/** The time in the last line of a reflog, which survives copying; its unit there is seconds. */
function lastReflogEntry(path: AbsolutePath): number | null {
  const line = readText(path)?.trimEnd().split("\n").at(-1) ?? "";
  const seconds = /> (\d+) [+-]\d{4}(?:\t|$)/.exec(line)?.[1];
  return seconds ? Number(seconds) * 1000 : null;
}
