import type { GitAnswers } from "../model/evidence.ts";
import { parentOf, type AbsolutePath } from "../model/path.ts";
import type { Host } from "../system/host.ts";
import { judgeIgnored, judgeTracked } from "./git-judgement.ts";
import { findGit } from "./git-program.ts";
import { gitReadings, type GitReadings } from "./git-readings.ts";
import { trackedByMercurial, trackedElsewhere, type TrackedByMercurial } from "./other-histories.ts";
import { realPlaces, type RealPlace } from "./real-place.ts";
import { enclosingRepositories, type Enclosing } from "./repositories.ts";
import { answerInside } from "./repositories-inside.ts";

/** A finding, as far as git is concerned. */
export interface Asked {
  readonly path: AbsolutePath;
  /** Where its source tree is; the repository there answers when the finding itself lies in none. */
  readonly project: AbsolutePath | null;
}

export interface GitQuestions {
  /** All findings that are known: new files in them are nobody's work. Those asked about count anyway. */
  readonly disposable?: Iterable<AbsolutePath>;
  /** For each call of git. */
  readonly timeLimitMs?: number;
}

/**
 * Asks git about findings, a few calls for each repository however many findings it has. What cannot be read makes
 * the answer `unknown`. Not seen: repositories whose git directory lies elsewhere without a `.git` here (dotfiles
 * kept with `--git-dir` and `--work-tree`). Other version control systems: see `other-histories.ts`. The keys of the result are the paths as given.
 */
export async function gitEvidence(
  host: Host,
  findings: readonly Asked[],
  { disposable = [], timeLimitMs }: GitQuestions = {},
): Promise<Map<AbsolutePath, GitAnswers>> {
  const resolve = realPlaces();
  const known = new Set<AbsolutePath>();
  for (const { path } of findings) known.add(resolve(path).path);
  for (const path of disposable) known.add(resolve(path).path);
  const readings = gitReadings(findGit(host, timeLimitMs), known);
  const look = enclosingRepositories();
  const mercurial = trackedByMercurial();
  const answers = await Promise.all(
    findings.map(async ({ path, project }): Promise<[AbsolutePath, GitAnswers]> => {
      return [path, await answer(readings, look, mercurial, resolve(path), project === null ? null : resolve(project))];
    }),
  );
  return new Map(answers);
}

async function answer(
  readings: GitReadings,
  look: (directory: AbsolutePath) => Enclosing,
  mercurial: TrackedByMercurial,
  place: RealPlace,
  project: RealPlace | null,
): Promise<GitAnswers> {
  const around =
    place.trouble === null ? look(parentOf(place.path)) : { repositories: [], others: [], trouble: place.trouble };
  const home = project === null || project.trouble !== null ? around : look(project.path);
  const root = around.repositories[0];
  const [repositories, work, projectWork, inside] = await Promise.all([
    Promise.all(around.repositories.map((directory) => readings.repository(directory))),
    root === undefined ? null : readings.work(root),
    readings.workAround(home),
    answerInside(readings, place.path),
  ]);
  const ignored = judgeIgnored(place.path, repositories[0], around.trouble, work);
  const tracked = judgeTracked(place.path, repositories, around.trouble);
  const elsewhere = trackedElsewhere(place.path, around.others, ignored, mercurial);
  const isKnown = tracked.answer === "yes" || (tracked.answer === "unknown" && elsewhere?.answer !== "yes");
  return {
    tracked: isKnown ? tracked : (elsewhere ?? tracked),
    ignored,
    uncommitted: projectWork.uncommitted,
    unpushed: projectWork.unpushed,
    stashed: projectWork.stashed,
    ...inside,
  };
}
