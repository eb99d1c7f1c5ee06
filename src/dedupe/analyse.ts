import type { LinkMeans } from "../model/duplicates.ts";
import type { Problem } from "../model/finding.ts";
import { extentReader } from "../system/extents.ts";
import { AllFiles } from "./all-files.ts";
import { chooseHardLinks } from "./choose-hard-links.ts";
import { chooseSharedExtents } from "./choose-shared-extents.ts";
import { WRITTEN_IN_PLACE, type FileTable } from "./file-table.ts";
import { eachGroup } from "./groups.ts";
import { ChosenLinks } from "./chosen-links.ts";
import { readUnstated } from "./read-unstated.ts";
import { inodesOf, storagesOf, type Storage } from "./storage.ts";
import { Tallies } from "./tallies.ts";

/** What can be done on a filesystem. */
export interface DeviceMeans {
  readonly means: LinkMeans | null;
  /** Names that one file may have there. */
  readonly mostLinks: number;
}

export interface Analysis {
  readonly files: AllFiles;
  readonly plan: ChosenLinks;
  readonly tallies: Tallies;
  readonly meansOf: (device: number) => DeviceMeans;
  readonly problems: readonly Problem[];
}

/** Finds what is the same in several tables, how it is stored, and what is to be linked to what. */
export function analyse(tables: readonly FileTable[], meansOf: (device: number) => DeviceMeans): Analysis {
  const files = new AllFiles(tables);
  const problems: Problem[] = tables.flatMap((table) => table.problems);
  const means = tables.map(({ device }) => meansOf(device));
  const linkable = linkableFiles(files, means);
  const mayLink = (file: number): boolean => linkable[file] === 1;
  readUnstated(files, mayLink, (problem) => problems.push(problem));
  const plan = new ChosenLinks(files.count);
  const tallies = new Tallies(files);
  const reader = extentReader();
  eachGroup(files, (members) => {
    const storages: Storage[] = [];
    for (const here of byDevice(files, members)) {
      const { means: by, mostLinks } = means[files.tableOf[here[0]!]!]!;
      const inodes = inodesOf(files, here);
      const stored = storagesOf(files, inodes, by === "shared extents" ? reader : undefined);
      storages.push(...stored);
      if (stored.length < 2) continue;
      if (by === "hard links") chooseHardLinks(files, inodes, mayLink, mostLinks, plan);
      else if (by === "shared extents") chooseSharedExtents(files, stored, mayLink, plan);
    }
    tallies.add(files, members, storages, plan);
  });
  return { files, plan, tallies, meansOf, problems };
}

/** 1 for each file that may become a link. */
function linkableFiles(files: AllFiles, means: readonly DeviceMeans[]): Uint8Array {
  const linkable = new Uint8Array(files.count);
  for (const [index, { kind, packages, columns }] of files.tables.entries()) {
    const by = means[index]!.means;
    if (by === null || kind === "uv-cache") continue;
    const start = files.start(index);
    for (let within = 0; within < columns.count; within++) {
      if (by === "hard links" && (columns.kind[within]! & WRITTEN_IN_PLACE) !== 0) continue;
      const owner = columns.package[within]!;
      if (owner < 0 || packages[owner]!.leftOut === null) linkable[start + within] = 1;
    }
  }
  return linkable;
}

function byDevice(files: AllFiles, members: readonly number[]): readonly (readonly number[])[] {
  const device = files.table(members[0]!).device;
  if (members.every((file) => files.table(file).device === device)) return [members];
  const groups = new Map<number, number[]>();
  for (const file of members) {
    const { device: own } = files.table(file);
    const group = groups.get(own);
    if (group) group.push(file);
    else groups.set(own, [file]);
  }
  return [...groups.values()];
}
