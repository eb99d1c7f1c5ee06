import type { Evidence, GitAnswers } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Decision, Protection, Reason, ReasonCode } from "../model/plan.ts";
import { DAY_MS, formatDays } from "../model/time.ts";

/**
 * Decides what may happen to a finding. This is the one place where evidence becomes a verdict. It guarantees that
 * every reason is named, that an answer nobody could give (`unknown`) refuses wherever `yes` would ask or refuse, and
 * that a stricter protection never allows more than a looser one. It cannot see what changes afterwards: everything is
 * asked again just before a step acts.
 */

/** What a decision needs of a finding. */
export type Judged = Pick<Finding, "id" | "path" | "safety" | "reasons" | "lastActivity">;

/** What is known about a finding beside the finding itself. */
export interface Circumstances {
  readonly git: GitAnswers;
  readonly inUse: Evidence<"in-use">;
  readonly reliedOn: Evidence<"relied-on">;
  /** User id; null when it cannot be read. */
  readonly owner: number | null;
  /** Parts of it that the scan could not read. */
  readonly unreadable: readonly AbsolutePath[];
  /** What `guard` says against it, or null. */
  readonly guarded: string | null;
  /** What else speaks against it, such as that a program runs from the tree whose bytecode it is. */
  readonly cautions?: readonly Reason[];
}

export interface Policy {
  readonly protection: Protection;
  /** Ids of findings that were named one by one. */
  readonly named: ReadonlySet<string>;
  /** The user behind `sudo`, whose things may go; null when root or a user acts for itself. */
  readonly actingFor: number | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Something used less than so many days ago is asked about. */
export const RECENT_DAYS = 7;

export function decide(finding: Judged, known: Circumstances, policy: Policy): Decision {
  const reasons = [
    ...safetyReasons(finding, policy),
    ...placeReasons(finding, known, policy),
    ...useReasons(finding, known, policy),
    ...gitReasons(known.git, policy.protection),
    ...(known.cautions ?? []),
    ...ageReasons(finding, policy.now),
  ];
  const isRefused = reasons.some(({ weight }) => weight === "refuse");
  const verdict = isRefused ? "refuse" : reasons.length > 0 ? "ask" : "allow";
  return { finding: finding.id, path: finding.path, verdict, reasons };
}

function safetyReasons({ id, safety, reasons }: Judged, { named }: Policy): Reason[] {
  const because = reasons.length > 0 ? `: ${reasons.join("; ")}` : "";
  if (safety === "data") return [refuse("data", `counts as data, which nothing brings back${because}`)];
  if (safety !== "medium" || named.has(id)) return [];
  return [refuse("medium", `may not come back the same, so it goes only when it is named by itself${because}`)];
}

function placeReasons(finding: Judged, known: Circumstances, { named, actingFor }: Policy): Reason[] {
  const reasons: Reason[] = [];
  if (known.guarded !== null) reasons.push(refuse("guarded", known.guarded));
  if (known.unreadable.length > 0) reasons.push(refuse("unreadable", `${known.unreadable[0]} could not be read`));
  if (actingFor !== null && known.owner !== actingFor && !named.has(finding.id)) {
    const owner = known.owner === null ? "nobody knows who owns it" : `it belongs to user ${known.owner}`;
    reasons.push(refuse("other-owner", `${owner} and sudo was called by user ${actingFor}`));
  }
  return reasons;
}

function useReasons({ id }: Judged, { inUse, reliedOn }: Circumstances, { named }: Policy): Reason[] {
  const reasons: Reason[] = [];
  if (inUse.answer !== "no") reasons.push(refuse("in-use", said(inUse, "whether it is in use")));
  if (reliedOn.answer === "no") return reasons;
  const text = said(reliedOn, "who needs it");
  if (reliedOn.answer === "unknown") return [...reasons, refuse("relied-on", text)];
  if (named.has(id)) return [...reasons, { code: "relied-on", weight: "ask", text }];
  return [...reasons, refuse("relied-on", `${text}, so it goes only when it is named by itself`)];
}

/** `asks`: yes is asked about. `refuses`: yes is refused. An answer that nobody could give is refused by both. */
type Weight = "ignores" | "asks" | "refuses";

const WEIGHTS: Readonly<
  Record<Protection, Readonly<Record<"uncommitted" | "unpushed" | "stashed" | "notIgnored", Weight>>>
> = {
  none: { uncommitted: "ignores", unpushed: "ignores", stashed: "ignores", notIgnored: "ignores" },
  warn: { uncommitted: "asks", unpushed: "asks", stashed: "asks", notIgnored: "ignores" },
  block: { uncommitted: "refuses", unpushed: "asks", stashed: "asks", notIgnored: "ignores" },
  paranoid: { uncommitted: "refuses", unpushed: "refuses", stashed: "asks", notIgnored: "refuses" },
};

function gitReasons(git: GitAnswers, protection: Protection): Reason[] {
  const weights = WEIGHTS[protection];
  const { tracked, holdsRepository, ignored } = git;
  const reasons: Reason[] = [];
  if (tracked.answer !== "no") reasons.push(refuse("tracked", said(tracked, "whether git tracks it")));
  if (holdsRepository.answer !== "no") {
    reasons.push(refuse("holds-repository", said(holdsRepository, "whether a repository lies in it")));
  }
  if (weights.notIgnored === "refuses" && ignored.answer !== "yes") {
    reasons.push(
      refuse(
        "not-ignored",
        ignored.answer === "no" ? `git does not ignore it: ${ignored.reason}` : said(ignored, "whether git ignores it"),
      ),
    );
  }
  reasons.push(
    ...weigh(git.uncommitted, weights.uncommitted, "whether there are uncommitted changes"),
    ...weigh(git.unpushed, weights.unpushed, "whether there are unpushed commits"),
    ...weigh(git.stashed, weights.stashed, "whether there are stashes"),
  );
  return reasons;
}

function weigh(one: Evidence<"uncommitted" | "unpushed" | "stashed">, weight: Weight, what: string): Reason[] {
  if (weight === "ignores" || one.answer === "no") return [];
  const isRefused = weight === "refuses" || one.answer === "unknown";
  return [{ code: one.question, weight: isRefused ? "refuse" : "ask", text: said(one, what) }];
}

/** A date in the future counts as today; an unknown age says nothing. */
function ageReasons({ lastActivity }: Judged, now: number): Reason[] {
  if (lastActivity === null) return [];
  const days = Math.floor(Math.max(0, now - lastActivity) / DAY_MS);
  if (days >= RECENT_DAYS) return [];
  return [{ code: "recently-used", weight: "ask", text: days < 1 ? "used today" : `used ${formatDays(days)} ago` }];
}

function said({ answer, reason }: Evidence<string>, what: string): string {
  return answer === "unknown" ? `cannot tell ${what}: ${reason}` : reason;
}

function refuse(code: ReasonCode, text: string): Reason {
  return { code, weight: "refuse", text };
}
