import { plural } from "../model/count.ts";
import type { Distribution, Origin } from "./distribution.ts";
import { normaliseName } from "./metadata.ts";
import { describeUnowned, nameSome, type UnownedFiles } from "./unowned.ts";

/** A distribution after the walk, when its origin is known. */
export interface JudgedDistribution extends Distribution {
  readonly origin: Origin;
  /** False when the walk did not meet its metadata: a link, or a directory that could not be read. */
  readonly isSeen: boolean;
}

type Question = readonly [one: string, many: string, holds: (distribution: JudgedDistribution) => boolean];

const from = (origin: Origin) => (distribution: JudgedDistribution) => distribution.origin === origin;

/** Each in the words for one package and for several; the first that holds is the one that is said. */
const QUESTIONS: readonly Question[] = [
  [
    "has no readable name and version",
    "have no readable name and version",
    (one) => !one.isReadable && one.origin !== "editable",
  ],
  ["is editable", "are editable", from("editable")],
  ["comes from version control", "come from version control", from("version-control")],
  ["was installed from a local directory", "were installed from local directories", from("local-path")],
  ["was installed from a local file", "were installed from local files", from("local-archive")],
  ["was installed from a web address", "were installed from web addresses", from("web-address")],
  ["comes from a local channel", "come from a local channel", from("local-channel")],
  ["does not say where it came from", "do not say where they came from", from("unstated")],
  ["could not be read as a whole", "could not be read as a whole", (one) => !one.isSeen],
  ["does not list its files", "do not list their files", (one) => one.listing === undefined],
];

/** Why a pinned list cannot bring the environment back, in plain words; empty when it can. */
export function reasonsAgainstRestoring(
  distributions: readonly JudgedDistribution[],
  unowned: UnownedFiles,
  unreadableDirectories: readonly string[],
): string[] {
  const groups = QUESTIONS.map((): string[] => []);
  for (const distribution of distributions) {
    const question = QUESTIONS.findIndex(([, , holds]) => holds(distribution));
    if (question >= 0) groups[question]!.push(distribution.name);
  }
  const reasons = groups.flatMap((names, index) => {
    const [one, many] = QUESTIONS[index]!;
    if (names.length === 0) return [];
    return [`${plural(names.length, "package")} ${names.length === 1 ? one : many}: ${nameSome(names.sort())}`];
  });
  const twice = installedTwice(distributions);
  if (twice.length > 0)
    reasons.push(`${plural(twice.length, "package")} installed in two versions: ${nameSome(twice)}`);
  const files = describeUnowned(unowned);
  if (files !== undefined) reasons.push(files);
  if (unreadableDirectories.length > 0) {
    reasons.push(
      `${plural(unreadableDirectories.length, "directory")} could not be read: ${nameSome(unreadableDirectories)}`,
    );
  }
  return reasons;
}

function installedTwice(distributions: readonly JudgedDistribution[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { base, name, form } of distributions) {
    const key = `${form === "conda" ? "conda" : base}\n${normaliseName(name)}`;
    if (seen.has(key)) twice.add(name);
    seen.add(key);
  }
  return [...twice].sort();
}
