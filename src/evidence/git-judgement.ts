import { plural } from "../model/count.ts";
import { evidence, type Evidence } from "../model/evidence.ts";
import { relativeTo, type AbsolutePath } from "../model/path.ts";
import type { Repository } from "./git-repository.ts";
import type { Work } from "./git-work.ts";
import { namesWithin } from "./sorted-names.ts";

/** Answers about a finding from what its repositories said. */

export const NONE = "no repository here";

export function judgeTracked(
  path: AbsolutePath,
  repositories: readonly Repository[],
  trouble: string | null,
): Evidence<"tracked"> {
  let unknown = trouble;
  let searched = 0;
  for (const repository of repositories) {
    if (repository.kind === "unreadable") unknown ??= repository.reason;
    if (repository.kind !== "read") continue;
    searched++;
    const { count, first } = namesWithin(repository.tracked, relativeTo(path, repository.root));
    if (count > 0) return evidence("tracked", "yes", `git tracks ${plural(count, "file")} of it`, first ? [first] : []);
  }
  if (unknown !== null) return evidence("tracked", "unknown", unknown);
  return evidence("tracked", "no", searched === 0 ? NONE : "git tracks nothing of it");
}

export function judgeIgnored(
  path: AbsolutePath,
  nearest: Repository | undefined,
  trouble: string | null,
  work: Work | null,
): Evidence<"ignored"> {
  if (trouble !== null) return evidence("ignored", "unknown", trouble);
  if (nearest === undefined || nearest.kind === "bare") return evidence("ignored", "no", NONE);
  if (nearest.kind === "unreadable") return evidence("ignored", "unknown", nearest.reason);
  const place = relativeTo(path, nearest.root);
  const added = work && namesWithin(work.others, place);
  if (added && added.count > 0) {
    return evidence(
      "ignored",
      "no",
      `git would add ${plural(added.count, "file")} of it`,
      added.first ? [added.first] : [],
    );
  }
  if (namesWithin(nearest.tracked, place).count > 0) return evidence("ignored", "no", "git tracks it");
  if (work === null) return evidence("ignored", "unknown", "git was not asked");
  if (work.othersTrouble !== null) return evidence("ignored", "unknown", work.othersTrouble);
  return evidence("ignored", "yes", "git would add nothing of it");
}
