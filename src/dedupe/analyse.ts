import type { LinkMeans } from "../model/duplicates.ts";
import type { Problem } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";
import { extentReader } from "../system/extents.ts";
import type { AllFiles } from "./all-files.ts";
import { chooseHardLinks } from "./choose-hard-links.ts";
import { chooseSharedExtents } from "./choose-shared-extents.ts";
import { ChosenLinks } from "./chosen-links.ts";
import { eachGroup } from "./groups.ts";
import { Linkable } from "./linkable.ts";
import { readUnstated } from "./read-unstated.ts";
import { Stored } from "./stored.ts";
import { Tallies } from "./tallies.ts";

/** What can be done where a table lies; one object for each mount. */
export interface TableMeans {
  readonly means: LinkMeans | null;
  /** Names that one file may have there. */
  readonly mostLinks: number;
}

export interface Analysis {
  readonly files: AllFiles;
  readonly plan: ChosenLinks;
  readonly tallies: Tallies;
  /** By table. */
  readonly means: readonly TableMeans[];
  readonly problems: readonly Problem[];
}

/**
 * Finds what is the same among files, how it is stored, and what is to be linked to what. Environments that are left
 * count as the others do, but no file of theirs becomes a link or leads.
 */
export function analyse(
  files: AllFiles,
  means: readonly TableMeans[],
  left: ReadonlySet<AbsolutePath> = new Set(),
): Analysis {
  const problems: Problem[] = files.tables.flatMap((table) => table.problems);
  const linkable = new Linkable(files, means, left);
  readUnstated(files, linkable, (problem) => problems.push(problem));
  const plan = new ChosenLinks(files.count);
  const tallies = new Tallies(files);
  const reader = extentReader();
  const stored = new Stored(files);
  const isOneDevice = new Set(files.tables.map(({ device }) => device)).size < 2;
  eachGroup(files, (members) => {
    stored.clear();
    for (const here of isOneDevice ? [members] : byDevice(files, members)) {
      const by = meansAmong(here);
      const from = stored.inodes;
      stored.add(here, by === "shared extents" ? reader : undefined);
      if (stored.inodes - from < 2) continue;
      if (by === "hard links") chooseHardLinks(files, stored, from, { linkable, means }, plan);
      else if (by === "shared extents") chooseSharedExtents(files, stored, from, linkable, plan);
    }
    tallies.add(files, members, stored, plan);
  });
  return { files, plan, tallies, means, problems };

  /** Of a filesystem that is mounted several times some may be read-only. */
  function meansAmong(here: ArrayLike<number>): LinkMeans | null {
    for (let at = 0; at < here.length; at++) {
      const { means: by } = means[files.tableOf(here[at]!)]!;
      if (by !== null) return by;
    }
    return null;
  }
}

function byDevice(files: AllFiles, members: Int32Array): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  for (const file of members) {
    const { device } = files.table(file);
    const group = groups.get(device);
    if (group) group.push(file);
    else groups.set(device, [file]);
  }
  return [...groups.values()];
}
