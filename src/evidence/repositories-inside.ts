import { plural } from "../model/count.ts";
import { evidence, type GitAnswers, type RepositoryInside } from "../model/evidence.ts";
import { relativeTo, type AbsolutePath } from "../model/path.ts";
import type { GitReadings } from "./git-readings.ts";
import { repositoriesInside, type Inside } from "./repositories.ts";

/** Says which repositories lie in a finding, and whether they hold work that exists nowhere else. */
export async function answerInside(
  readings: GitReadings,
  place: AbsolutePath,
): Promise<Pick<GitAnswers, "holdsRepository" | "inside">> {
  const { found, trouble } = repositoriesInside(place);
  const inside = await Promise.all(found.map((repository) => describe(readings, repository)));
  if (found.length > 0) {
    const names = found.map(({ path }) => relativeTo(path, place));
    const reason = `it holds ${plural(found.length, "repository")} (${names[0]!})`;
    return { holdsRepository: evidence("holds-repository", "yes", reason, names), inside };
  }
  if (trouble !== null) return { holdsRepository: evidence("holds-repository", "unknown", trouble), inside };
  return { holdsRepository: evidence("holds-repository", "no", "no repository lies in it"), inside };
}

async function describe(readings: GitReadings, { kind, path }: Inside): Promise<RepositoryInside> {
  if (kind === "checkout") {
    const { uncommitted, unpushed, stashed } = await readings.work(path);
    return { path, uncommitted, unpushed, stashed };
  }
  const reason = kind === "bare" ? "a bare repository is not looked into" : "only git is asked";
  return {
    path,
    uncommitted: evidence("uncommitted", "unknown", reason),
    unpushed: evidence("unpushed", "unknown", reason),
    stashed: evidence("stashed", "unknown", reason),
  };
}
