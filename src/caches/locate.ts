import { directoriesAbove } from "../environments/known.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import type { Locator, Platform, ProjectSetting, Setting, Store } from "../model/store.ts";
import { readText, statusOrNothing } from "../system/files.ts";
import { variable, type Host } from "../system/host.ts";
import { namesIn } from "../system/visible.ts";
import { condarcParts } from "./condarc.ts";
import { placeOf, tidy, withUser } from "./place-text.ts";
import { hasSection, readSetting } from "./setting.ts";
import { yamlList } from "./yaml-list.ts";

/** A place that may hold a store. */
export interface Location {
  readonly path: AbsolutePath;
  /** `PIP_CACHE_DIR`, `/home/me/.config/pip/pip.conf`, `the default`. */
  readonly locatedBy: string;
  /** True for the one where the tool looks now, and for all where it looks in several. */
  readonly isCurrent: boolean;
  /** The tool looks in others as well now, and cleans them too unless it is told which one is meant. */
  readonly isOneOfSeveral?: true;
  /** Nobody named it: it is where the tool looks when it is told nothing. */
  readonly isDefault?: true;
}

/** What resolution reads; tests give other answers for other platforms. */
export interface Sources {
  readonly readText: (path: AbsolutePath) => string | undefined;
  readonly isThere: (path: AbsolutePath) => boolean;
  /** Names in a directory; none where there is no such directory. */
  readonly namesIn: (path: AbsolutePath) => readonly string[];
}

const onDisk: Sources = {
  readText: (path) => readText(path, 1024 * 1024),
  isThere: (path) => statusOrNothing(path) !== undefined,
  namesIn,
};

/**
 * Every place where the store may lie, in the tool's own order. The first is where it looks now; with it those that
 * add up with it.
 */
export function locate(host: Host, { locations }: Pick<Store, "locations">, sources: Sources = onDisk): Location[] {
  const found = new Map<AbsolutePath, Location>();
  let isDecided = false;
  for (const locator of locations) {
    const places = resolve(host, locator, sources);
    const isCurrent = found.size === 0 || (locator.addsUp === true && !isDecided);
    for (const one of places) if (!found.has(one.path)) found.set(one.path, { ...one, isCurrent });
    if (places.length > 0 && !locator.addsUp) isDecided = true;
  }
  const all = [...found.values()];
  if (all.filter(({ isCurrent }) => isCurrent).length < 2) return all;
  return all.map((one) => (one.isCurrent ? { ...one, isOneOfSeveral: true } : one));
}

type Resolved = Omit<Location, "isCurrent">;

function resolve(host: Host, locator: Locator, sources: Sources): Resolved[] {
  if (locator.on && !locator.on.includes(platformOf(host))) return [];
  if (locator.unless?.some((name) => variable(host, name) !== undefined)) return [];
  const found = resolveKind(host, locator, sources);
  return locator.ifThere ? found.filter(({ path }) => sources.isThere(path)) : found;
}

function resolveKind(host: Host, locator: Locator, sources: Sources): Resolved[] {
  if ("variable" in locator) {
    const value = variable(host, locator.variable);
    const below = withUser(host, locator.below ?? "");
    if (value === undefined || below === undefined) return [];
    const values = locator.isList ? placesIn(host, value, locator.isList) : [value];
    return placesOf(host, values, { ...locator, below }, locator.variable);
  }
  if ("setting" in locator) return resolveSetting(host, locator.setting, sources);
  if ("projectSetting" in locator) return resolveProjectSetting(host, locator.projectSetting, sources);
  const path = "home" in locator ? `${host.home}/${locator.home}` : locator.absolute;
  const filled = withUser(host, path);
  return filled === undefined ? [] : [{ path: tidy(filled), locatedBy: "the default", isDefault: true }];
}

function placesIn(host: Host, value: string, list: "commas" | "paths"): string[] {
  if (list === "commas") return value.split(",").map((one) => one.trim());
  return value.split(host.platform === "win32" ? ";" : ":");
}

/** The first file that has the key, or all of them where their values add up. */
function resolveSetting(host: Host, setting: Setting, sources: Sources): Resolved[] {
  const found: Resolved[] = [];
  const files = setting.files.flatMap((one) => resolve(host, one, sources).map(({ path }) => path));
  for (const file of files.flatMap((path) => condarcParts(path, sources.namesIn) ?? [path])) {
    const places = placesOf(host, valuesIn(sources.readText(file) ?? "", setting), setting, file);
    found.push(...places);
    if (places.length > 0 && setting.format !== "condarc") break;
  }
  return found;
}

function valuesIn(text: string, setting: Setting): readonly string[] {
  if (setting.format === "condarc") return yamlList(text, setting.key) ?? [];
  const value = readSetting(text, { ...setting, format: setting.format });
  return value === undefined ? [] : [value];
}

/** The nearest directory with one of the files decides, whether it has the key or not. */
function resolveProjectSetting(host: Host, { files, key }: ProjectSetting, sources: Sources): Resolved[] {
  for (const directory of directoriesAbove(host.currentDirectory)) {
    for (const { name, section } of files) {
      const path = join(directory, name);
      const text = sources.readText(path);
      if (text === undefined || !hasSection(text, section)) continue;
      const value = readSetting(text, { format: "toml", section, key });
      return value === undefined ? [] : placesOf(host, [value], {}, path);
    }
  }
  return [];
}

/** An empty value is no place, and to the tools it is none either. */
function placesOf(
  host: Host,
  values: readonly string[],
  reading: Parameters<typeof placeOf>[2],
  locatedBy: string,
): Resolved[] {
  return values
    .filter((value) => value !== "")
    .flatMap((value) => {
      const path = placeOf(host, value, reading);
      return path ? [{ path, locatedBy }] : [];
    });
}

function platformOf({ platform }: Host): Platform {
  return platform === "darwin" || platform === "win32" ? platform : "linux";
}
