import type { Bytes } from "../model/finding.ts";
import type { Leader, LinkedFile, LinkList, LinkStep } from "../model/link-step.ts";
import { addBytes, NO_BYTES, type Identity } from "../model/plan.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { AllFiles } from "./all-files.ts";
import type { Analysis } from "./analyse.ts";
import type { ChosenLinks } from "./chosen-links.ts";

const NONE = -1;
/** Files of one step: while it is carried out, their list is in memory, and it is one line of the journal. */
export const MOST_FILES = 1024;

/**
 * Steps for everything that was chosen: one for each package of each environment, several where it has many files.
 * Uses the analysis up: afterwards there is memory only for what the steps still need.
 */
export function linkSteps(
  { files, plan, means: all }: Analysis,
  identityOf: (environment: AbsolutePath) => Identity | undefined,
): LinkStep[] {
  const { leaderOf } = plan;
  const steps: LinkStep[] = [];
  for (const [index, table] of files.tables.entries()) {
    const { means } = all[index]!;
    const identity = means === null ? undefined : identityOf(table.root);
    if (means === null || !identity) continue;
    for (const [owner, own] of byPackage(files, index, leaderOf)) {
      const known = table.packages[owner];
      steps.push({
        id: String(steps.length + 1),
        environment: table.root,
        leaderEnvironments: leaderEnvironments(own),
        title: known ? `${known.name} ${known.version}` : "files of no package",
        identity,
        files: own.length,
        links: () => linkList(files, leaderOf, own, { means, device: identity.device }),
        bytes: bytesOf(own, plan),
      });
    }
  }
  files.keepPlaces();
  plan.keepLeaders();
  return steps;

  function leaderEnvironments(own: Int32Array): AbsolutePath[] {
    const tables = new Set<number>();
    for (const file of own) tables.add(files.tableOf(leaderOf[file]!));
    return [...tables].flatMap((one) => (files.tables[one]!.kind === "environment" ? [files.tables[one]!.root] : []));
  }

  function bytesOf(own: Int32Array, { gain, gainUpTo }: Analysis["plan"]): Bytes {
    return own.reduce<Bytes>(
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
  leaderOf: ChosenLinks["leaderOf"],
  own: Int32Array,
  { means, device }: Pick<LinkList, "means" | "device">,
): LinkList {
  const roots: AbsolutePath[] = [];
  const leaders: Leader[] = [];
  /** By leader, and whether its path is written. */
  const places = new Map<number, number>();
  const linked = Array.from(own, (file): LinkedFile => {
    const leader = leaderOf[file]!;
    const path = files.relativePath(file);
    const leaderPath = files.relativePath(leader);
    const written = leaderPath === path ? "" : leaderPath;
    const key = 2 * leader + (written === "" ? 0 : 1);
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

/** The files that have a leader, by package, in the order of the table; so many together as a step may have. */
function byPackage(files: AllFiles, table: number, leaderOf: Int32Array): (readonly [number, Int32Array])[] {
  const groups = new Map<number, number[]>();
  for (let file = files.start(table); file < files.end(table); file++) {
    if (leaderOf[file] === NONE) continue;
    const owner = files.package(file);
    const group = groups.get(owner);
    if (group) group.push(file);
    else groups.set(owner, [file]);
  }
  return [...groups].flatMap(([owner, own]) =>
    Array.from({ length: Math.ceil(own.length / MOST_FILES) }, (_, part): [number, Int32Array] => [
      owner,
      Int32Array.from(own.slice(part * MOST_FILES, (part + 1) * MOST_FILES)),
    ]),
  );
}
