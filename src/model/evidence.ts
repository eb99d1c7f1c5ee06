/** `unknown` means that it could not be read, not that nothing was seen: whoever decides keeps the thing. */
export type Answer = "yes" | "no" | "unknown";

/**
 * What is asked about a finding.
 *
 * - `tracked`: does git track a file of it?
 * - `ignored`: would git leave all of it out of a commit?
 * - `holds-repository`: does a repository of its own lie in it?
 * - `uncommitted`, `unpushed`, `stashed`: is there such work in the repository of its project?
 * - `in-use`: does a process, this shell or a service use it?
 * - `relied-on`: does something that may run later need it: another environment, a Jupyter kernel, a command?
 */
export type Question =
  | "tracked"
  | "ignored"
  | "holds-repository"
  | "uncommitted"
  | "unpushed"
  | "stashed"
  | "in-use"
  | "relied-on";

/** One answered question. */
export interface Evidence<Asked extends string = Question> {
  readonly question: Asked;
  readonly answer: Answer;
  /** One clause for a person, without a full stop: `python (pid 4711) runs from it`. */
  readonly reason: string;
  /** More of the same, for those who ask why: files, processes, units. Shortened where it would be long. */
  readonly details: readonly string[];
}

export function evidence<Asked extends string>(
  question: Asked,
  answer: Answer,
  reason: string,
  details: readonly string[] = [],
): Evidence<Asked> {
  return { question, answer, reason, details };
}

/** What git says of a finding and of its project's repository. */
export interface GitAnswers {
  readonly tracked: Evidence<"tracked">;
  readonly ignored: Evidence<"ignored">;
  readonly uncommitted: Evidence<"uncommitted">;
  readonly unpushed: Evidence<"unpushed">;
  readonly stashed: Evidence<"stashed">;
  readonly holdsRepository: Evidence<"holds-repository">;
  /** Work that would be lost with the repositories inside the finding; empty when none lies in it. */
  readonly inside: readonly RepositoryInside[];
}

/** A repository that lies in a finding: `.venv/src/name`, an editable checkout. */
export interface RepositoryInside {
  readonly path: string;
  readonly uncommitted: Evidence<"uncommitted">;
  readonly unpushed: Evidence<"unpushed">;
  readonly stashed: Evidence<"stashed">;
}
