import { formatCount, plural } from "../model/count.ts";
import type { CacheTargets } from "../model/cache-selection.ts";
import { formatBytes } from "../model/size.ts";
import type { OwnerCheck } from "../model/owner-check.ts";
import type { TargetReached } from "./caches-document.ts";
import { escapeForTerminal } from "./escape.ts";
import { glyphsOf, type Look } from "./look.ts";

interface Chosen {
  readonly title: string;
  readonly chosen: number;
  readonly of: number;
  readonly kinds: readonly string[];
}

/** `Of 8 things in the pip cache 3 are selected.`; every line ends in a newline. */
export function renderChoosing(choosing: readonly Chosen[]): string {
  return choosing
    .filter(({ of }) => of > 0)
    .map(({ title, chosen, of, kinds }) => {
      const are = chosen === 0 ? "none is" : chosen === 1 ? "1 is" : `${formatCount(chosen)} are`;
      return `Of ${plural(of, "thing")} in the ${title} ${are} selected${kinds.length === 0 ? "" : ` (kinds here: ${kinds.join(", ")})`}.\n`;
    })
    .join("");
}

/** Whether the targets were reached, one line for each cache. */
export function renderTargets(states: readonly TargetReached[], targets: CacheTargets, look: Look): string {
  const { done, failed } = glyphsOf(look);
  return states
    .map(({ path, size, free, isReached }) => {
      const held = size === null ? [] : [`holds ${formatBytes(size)}, wanted at most ${formatBytes(targets.maxSize!)}`];
      const room =
        targets.untilFree === null
          ? []
          : [
              `${free === null ? "nobody can say how much" : formatBytes(free)} is free, wanted ${formatBytes(targets.untilFree)}`,
            ];
      const verdict = isReached ? `${done} reached` : `${failed} not reached`;
      return `${verdict}: ${escapeForTerminal(path)} ${[...held, ...room].join("; ")}\n`;
    })
    .join("");
}

/** What the owners say of their stores: a line for each that is sound, its words for each that is not. */
export function renderChecks(checks: readonly OwnerCheck[], look: Look): string {
  const { done, failed } = glyphsOf(look);
  return checks
    .map(({ command, isSound, said }) => {
      const asked = command.slice(0, 3).join(" ");
      return escapeForTerminal(`${isSound ? done : failed} ${asked}: ${isSound ? "it reads its store" : said}`) + "\n";
    })
    .join("");
}
