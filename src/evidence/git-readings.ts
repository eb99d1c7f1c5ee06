import { evidence } from "../model/evidence.ts";
import type { AbsolutePath } from "../model/path.ts";
import { NONE } from "./git-judgement.ts";
import type { Git } from "./git-program.ts";
import { workElsewhere } from "./other-histories.ts";
import { readRepository, type Repository } from "./git-repository.ts";
import { readWork, type Work } from "./git-work.ts";
import type { Enclosing } from "./repositories.ts";

/** What git said so far; each repository is asked once. */
export interface GitReadings {
  repository(root: AbsolutePath): Promise<Repository>;
  work(root: AbsolutePath): Promise<Work>;
  /** The work in the innermost repository around a place. */
  workAround(place: Enclosing): Promise<Work>;
}

/** `disposable` are the real paths of findings, whose new files are nobody's work. */
export function gitReadings(git: Git | undefined, disposable: ReadonlySet<AbsolutePath>): GitReadings {
  const repositories = new Map<AbsolutePath, Promise<Repository>>();
  const works = new Map<AbsolutePath, Promise<Work>>();
  const repository = (root: AbsolutePath): Promise<Repository> => {
    if (git === undefined) return Promise.resolve({ kind: "unreadable", reason: "there is no git program" });
    return remember(repositories, root, () => readRepository(git, root));
  };
  const work = (root: AbsolutePath): Promise<Work> => {
    return remember(works, root, async () => {
      const found = await repository(root);
      if (found.kind === "unreadable") return allWork("unknown", found.reason);
      if (found.kind === "bare" || git === undefined) return allWork("unknown", "the repository is bare");
      return readWork(git, found, disposable);
    });
  };
  const workAround = async ({ repositories: roots, others, trouble }: Enclosing): Promise<Work> => {
    const elsewhere = trouble ?? workElsewhere(others);
    if (elsewhere !== null) return allWork("unknown", elsewhere);
    return roots[0] === undefined ? allWork("no", NONE) : work(roots[0]);
  };
  return { repository, work, workAround };
}

function allWork(answer: "no" | "unknown", reason: string): Work {
  return {
    uncommitted: evidence("uncommitted", answer, reason),
    unpushed: evidence("unpushed", answer, reason),
    stashed: evidence("stashed", answer, reason),
    others: { names: [], folded: undefined },
    othersTrouble: answer === "no" ? null : reason,
  };
}

function remember<Value>(
  memory: Map<AbsolutePath, Promise<Value>>,
  key: AbsolutePath,
  make: () => Promise<Value>,
): Promise<Value> {
  let value = memory.get(key);
  if (value === undefined) memory.set(key, (value = make()));
  return value;
}
