import type { Bytes } from "../model/finding.ts";
import type { Leader, LinkedFile, LinkList, LinkStep } from "../model/link-step.ts";
import { addBytes, NO_BYTES, type Identity } from "../model/plan.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { AllFiles } from "./all-files.ts";
import type { Analysis } from "./analyse.ts";
import type { ChosenLinks } from "./chosen-links.ts";

const NONE = -1;

/** Steps for everything that was chosen: one for each package of each environment and way of linking. */
export function linkSteps(
  { files, plan, meansOf }: Analysis,
  identityOf: (environment: AbsolutePath) => Identity | undefined,
): LinkStep[] {
  const steps: LinkStep[] = [];
  for (const [index, table] of files.tables.entries()) {
    const { means } = meansOf(table.device);
    const identity = means === null ? undefined : identityOf(table.root);
    if (means === null || !identity) continue;
    for (const [owner, own] of byPackage(files, index, plan.leaderOf)) {
      const known = table.packages[owner];
      const links = linkList(files, plan, own, { means, device: identity.device });
      steps.push({
        id: String(steps.length + 1),
        environment: table.root,
        title: known ? `${known.name} ${known.version}` : "files of no package",
        identity,
        links,
        bytes: bytesOf(own, plan),
      });
    }
  }
  return steps;

  function bytesOf(own: readonly number[], { gain, gainUpTo }: Analysis["plan"]): Bytes {
    return own.reduce(
      (sum, file) =>
        addBytes(sum, {
          apparent: files.size(file),
          allocated: files.allocated(file),
          frees: gain[file]!,
          freesUpTo: gainUpTo[file]!,
        }),
      NO_BYTES,
    );
  }
}

function linkList(
  files: AllFiles,
  { leaderOf }: ChosenLinks,
  own: readonly number[],
  { means, device }: Pick<LinkList, "means" | "device">,
): LinkList {
  const roots: AbsolutePath[] = [];
  const leaders: Leader[] = [];
  const places = new Map<string, number>();
  const linked = own.map((file): LinkedFile => {
    const leader = leaderOf[file]!;
    const path = files.relativePath(file);
    const leaderPath = files.relativePath(leader);
    const written = leaderPath === path ? "" : leaderPath;
    const key = `${leader}/${written}`;
    let place = places.get(key);
    if (place === undefined) {
      const { root } = files.table(leader);
      if (!roots.includes(root)) roots.push(root);
      const modified = String(files.modified(leader));
      place = leaders.push([roots.indexOf(root), written, files.inodeText(leader), modified]) - 1;
      places.set(key, place);
    }
    return [path, files.inodeText(file), String(files.modified(file)), place];
  });
  return { means, device, roots, leaders, files: linked };
}

/** The files that have a leader, by package; in the order of the table. */
function byPackage(files: AllFiles, table: number, leaderOf: Int32Array): ReadonlyMap<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let file = files.start(table); file < files.end(table); file++) {
    if (leaderOf[file] === NONE) continue;
    const owner = files.package(file);
    const group = groups.get(owner);
    if (group) group.push(file);
    else groups.set(owner, [file]);
  }
  return groups;
}
