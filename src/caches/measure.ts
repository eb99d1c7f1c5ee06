import type { Problem } from "../model/finding.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { boundaries, type Boundaries } from "../scan/boundaries.ts";
import { workerSettings } from "../scan/settings.ts";
import { tally, type Tally } from "../scan/tally.ts";
import { portableReader, type DirectoryReader } from "../system/directory-reader.ts";
import { list, statusOrNothing } from "../system/files.ts";
import { handleReader } from "../system/handle-reader.ts";
import type { Host } from "../system/host.ts";

/** Sums places by inode, as a scan does. One meter serves one run. */
export interface Meter {
  /** Undefined when there is nothing. */
  measure(path: AbsolutePath): Tally | undefined;
}

export function openMeter(host: Host): Meter {
  const reader: DirectoryReader = handleReader() ?? portableReader;
  const limits: Boundaries = boundaries(workerSettings(host, { depth: null, oneFileSystem: true }, []));
  const observer = { onEntries: () => {}, onDirectory: () => {} };
  return {
    measure(path) {
      const found = statusOrNothing(path);
      return found && tally(path, found, { reader, boundaries: limits }, observer, null);
    },
  };
}

/** A store with the sums of each entry at its top. */
export interface MeasuredPlace {
  readonly path: AbsolutePath;
  readonly entries: ReadonlyMap<string, Tally>;
  /** The directory's own blocks. */
  readonly own: number;
  readonly problems: readonly Problem[];
  /** Mount points inside: what lies on them is not counted. */
  readonly mounts: readonly AbsolutePath[];
}

/** Throws when the place cannot be listed. */
export function measurePlace(meter: Meter, path: AbsolutePath): MeasuredPlace {
  const entries = new Map<string, Tally>();
  for (const name of list(path).toSorted()) {
    const sums = meter.measure(join(path, name));
    if (sums) entries.set(name, sums);
  }
  const all = [...entries.values()];
  return {
    path,
    entries,
    own: statusOrNothing(path)?.allocated ?? 0,
    problems: all.flatMap(({ problems }) => problems),
    mounts: all.flatMap(({ mounts }) => mounts),
  };
}
