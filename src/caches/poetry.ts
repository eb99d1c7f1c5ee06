import type { CacheContents, CacheEntry } from "../model/cache.ts";
import type { Problem } from "../model/finding.ts";
import { join, nameOf, parentOf, relativeTo, type AbsolutePath } from "../model/path.ts";
import { normaliseName } from "../environments/metadata.ts";
import { readPart, statusOrNothing } from "../system/files.ts";
import { directoriesIn } from "./directories-in.ts";
import { filesBelow, type WalkedEntry } from "./file-walk.ts";
import type { Inspector, Judgement, StorePlace } from "./inspector.ts";
import { whyNotKnown } from "./known-files.ts";
import { linkedEntries } from "./linked-entries.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";
import { ownUnits } from "./units.ts";
import { wheelName, type WheelName } from "./wheel-name.ts";

/** `ab/cd/ef/` and the rest of a SHA-256, then the download, or the wheel built from it. */
const ARTIFACT = /^([0-9a-f]{2}\/){3}[0-9a-f]{58}\/[^/]+\.(whl|zip|tar\.(gz|bz2|xz|lzma)|tar|tgz|tbz|txz)$/;
/** What is known of one release begins with the time until which it is good, then JSON. */
const RELEASE = /^\d{10}\{"name": "([^"\\]+)", "version": "([^"\\]+)"/;

/**
 * poetry's cache: answers of indexes by repository, and artifacts. Nothing outside of it uses their files: poetry copies
 * what it installs. The environments that lie beside them are shown apart and never go with them.
 */
export const poetry: Inspector = {
  store: "poetry",
  judge,
  inspect,
  whyNotUnderstood: (entry) =>
    nameOf(entry) === "artifacts"
      ? whyNotKnown(entry, "poetry", (relative, kind) => kind === "file" && ARTIFACT.test(relative))
      : `${entry} is nothing that pyshed removes by itself`,
  selecting: {
    cannot: {
      unused: "poetry copies what it installs, so nothing uses its cache",
      detached: "only repositories of Hugging Face have detached revisions",
    },
    offers: ({ kind }) => kind === "artifact" || kind === "built-wheel",
    unitsOf: (chosen, { path }) =>
      ownUnits(chosen, "poetry has no command for its artifacts", (entry) =>
        ARTIFACT.test(relativeTo(entry.path, join(path, "artifacts")))
          ? null
          : `${entry.path} is nothing that poetry makes`,
      ),
  },
};

function judge({ path, measured }: StorePlace): Judgement {
  const index = join(path, "cache/repositories");
  const compiled = builtHere(path).filter(({ wheel }) => !wheel.isPure).length;
  const because = `${compiled === 1 ? "a wheel" : `${compiled} wheels`} in it had to be compiled on this machine`;
  return {
    goes: statusOrNothing(index)?.kind === "directory" ? [index] : [],
    grades: new Map(compiled === 0 ? [] : [["artifacts", { safety: "medium", because }]]),
    obstacles: linkedEntries(path, [...measured.entries.keys(), "cache/repositories"]),
  };
}

function inspect(place: StorePlace): CacheContents {
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): void => void problems.push(problem);
  const environments = environmentsIn(place);
  const entries = biggestFirst([
    ...artifactsIn(place.path, onProblem),
    ...indexesIn(place, onProblem),
    ...environments,
  ]);
  const remarks =
    environments.length === 0
      ? []
      : ["the environments below virtualenvs are no part of the cache: a scan of that directory lists them"];
  return { entries, remarks, problems };
}

function artifactsIn(store: AbsolutePath, onProblem: (problem: Problem) => void): CacheEntry[] {
  const built = new Set(builtHere(store).map(({ path }) => path));
  const found: CacheEntry[] = [];
  for (const file of filesBelow(join(store, "artifacts"), onProblem)) {
    if (file.status.kind !== "file") continue;
    const wheel = wheelName(file.name);
    const isBuilt = built.has(file.path);
    const { package: name = null, version = null } = wheel ?? sourceName(file.name) ?? {};
    const safety = isBuilt && wheel?.isPure === false ? "medium" : "low";
    found.push(
      entryOfFile(file, {
        kind: isBuilt ? "built-wheel" : "artifact",
        name: file.name,
        package: name,
        version,
        safety,
      }),
    );
  }
  return found;
}

/** Wheels that poetry made itself: they lie beside the source distribution they were made from. */
function builtHere(store: AbsolutePath): { readonly path: AbsolutePath; readonly wheel: WheelName }[] {
  const files = [...filesBelow(join(store, "artifacts"), () => {})].filter(({ status }) => status.kind === "file");
  const withSource = new Set(files.filter(({ name }) => !name.endsWith(".whl")).map(({ path }) => parentOf(path)));
  return files.flatMap(({ name, path }) => {
    const wheel = withSource.has(parentOf(path)) ? wheelName(name) : undefined;
    return wheel ? [{ path, wheel }] : [];
  });
}

function sourceName(file: string): { readonly package: string; readonly version: string } | undefined {
  const match = /^(.+)-(\d[^-]*?)\.(?:zip|tar\.\w+|tar|tgz|tbz|txz)$/.exec(file);
  return match ? { package: normaliseName(match[1]!), version: match[2]! } : undefined;
}

/** One entry for each release, and one for the HTTP answers of each repository. */
function indexesIn(place: StorePlace, onProblem: (problem: Problem) => void): CacheEntry[] {
  const top = join(place.path, "cache/repositories");
  return directoriesIn(top).flatMap((repository) => {
    const at = join(top, repository);
    const http = directoriesIn(at).filter((name) => /^_http_?$/.test(name));
    const answers = http.flatMap((name) => {
      const sums = place.meter.measure(join(at, name));
      return sums ? [measuredEntry(join(at, name), sums, { kind: "http", name: repository, safety: "safe" })] : [];
    });
    const releases = [...filesBelow(at, onProblem, (path) => !http.includes(nameOf(path)))].flatMap((file) => {
      const release = RELEASE.exec(headOf(file));
      if (!release) return [];
      const [, name, version] = release;
      return [
        entryOfFile(file, {
          kind: "release",
          name: `${name!} ${version!} (${repository})`,
          package: normaliseName(name!),
          version: version!,
          safety: "safe",
        }),
      ];
    });
    return [...answers, ...releases];
  });
}

function environmentsIn(place: StorePlace): CacheEntry[] {
  const top = join(place.path, "virtualenvs");
  return directoriesIn(top).flatMap((name) => {
    const sums = place.meter.measure(join(top, name));
    return sums
      ? [measuredEntry(join(top, name), sums, { kind: "environment", name, safety: "data", isUsed: "unknown" })]
      : [];
  });
}

function entryOfFile(
  { path, status }: WalkedEntry,
  about: Pick<CacheEntry, "kind" | "name" | "package" | "version" | "safety">,
): CacheEntry {
  return {
    ...about,
    path,
    allocated: status.allocated,
    frees: status.links > 1 ? 0 : status.allocated,
    lastUsed: status.modified,
    isUsed: "no",
    usedBy: [],
  };
}

function headOf({ path, status }: WalkedEntry): string {
  try {
    return status.kind === "file" ? readPart(path, 0, 512).toString("utf8") : "";
  } catch {
    // What cannot be read is counted with its part, but nobody can say which release it is.
    return "";
  }
}
