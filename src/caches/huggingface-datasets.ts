import type { CacheContents, CacheEntry } from "../model/cache.ts";
import type { Problem } from "../model/finding.ts";
import { isWithin, join, nameOf, parentOf, relativeTo, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";
import { entriesIn } from "../system/visible.ts";
import { heldLock } from "../system/held-locks.ts";
import { filesBelow } from "./file-walk.ts";
import type { Inspector, Judgement, Selecting, StorePlace } from "./inspector.ts";
import { ownUnit } from "./units.ts";

/** A configuration lies at `name/config/version/hash`; older versions of the library left out the hash. */
const DEEPEST = 4;

/** Single results of `map`; the data sets that they were computed from stay. */
const selecting: Selecting = {
  cannot: {
    unused: "nobody can tell which results a program will ask for again",
    "keep-latest": "its results have no versions",
    detached: "only repositories of Hugging Face have detached revisions",
  },
  namesOf: ({ name }) => [name, name.replace(/\/[^/]*$/, "")],
  offers: ({ kind }) => kind === "map",
  unitsOf: (chosen) => ({
    units: chosen.map((entry) => ({
      ...ownUnit(entry, "datasets has no command for its results"),
      what: `${nameOf(entry.path)} of ${entry.name}`,
    })),
    reasons: [],
  }),
};

/**
 * The cache of the Hugging Face library `datasets`: what it downloaded, and data sets as arrow files. Beside those it
 * keeps the results of `map`, `filter` and the like (`cache-*.arrow`), which may be days of work; they are shown apart.
 */
export const huggingfaceDatasets: Inspector = {
  store: "huggingface-datasets",
  judge,
  inspect,
  whyNotUnderstood,
  selecting,
};

function judge({ host, path, measured }: StorePlace): Judgement {
  const obstacles: string[] = [];
  const linked = [...measured.entries.keys()].find((name) => statusOrNothing(join(path, name))?.kind === "link");
  if (linked !== undefined) obstacles.push(`${join(path, linked)} is a link that leads elsewhere`);
  const locks = [...measured.entries.keys()].filter((name) => name.endsWith(".lock"));
  const held = locks.find((name) => heldLock(host, join(path, name)).answer === "yes");
  if (held !== undefined) obstacles.push(`a data set is being made: a process holds ${join(path, held)}`);
  return { goes: [], grades: new Map(), obstacles };
}

function inspect(place: StorePlace): CacheContents {
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): void => void problems.push(problem);
  const entries = [...place.measured.entries.keys()]
    .filter((name) => statusOrNothing(join(place.path, name))?.kind === "directory")
    .flatMap((name) => {
      const path = join(place.path, name);
      return name === "downloads"
        ? [downloads(place, path)]
        : configurations(path).flatMap((one) => entriesOf(place, one, onProblem));
    });
  return {
    entries: entries.toSorted((a, b) => b.allocated - a.allocated || (a.path < b.path ? -1 : 1)),
    remarks: [],
    problems,
  };
}

function downloads({ measured }: StorePlace, path: AbsolutePath): CacheEntry {
  const { allocated, frees, newest } = measured.entries.get("downloads")!;
  return {
    ...nobodys,
    kind: "downloads",
    name: "downloads",
    path,
    allocated,
    frees,
    lastUsed: newest || null,
    safety: "low",
  };
}

const nobodys = { package: null, version: null, isUsed: "no", usedBy: [] } as const;

/** A data set's configuration, and apart from it what was computed from it. */
function entriesOf(
  { path: store }: StorePlace,
  configuration: AbsolutePath,
  onProblem: (problem: Problem) => void,
): CacheEntry[] {
  const files = [...filesBelow(configuration, onProblem)];
  const mapped = files.filter(({ name, path }) => isMapped(name) && parentOf(path) === configuration);
  const name = relativeTo(configuration, store).split("/").slice(0, 2).join("/").replace("___", "/");
  const version = relativeTo(configuration, store).split("/")[2] ?? null;
  const entry = (kind: string, path: AbsolutePath, some: typeof files): CacheEntry => ({
    ...nobodys,
    kind,
    name,
    version,
    path,
    allocated: some.reduce((sum, { status }) => sum + status.allocated, 0),
    frees: some.reduce((sum, { status }) => sum + (status.links > 1 ? 0 : status.allocated), 0),
    lastUsed: Math.max(0, ...some.map(({ status }) => Math.max(status.modified, status.accessed))) || null,
    safety: "medium",
  });
  const own = files.filter((file) => !mapped.includes(file));
  return [entry("data-set", configuration, own), ...mapped.map((file) => entry("map", file.path, [file]))];
}

function isMapped(name: string): boolean {
  return /^cache-[\w-]+\.arrow$/.test(name);
}

/** The directories below a data set that hold a `dataset_info.json`. */
function configurations(path: AbsolutePath, depth = 1): AbsolutePath[] {
  const entries = entriesIn(path);
  if (entries.some(({ name, kind }) => name === "dataset_info.json" && kind === "file")) return [path];
  if (depth === DEEPEST) return [];
  return entries
    .filter(({ kind }) => kind === "directory")
    .flatMap(({ name }) => configurations(join(path, name), depth + 1));
}

function whyNotUnderstood(entry: AbsolutePath): string | null {
  const kind = statusOrNothing(entry)?.kind;
  if (kind !== "directory") return `${entry} is no directory`;
  let reason: string | null = null;
  const known = nameOf(entry) === "downloads" ? undefined : configurations(entry);
  if (known?.length === 0) return `${entry} holds no data set`;
  for (const { name, path, status } of filesBelow(
    entry,
    ({ path: unread }) => (reason ??= `${unread} could not be read`),
  )) {
    const isKnown =
      status.kind === "file" &&
      (known === undefined
        ? isDownload(relativeTo(path, entry))
        : name.endsWith(".lock") ||
          (known.some((one) => isWithin(path, one)) && /\.(arrow|json|lock|parquet)$/.test(name)));
    if (!isKnown) reason ??= `${path} is nothing that datasets makes`;
  }
  return reason;
}

/** Downloads are named by the hash of their address; what is unpacked from one lies in `extracted/HASH`. */
function isDownload(relative: string): boolean {
  return /^(extracted\/[0-9a-f]{64}(\/.*)?|[0-9a-f]{64}(\.[0-9a-f]{64})?(\.py)?(\.(json|lock|incomplete))?)$/.test(
    relative.replace(/\.lock$/, ""),
  );
}
