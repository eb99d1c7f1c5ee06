import { plural } from "../model/count.ts";
import { CACHE_NAME } from "../bytecode/places.ts";
import { gitEvidence } from "../evidence/git.ts";
import { enclosingRepositories } from "../evidence/repositories.ts";
import { runsHere } from "../evidence/runs-here.ts";
import type { BytecodeAdvice } from "../model/bytecode.ts";
import type { Evidence, GitAnswers } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { mountOf, mounts } from "../system/mounts.ts";
import { whyNotWritable } from "../system/writable.ts";

/** Says of each tree when its bytecode had better stay, and what had better be mended first; and what of it stays. */
export async function adviceOn(
  host: Host,
  findings: readonly Finding[],
  ownerOf: (path: AbsolutePath) => AbsolutePath,
): Promise<{ readonly advice: readonly BytecodeAdvice[]; readonly staying: ReadonlySet<AbsolutePath> }> {
  const owners = new Map<AbsolutePath, Finding[]>();
  for (const finding of findings) {
    const owner = ownerOf(finding.path);
    const members = owners.get(owner);
    if (members) members.push(finding);
    else owners.set(owner, [finding]);
  }
  const trees = [...owners.keys()];
  const [running, git] = await Promise.all([runsHere(host, trees), gitEvidence(host, findings)]);
  const layers = imageLayers(host);
  const closed = new Map(findings.map(({ path }) => [path, whyNotWritable(parentOf(path))]));
  const perTree = trees.toSorted().flatMap((path): BytecodeAdvice[] => {
    const members = owners.get(path) ?? [];
    const tracked = members.filter((one) => isTracked(git.get(one.path))).length;
    const reasons = members.flatMap((finding) => closed.get(finding.path) ?? []);
    const here = running.get(path);
    const said = (kind: BytecodeAdvice["kind"], text: string): BytecodeAdvice => {
      return { path, kind, text, remedy: null, ignore: null };
    };
    return [
      ...(here?.answer === "yes"
        ? [said("runs-here", `${here.reason}: its next start compiles everything again`)]
        : []),
      ...(tracked > 0 ? [said("tracked", `git tracks bytecode in ${plural(tracked, "place")}, which stays`)] : []),
      ...unanswered(members.map((one) => git.get(one.path)?.tracked)).map((text) => said("tracked", text)),
      ...(reasons.length > 0 ? [said("read-only", `${stay(reasons.length)}: ${reasons[0]}`)] : []),
      ...(layers(path)
        ? [said("image-layer", "it lies on a container's layers: what came with the image frees nothing when it goes")]
        : []),
    ];
  });
  const trackingTrees = new Set(
    findings.filter(({ path }) => isTracked(git.get(path))).map(({ path }) => ownerOf(path)),
  );
  const notIgnored = missingLines(
    findings.filter(({ path }) => wouldAdd(git.get(path)?.ignored)),
    (path) => trackingTrees.has(ownerOf(path)),
  );
  const stays = ({ path }: Finding): boolean => git.get(path)?.tracked.answer !== "no" || closed.get(path) !== null;
  return {
    advice: [...perTree, ...notIgnored].toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    staying: new Set(findings.filter(stays).map(({ path }) => path)),
  };
}

function stay(count: number): string {
  return `${plural(count, "place")} ${count === 1 ? "stays" : "stay"}`;
}

function isTracked(answers: GitAnswers | undefined): boolean {
  return answers?.tracked.answer === "yes";
}

/** Unknown means keep, and that is told once. */
function unanswered(answers: readonly (Evidence<"tracked"> | undefined)[]): string[] {
  const unknown = answers.filter((one) => one?.answer === "unknown");
  const [first] = unknown;
  return first
    ? [
        `nobody can tell in ${plural(unknown.length, "place")} whether git tracks bytecode, which stays: ${first.reason}`,
      ]
    : [];
}

function wouldAdd(ignored: Evidence<"ignored"> | undefined): boolean {
  return ignored?.answer === "no" && ignored.reason.startsWith("git would add");
}

const OF_CACHES = `${CACHE_NAME}/`;
const OF_FILES = "*.py[co]";

/**
 * What the `.gitignore` of each repository lacks, told once for all trees in it, but apart for those that git tracks
 * bytecode of. A program without sources had better not be ignored, so where one lies only caches are.
 */
function missingLines(
  findings: readonly Finding[],
  isOfTracking: (path: AbsolutePath) => boolean,
): readonly BytecodeAdvice[] {
  const repositoriesOf = enclosingRepositories();
  const lines = new Map<
    string,
    { readonly top: AbsolutePath; readonly isTracking: boolean; readonly wanted: Set<string> }
  >();
  const programs = new Set<AbsolutePath>();
  for (const { path, safety } of findings) {
    const top = repositoriesOf(parentOf(path)).repositories[0];
    if (top === undefined) continue;
    const isCached = nameOf(path) === CACHE_NAME || nameOf(parentOf(path)) === CACHE_NAME;
    if (!isCached && safety === "data") programs.add(top);
    const isTracking = isOfTracking(path);
    const key = `${isTracking} ${top}`;
    const known = lines.get(key) ?? { top, isTracking, wanted: new Set() };
    known.wanted.add(isCached ? OF_CACHES : OF_FILES);
    lines.set(key, known);
  }
  return [...lines.values()].flatMap(({ top, isTracking, wanted }): BytecodeAdvice[] => {
    const may = [OF_CACHES, OF_FILES].filter((line) => wanted.has(line) && (line === OF_CACHES || !programs.has(top)));
    return may.length > 0 ? [notIgnoredIn(top, may, isTracking)] : [];
  });
}

function notIgnoredIn(top: AbsolutePath, lines: readonly string[], isTracking: boolean): BytecodeAdvice {
  const file = join(top, ".gitignore");
  return {
    path: top,
    kind: "not-ignored",
    text: "git does not ignore its bytecode",
    remedy: remedyFor(file, lines.join(" and "), isTracking),
    ignore: isTracking ? null : { file, lines },
  };
}

function remedyFor(file: AbsolutePath, what: string, isTracking: boolean): string {
  if (statusOrNothing(file)?.kind === "link") {
    return `${file} is a symbolic link, which git does not read: make it a file first`;
  }
  if (isTracking) return `take it out of git first (git rm -r --cached), then add ${what} to ${file}`;
  return `'pyshed bytecode --gitignore' adds ${what} to ${file}`;
}

function imageLayers(host: Host): (path: AbsolutePath) => boolean {
  try {
    const all = mounts(host);
    return (path) => mountOf(path, all)?.type === "overlay";
  } catch {
    // Nobody can tell what is mounted: cleaning refuses then, and nothing is to be said here.
    return () => false;
  }
}
