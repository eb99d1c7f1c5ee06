import { gitEvidence } from "../evidence/git.ts";
import { runsHere } from "../evidence/runs-here.ts";
import type { BytecodeAdvice } from "../model/bytecode.ts";
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
  return trees.toSorted().flatMap((path): BytecodeAdvice[] => {
    const members = owners.get(path) ?? [];
    const answers = members.map((finding) => git.get(finding.path));
    const tracked = answers.filter((one) => one?.tracked.answer === "yes").length;
    const offered = answers.filter(
      (one) => one?.ignored.answer === "no" && one.ignored.reason.startsWith("git would add"),
    );
    const closed = members.map((finding) => whyNotWritable(parentOf(finding.path))).filter((why) => why !== null);
    const here = running.get(path);
    const said = (kind: BytecodeAdvice["kind"], text: string, remedy: string | null = null): BytecodeAdvice => {
      return { path, kind, text, remedy };
    };
    return [
      ...(here?.answer === "yes"
        ? [said("runs-here", `${here.reason}: its next start compiles everything again`)]
        : []),
      ...(tracked > 0 ? [said("tracked", `git tracks bytecode in ${plural(tracked, "place")}, which stays`)] : []),
      ...(offered.length > 0
        ? [said("not-ignored", "git does not ignore its bytecode", ignoreLine(join(path, ".gitignore")))]
        : []),
      ...(closed.length > 0 ? [said("read-only", `${plural(closed.length, "place")} stays: ${closed[0]}`)] : []),
      ...(layers(path)
        ? [said("image-layer", "it lies on a container's layers: what came with the image frees nothing when it goes")]
        : []),
    ];
  });
}

function ignoreLine(file: AbsolutePath): string {
  return `add the line __pycache__/ to ${file}`;
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
