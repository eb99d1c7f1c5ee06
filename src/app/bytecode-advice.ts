import { gitEvidence } from "../evidence/git.ts";
import { enclosingRepositories } from "../evidence/repositories.ts";
import { runsHere } from "../evidence/runs-here.ts";
import type { BytecodeAdvice } from "../model/bytecode.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import { plural } from "../model/time.ts";
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
    const notIgnored = new Set(
      members
        .filter((_, index) => wouldAdd(answers[index]?.ignored))
        .flatMap((finding) => repositoriesOf(parentOf(finding.path)).repositories[0] ?? []),
    );
    const closed = members.map((finding) => whyNotWritable(parentOf(finding.path))).filter((why) => why !== null);
    const here = running.get(path);
    const said = (kind: BytecodeAdvice["kind"], text: string): BytecodeAdvice => {
      return { path, kind, text, remedy: null, ignoreFile: null };
    };
    return [
      ...(here?.answer === "yes"
        ? [said("runs-here", `${here.reason}: its next start compiles everything again`)]
        : []),
      ...(tracked > 0 ? [said("tracked", `git tracks bytecode in ${plural(tracked, "place")}, which stays`)] : []),
      ...[...notIgnored].map((top) => notIgnoredIn(path, top, tracked > 0)),
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

function notIgnoredIn(path: AbsolutePath, top: AbsolutePath, isTracked: boolean): BytecodeAdvice {
  const file = join(top, ".gitignore");
  const remedy = isTracked
    ? `take it out of git first (git rm -r --cached), then add the line __pycache__/ to ${file}`
    : `'pyshed bytecode --gitignore' adds the line __pycache__/ to ${file}`;
  const text = "git does not ignore its bytecode";
  return { path, kind: "not-ignored", text, remedy, ignoreFile: isTracked ? null : file };
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
