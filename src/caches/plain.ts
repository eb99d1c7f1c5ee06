import type { CacheContents, CacheEntry } from "../model/cache.ts";
import type { Part, Store } from "../model/store.ts";
import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import type { Status } from "../system/files.ts";
import { entrySelecting } from "./entry-selecting.ts";
import type { Inspector, Judgement, StorePlace } from "./inspector.ts";
import { whyNotKnown } from "./known-files.ts";

/** A store whose entries stand beside one another, each made by its tool alone. */
export interface PlainStore {
  readonly store: Store;
  /** What one entry is called: `kernel`, `model`. */
  readonly kind: string;
  /** Does the tool make this file? By the entry's name and the path below it (empty for an entry that is a file). */
  readonly makes: (entry: string, relative: string) => boolean;
  /** Links that the tool makes inside its entries; otherwise a link is nothing of it. */
  readonly makesLinks?: true;
  readonly obstacles?: (place: StorePlace) => readonly string[];
  /** Why one entry must stay, whatever it holds, as a clause; null when nothing is against it. */
  readonly whyNot?: (entry: AbsolutePath) => string | null;
}

/** Lists the entries and knows which files our own step may take. */
export function plainInspector({ store, kind, makes, makesLinks, obstacles, whyNot }: PlainStore): Inspector {
  const mayBe = (found: Status["kind"]): boolean => found === "file" || (found === "link" && makesLinks === true);
  const whyNotUnderstood = (entry: AbsolutePath): string | null =>
    whyNot?.(entry) ??
    whyNotKnown(entry, store.tool, (relative, found) => mayBe(found) && makes(nameOf(entry), relative));
  return {
    store: store.id,
    ...(obstacles
      ? { judge: (place: StorePlace): Judgement => ({ goes: [], grades: new Map(), obstacles: obstacles(place) }) }
      : {}),
    inspect: (place) => contents(store, kind, place),
    whyNotUnderstood,
    selecting: entrySelecting(store, whyNotUnderstood),
  };
}

function contents({ parts }: Store, kind: string, { path, measured }: StorePlace): CacheContents {
  const entries = [...measured.entries].flatMap(([name, sums]): CacheEntry[] => {
    const part = parts.find(({ entry }) => entry.test(name));
    if (!part || !canGo(part)) return [];
    const { allocated, frees, newest } = sums;
    return [
      {
        kind,
        name,
        package: null,
        version: null,
        path: join(path, name),
        allocated,
        frees,
        lastUsed: newest || null,
        isUsed: "no",
        usedBy: [],
        safety: part.safety,
      },
    ];
  });
  return {
    entries: entries.toSorted((a, b) => b.allocated - a.allocated || (a.path < b.path ? -1 : 1)),
    remarks: [],
    problems: [],
  };
}

function canGo({ safety, removedBy }: Part): boolean {
  return safety !== "data" && removedBy !== "nobody";
}
