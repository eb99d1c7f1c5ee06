import { plural } from "../model/count.ts";
import { CACHE_NAME } from "../bytecode/places.ts";
import { gitEvidence } from "../evidence/git.ts";
import { enclosingRepositories } from "../evidence/repositories.ts";
import { runsHere } from "../evidence/runs-here.ts";
import type { BytecodeAdvice } from "../model/bytecode.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Host } from "../system/host.ts";
import { mountOf, mounts } from "../system/mounts.ts";
import { whyNotWritable } from "../system/writable.ts";

/** Says of each tree when its bytecode had better stay, and what had better be mended first. */
export async function adviceOn(
  host: Host,
  findings: readonly Finding[],
  ownerOf: (path: AbsolutePath) => AbsolutePath,
): Promise<readonly BytecodeAdvice[]> {
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
  const repositoriesOf = enclosingRepositories();
  return trees.toSorted().flatMap((path): BytecodeAdvice[] => {
    const members = owners.get(path) ?? [];
    const answers = members.map((finding) => git.get(finding.path));
    const tracked = answers.filter((one) => one?.tracked.answer === "yes").length;
    const notIgnored = missingLines(
      members.filter((_, index) => wouldAdd(answers[index]?.ignored)),
      repositoriesOf,
    );
    const closed = members.map((finding) => whyNotWritable(parentOf(finding.path))).filter((why) => why !== null);
    const here = running.get(path);
    const said = (kind: BytecodeAdvice["kind"], text: string): BytecodeAdvice => {
      return { path, kind, text, remedy: null, ignore: null };
    };
    return [
      ...(here?.answer === "yes"
        ? [said("runs-here", `${here.reason}: its next start compiles everything again`)]
        : []),
      ...(tracked > 0 ? [said("tracked", `git tracks bytecode in ${plural(tracked, "place")}, which stays`)] : []),
      ...[...notIgnored].map(([top, lines]) => notIgnoredIn(path, top, lines, tracked > 0)),
      ...(closed.length > 0 ? [said("read-only", `${plural(closed.length, "place")} stays: ${closed[0]}`)] : []),
      ...(layers(path)
        ? [said("image-layer", "it lies on a container's layers: what came with the image frees nothing when it goes")]
        : []),
    ];
  });
}

function wouldAdd(ignored: Evidence<"ignored"> | undefined): boolean {
  return ignored?.answer === "no" && ignored.reason.startsWith("git would add");
}

const OF_CACHES = `${CACHE_NAME}/`;
const OF_FILES = "*.py[co]";

/**
 * By repository, what its `.gitignore` lacks. A program without sources had better not be ignored, so where one lies only
 * caches are.
 */
function missingLines(
  findings: readonly Finding[],
  repositoriesOf: ReturnType<typeof enclosingRepositories>,
): ReadonlyMap<AbsolutePath, readonly string[]> {
  const lines = new Map<AbsolutePath, Set<string>>();
  const programs = new Set<AbsolutePath>();
  for (const { path, safety } of findings) {
    const top = repositoriesOf(parentOf(path)).repositories[0];
    if (top === undefined) continue;
    const isCached = nameOf(path) === CACHE_NAME || nameOf(parentOf(path)) === CACHE_NAME;
    if (!isCached && safety === "data") programs.add(top);
    lines.set(top, (lines.get(top) ?? new Set()).add(isCached ? OF_CACHES : OF_FILES));
  }
  return new Map(
    [...lines].flatMap(([top, wanted]): [AbsolutePath, readonly string[]][] => {
      const may = [OF_CACHES, OF_FILES].filter(
        (line) => wanted.has(line) && (line === OF_CACHES || !programs.has(top)),
      );
      return may.length > 0 ? [[top, may]] : [];
    }),
  );
}

function notIgnoredIn(
  path: AbsolutePath,
  top: AbsolutePath,
  lines: readonly string[],
  isTracked: boolean,
): BytecodeAdvice {
  const file = join(top, ".gitignore");
  const what = lines.join(" and ");
  const remedy = isTracked
    ? `take it out of git first (git rm -r --cached), then add ${what} to ${file}`
    : `'pyshed bytecode --gitignore' adds ${what} to ${file}`;
  const text = "git does not ignore its bytecode";
  return { path, kind: "not-ignored", text, remedy, ignore: isTracked ? null : { file, lines } };
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
