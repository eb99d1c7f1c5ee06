import type { Problem } from "../model/finding.ts";
import { join, relativeTo } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";
import { filesBelow, type WalkedEntry } from "./file-walk.ts";
import type { Inspector, StorePlace } from "./inspector.ts";
import { linkedEntries } from "./linked-entries.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";

/** A store of files named by checksums, whose owner removes the files and leaves their directories. */
interface ObjectStore {
  readonly store: string;
  /** The directories of objects at the top. */
  readonly top: RegExp;
  /** Names of files among the objects that the owner leaves. */
  readonly stays: RegExp;
}

const STORES: readonly ObjectStore[] = [
  { store: "ccache", top: /^[0-9a-f]$/, stays: /^(stats|CACHEDIR\.TAG)$|\.lock$/ },
  { store: "wandb", top: /^obj$/, stays: /^$/ },
];

/**
 * wandb's command goes through links to directories (0.31.0: sdk/lib/filesystem.py, files_in) and would remove what lies
 * elsewhere. Nothing of a store with a link in it goes, whoever its owner is.
 */
export const objectStores: readonly Inspector[] = STORES.map((one) => ({
  store: one.store,
  judge(place) {
    const objects = objectsIn(one, place, []);
    const links = objects
      .filter(({ status }) => status.kind === "link")
      .map(({ path }) => relativeTo(path, place.path));
    return {
      goes: objects.map(({ path }) => path),
      grades: new Map(),
      obstacles: linkedEntries(place.path, [...place.measured.entries.keys(), ...links]),
    };
  },
  inspect(place) {
    const problems: Problem[] = [];
    const entries = objectsIn(one, place, problems).flatMap(({ path }) => {
      const sums = place.meter.measure(path);
      return sums
        ? [measuredEntry(path, sums, { kind: "object", name: relativeTo(path, place.path), safety: "low" })]
        : [];
    });
    return { entries: biggestFirst(entries), remarks: [], problems };
  },
}));

function objectsIn({ top, stays }: ObjectStore, { path, measured }: StorePlace, problems: Problem[]): WalkedEntry[] {
  const names = [...measured.entries.keys()].filter((name) => top.test(name));
  const directories = names.map((name) => join(path, name)).filter((one) => statusOrNothing(one)?.kind === "directory");
  return directories.flatMap((directory) =>
    [...filesBelow(directory, (problem) => problems.push(problem))].filter(({ name }) => !stays.test(name)),
  );
}
