import type { Bytes } from "../model/finding.ts";
import type { Leader, LinkedFile, LinkStep } from "../model/link-step.ts";
import { addBytes, NO_BYTES, type Identity } from "../model/plan.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Analysis } from "./analyse.ts";

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
    for (const [owner, own] of byPackage(files.start(index), table.columns.count, plan.leaderOf, (file) =>
      files.package(file),
    )) {
      const known = table.packages[owner];
      const leaders = new Map<number, number>();
      const list: Leader[] = [];
      const linked = own.map((file): LinkedFile => {
        const leader = plan.leaderOf[file]!;
        let place = leaders.get(leader);
        if (place === undefined) {
          place = list.push({
            path: files.path(leader),
            inode: files.inodeText(leader),
            modified: String(files.modified(leader)),
          });
          leaders.set(leader, --place);
        }
        return [files.relativePath(file), files.inodeText(file), String(files.modified(file)), place];
      });
      steps.push({
        id: String(steps.length + 1),
        environment: table.root,
        title: known ? `${known.name} ${known.version}` : "files of no package",
        identity,
        links: { means, device: identity.device, leaders: list, files: linked },
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

/** The files that have a leader, by package; in the order of the table. */
function byPackage(
  start: number,
  count: number,
  leaderOf: Int32Array,
  packageOf: (file: number) => number,
): ReadonlyMap<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let file = start; file < start + count; file++) {
    if (leaderOf[file] === NONE) continue;
    const owner = packageOf(file);
    const group = groups.get(owner);
    if (group) group.push(file);
    else groups.set(owner, [file]);
  }
  return groups;
}
