import { surroundingsOf } from "../../src/app/surroundings.ts";
import { inspectorOf } from "../../src/caches/registry.ts";
import { locate, type Location, type Sources } from "../../src/caches/locate.ts";
import { measurePlace } from "../../src/caches/measure.ts";
import { surveyCache } from "../../src/caches/survey.ts";
import type { StorePlace } from "../../src/caches/inspector.ts";
import { everyStore } from "../../src/catalog/every-store.ts";
import type { Cache, CacheContents, CacheEntry } from "../../src/model/cache.ts";
import { isWithin, nameOf, parentOf, type AbsolutePath } from "../../src/model/path.ts";
import type { Store } from "../../src/model/store.ts";
import { list, statusOrNothing } from "../../src/system/files.ts";
import type { Host } from "../../src/system/host.ts";
import { hostIn } from "../support/trees.ts";

/** The store of the catalogue with this name. */
export function storeNamed(id: string): Store {
  const found = everyStore.find((store) => store.id === id);
  if (!found) throw new Error(`no store is named ${id}`);
  return found;
}

/** What the listing says of a place; a text when it is not believed, undefined when nothing is there. */
export function lookAt(
  id: string,
  path: AbsolutePath,
  host: Host = hostIn("/nowhere" as AbsolutePath),
): Cache | string | undefined {
  const location = { path, locatedBy: "the test", isCurrent: true };
  const found = surveyCache(surroundingsOf(host), storeNamed(id), location, inspectorOf(id));
  return found === undefined ? undefined : "code" in found ? found.message : found.cache;
}

/** The same, for a place that must be believed. */
export function cacheAt(id: string, path: AbsolutePath, host?: Host): Cache {
  const found = lookAt(id, path, host);
  if (found === undefined || typeof found === "string") throw new Error(`${path}: ${found ?? "nothing is there"}`);
  return found;
}

export function placeOf(path: AbsolutePath, host: Host = hostIn("/nowhere" as AbsolutePath)): StorePlace {
  const surroundings = surroundingsOf(host);
  return { ...surroundings, path, measured: measurePlace(surroundings.meter, path) };
}

export function contentsOfStore(id: string, path: AbsolutePath, host?: Host): CacheContents {
  const inspector = inspectorOf(id);
  if (!inspector) throw new Error(`nobody looks into ${id}`);
  return inspector.inspect(placeOf(path, host));
}

/** Entries as `kind name`, sorted. */
export function shown(entries: readonly CacheEntry[]): string[] {
  return entries.map(({ kind, name, version }) => `${kind} ${name}${version === null ? "" : ` ${version}`}`).toSorted();
}

/** The names at the top of a store that cleaning may take: those of parts that are neither data nor nobody's. */
export function removableNames(id: string, path: AbsolutePath): string[] {
  const store = storeNamed(id);
  return list(path).filter((name) => {
    const part = store.parts.find(({ entry }) => entry.test(name));
    return part !== undefined && part.safety !== "data" && part.removedBy !== "nobody";
  });
}

/** A machine of this kind, with a home and a current directory below it. */
export function hostOn(platform: NodeJS.Platform, environment: Record<string, string>): Host {
  const home = (platform === "win32" ? "C:/Users/me" : "/home/me") as AbsolutePath;
  return {
    platform,
    environment,
    home,
    currentDirectory: `${home}/work` as AbsolutePath,
    userId: 1000,
    processId: 1,
    now: () => 0,
  };
}

/** What resolution reads when these are all files there are, by their paths. */
export function sourcesOf(texts: Readonly<Record<string, string>>): Sources {
  const paths = Object.keys(texts) as AbsolutePath[];
  return {
    readText: (path) => texts[path],
    isThere: (path) => path in texts,
    namesIn: (path) => paths.filter((one) => parentOf(one) === path).map(nameOf),
  };
}

/** Where a store is looked for on another system, in the tool's order; only `there` exists. */
export function located(
  id: string,
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string>> = {},
  there: readonly string[] = [],
  texts: Readonly<Record<string, string>> = {},
): readonly string[] {
  const home = (
    platform === "win32" ? "C:/Users/me" : platform === "darwin" ? "/Users/me" : "/home/me"
  ) as AbsolutePath;
  const host: Host = { ...hostIn(home, environment), platform, home, currentDirectory: home };
  const sources = {
    ...sourcesOf(texts),
    isThere: (path: AbsolutePath) => there.some((one) => isWithin(one as AbsolutePath, path)),
  };
  return locate(host, storeNamed(id), sources).map(({ path }: Location) => path);
}

/** Which of these are still there. */
export function left(paths: readonly AbsolutePath[]): AbsolutePath[] {
  return paths.filter((path) => statusOrNothing(path) !== undefined);
}
