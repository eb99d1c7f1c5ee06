import type { Problem } from "../model/finding.ts";
import { join, nameOf, relativeTo, type AbsolutePath } from "../model/path.ts";
import { filesBelow } from "./file-walk.ts";
import type { Inspector, StorePlace } from "./inspector.ts";
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

export const objectStores: readonly Inspector[] = STORES.map((one) => ({
  store: one.store,
  judge: (place) => ({ goes: objectsIn(one, place, []), grades: new Map(), obstacles: [] }),
  inspect(place) {
    const problems: Problem[] = [];
    const entries = objectsIn(one, place, problems).flatMap((path) => {
      const sums = place.meter.measure(path);
      return sums
        ? [measuredEntry(path, sums, { kind: "object", name: relativeTo(path, place.path), safety: "low" })]
        : [];
    });
    return { entries: biggestFirst(entries), remarks: [], problems };
  },
}));

function objectsIn({ top, stays }: ObjectStore, { path, measured }: StorePlace, problems: Problem[]): AbsolutePath[] {
  const directories = [...measured.entries.keys()].filter((name) => top.test(name));
  return directories.flatMap((name) =>
    [...filesBelow(join(path, name), (problem) => problems.push(problem))]
      .map((file) => file.path)
      .filter((file) => !stays.test(nameOf(file))),
  );
}
