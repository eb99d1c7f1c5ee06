import { plural } from "../model/count.ts";
import type { CacheContents, CacheEntry } from "../model/cache.ts";
import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import { realPath, readText } from "../system/files.ts";
import type { Inspector, Judgement, Selecting, StorePlace } from "./inspector.ts";
import { linkedEntries } from "./linked-entries.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";
import { readTable } from "./sqlite-table.ts";
import { bytesOfEntries } from "./units.ts";
import { whereaboutsOf } from "./whereabouts.ts";

const REPOSITORY = /^repo[a-z0-9_]{8}$/;
const PATCH = /^patch/;

const ONLY_UNUSED = "pre-commit gc takes all that is unused, and nothing else is safe to take";

/** `gc` takes what no configuration names, all of it at once. */
const selecting: Selecting = {
  cannot: {
    package: ONLY_UNUSED,
    kind: ONLY_UNUSED,
    "older-than": ONLY_UNUSED,
    "keep-latest": ONLY_UNUSED,
    detached: "only repositories of Hugging Face have detached revisions",
  },
  offers: ({ kind, isUsed }) => kind === "repository" && isUsed === "no",
  isPrunedFirst: true,
  unitsOf(chosen, { selection, againstOwner }) {
    const against = selection.isUnused && chosen.length > 0 ? againstOwner(chosen) : null;
    if (against !== null) return { units: [], reasons: [against] };
    const places = chosen.map(({ path }) => path);
    const what = plural(chosen.length, "unused repository");
    const way = { by: "owner", arguments: ["gc"] } as const;
    const unit = { what, entries: chosen, places, bytes: bytesOfEntries(chosen), way };
    return { units: chosen.length > 0 && selection.isUnused ? [unit] : [], reasons: [] };
  },
};

/**
 * pre-commit's store: one clone for each repository, revision and set of dependencies. Its own records say which
 * configurations it has met; `pre-commit gc` removes what none of them names, so a configuration that cannot be seen now
 * (a disk that is not there) is a reason not to run it.
 */
export const preCommit: Inspector = { store: "pre-commit", judge, inspect, selecting };

interface Recorded {
  readonly repository: string;
  readonly revision: string;
  readonly path: AbsolutePath;
  /** Configurations that name it. */
  readonly usedBy: readonly AbsolutePath[];
}

interface Records {
  readonly recorded: readonly Recorded[];
  /** Configurations of which nobody knows whether they are still there, or that cannot be read. */
  readonly unseen: readonly AbsolutePath[];
}

function judge({ path, measured }: StorePlace): Judgement {
  const records = recordsOf(path);
  const obstacles = linkedEntries(path, measured.entries.keys());
  if (!records) {
    return { goes: [], grades: new Map(), obstacles: [...obstacles, "its records (db.db) could not be read"] };
  }
  const unused = records.recorded.filter(({ usedBy }) => usedBy.length === 0);
  const inside = unused.filter((one) => isInside(one.path, path) && measured.entries.has(nameOf(one.path)));
  if (inside.length < unused.length)
    obstacles.push("its records name repositories at other places, which gc would remove");
  for (const configuration of records.unseen) {
    obstacles.push(`${configuration} cannot be seen now, and gc would take what it needs for unused`);
  }
  return { goes: inside.map((one) => join(path, nameOf(one.path))), grades: new Map(), obstacles };
}

function inspect({ path, measured }: StorePlace): CacheContents {
  const records = recordsOf(path);
  const known = new Map(records?.recorded.map((one) => [nameOf(one.path), one]));
  const entries: CacheEntry[] = [];
  const remarks: string[] = records ? [] : ["its records (db.db) could not be read: who uses what is not known"];
  for (const [name, sums] of measured.entries) {
    const at = join(path, name);
    if (PATCH.test(name))
      entries.push(measuredEntry(at, sums, { kind: "patch", name, safety: "data", isUsed: "unknown" }));
    if (!REPOSITORY.test(name)) continue;
    const one = known.get(name);
    entries.push(
      measuredEntry(at, sums, {
        kind: one || !records ? "repository" : "unrecorded",
        name: one ? `${one.repository} ${one.revision}` : (originOf(at) ?? name),
        version: one?.revision ?? null,
        safety: "low",
        isUsed:
          !records || records.unseen.length > 0
            ? one?.usedBy.length
              ? "yes"
              : "unknown"
            : one?.usedBy.length
              ? "yes"
              : "no",
        usedBy: one?.usedBy ?? [],
      }),
    );
  }
  const unrecorded = entries.filter(({ kind }) => kind === "unrecorded").length;
  if (unrecorded > 0) {
    remarks.push(
      `${unrecorded === 1 ? "a directory is" : `${unrecorded} directories are`} in no record, and gc leaves such`,
    );
  }
  if (entries.some(({ kind }) => kind === "patch")) {
    remarks.push("patch files hold changes that were never committed: `git apply` brings them back");
  }
  return { entries: biggestFirst(entries), remarks, problems: [] };
}

function recordsOf(store: AbsolutePath): Records | undefined {
  const file = join(store, "db.db");
  const [repositories, configurations] = [readTable(file, "repos"), readTable(file, "configs")];
  if (!repositories || !configurations) return undefined;
  const unseen: AbsolutePath[] = [];
  const texts = configurations.flatMap(([path]) => {
    const at = path as AbsolutePath;
    const text = readText(at, 1024 * 1024);
    if (text === undefined && whereaboutsOf(at) !== "gone") unseen.push(at);
    return text === undefined ? [] : [{ path: at, text, names: repositoriesIn(text) }];
  });
  const recorded = repositories.map(([repository, revision, path]) => ({
    repository: repository ?? "",
    revision: revision ?? "",
    path: (path ?? "") as AbsolutePath,
    usedBy: texts
      .filter(({ text, names }) => names.some((name) => isNamed(name, repository ?? "", revision ?? "", text)))
      .map((one) => one.path),
  }));
  return { recorded, unseen };
}

/** What follows `repo:` anywhere in a configuration. */
function repositoriesIn(text: string): string[] {
  const found = text.matchAll(/["']?\brepo["']?[ \t]*:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#,}]+))/g);
  return [...found].map((match) => match[1] ?? match[2] ?? match[3]!);
}

/** A record's name is the repository's address, or that and the hook's own dependencies behind a colon. */
function isNamed(name: string, repository: string, revision: string, text: string): boolean {
  const isSame = repository === name || repository.startsWith(`${name}:`);
  return isSame && (name === "local" || text.includes(revision));
}

function isInside(path: AbsolutePath, store: AbsolutePath): boolean {
  try {
    return REPOSITORY.test(nameOf(path)) && realPath(parentOf(path)) === store;
  } catch {
    // Its directory is gone: it is not this one.
    return false;
  }
}

/** The address that a clone came from. */
function originOf(repository: AbsolutePath): string | undefined {
  const config = readText(join(repository, ".git/config"), 65_536) ?? "";
  return /\[remote "origin"\][^[]*?\burl = ([^\n]+)/.exec(config)?.[1]?.trim();
}
