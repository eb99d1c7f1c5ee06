import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Locator, Platform, Setting, Store } from "../model/store.ts";
import { readText, statusOrNothing } from "../system/files.ts";
import { variable, type Host } from "../system/host.ts";
import { readSetting } from "./setting.ts";

/** A place that may hold a store. */
export interface Location {
  readonly path: AbsolutePath;
  /** `PIP_CACHE_DIR`, `/home/me/.config/pip/pip.conf`, `the default`. */
  readonly locatedBy: string;
  /** True for the one where the tool looks now. */
  readonly isCurrent: boolean;
}

/** What resolution reads; tests give other answers for other platforms. */
export interface Sources {
  readonly readText: (path: AbsolutePath) => string | undefined;
  readonly isThere: (path: AbsolutePath) => boolean;
}

const onDisk: Sources = {
  readText: (path) => readText(path, 1024 * 1024),
  isThere: (path) => statusOrNothing(path) !== undefined,
};

/** Every place where the store may lie, in the tool's own order; the first is where it looks now. */
export function locate(host: Host, { locations }: Pick<Store, "locations">, sources: Sources = onDisk): Location[] {
  const found = new Map<AbsolutePath, Location>();
  for (const locator of locations) {
    const one = resolve(host, locator, sources);
    if (one && !found.has(one.path)) found.set(one.path, { ...one, isCurrent: found.size === 0 });
  }
  return [...found.values()];
}

type Resolved = Omit<Location, "isCurrent">;

function resolve(host: Host, locator: Locator, sources: Sources): Resolved | undefined {
  if (locator.on && !locator.on.includes(platformOf(host))) return undefined;
  const found = resolveKind(host, locator, sources);
  return found && locator.ifThere && !sources.isThere(found.path) ? undefined : found;
}

function resolveKind(host: Host, locator: Locator, sources: Sources): Resolved | undefined {
  if ("variable" in locator) {
    const value = variable(host, locator.variable);
    const below = withUser(host, locator.below ?? "");
    if (value === undefined || below === undefined) return undefined;
    const path = placeOf(host, value, below === "" ? locator : { ...locator, below }, host.currentDirectory);
    return path && { path, locatedBy: locator.variable };
  }
  if ("setting" in locator) return resolveSetting(host, locator.setting, sources);
  const path = "home" in locator ? `${host.home}/${locator.home}` : locator.absolute;
  const filled = withUser(host, path);
  return filled === undefined ? undefined : { path: tidy(filled), locatedBy: "the default" };
}

/** Python's `getpass.getuser` without the user database; undefined when a name is wanted and none is known. */
function withUser(host: Host, path: string): string | undefined {
  if (!path.includes("{user}")) return path;
  const names = ["LOGNAME", "USER", "LNAME", "USERNAME"].map((name) => variable(host, name));
  const name = names.find((one) => one !== undefined)?.replace(/[\\/:*?"<>|]/g, "_");
  return name === undefined ? undefined : path.replace("{user}", () => name);
}

function resolveSetting(host: Host, setting: Setting, sources: Sources): Resolved | undefined {
  for (const file of setting.files) {
    const place = resolve(host, file, sources);
    const text = place && sources.readText(place.path);
    const value = text === undefined ? undefined : readSetting(text, setting);
    // An empty value is no place, and to the tools it is none either.
    if (!place || !value) continue;
    const path = placeOf(host, value, setting, host.currentDirectory);
    if (path) return { path, locatedBy: place.path };
  }
  return undefined;
}

/** A value of a setting as a path; undefined when it can be none. */
function placeOf(
  host: Host,
  value: string,
  { below, expandsHome }: { readonly below?: string; readonly expandsHome?: true },
  from: AbsolutePath,
): AbsolutePath | undefined {
  if (value.includes("\0")) return undefined;
  const written = host.platform === "win32" ? value.replaceAll("\\", "/") : value;
  const expanded = expandsHome && /^~(?=\/|$)/.test(written) ? `${host.home}${written.slice(1)}` : written;
  const isAbsolute = expanded.startsWith("/") || (host.platform === "win32" && /^[A-Za-z]:\//.test(expanded));
  const path = tidy(isAbsolute ? expanded : `${from}/${expanded}`);
  return below === undefined ? path : tidy(`${path}/${below}`);
}

function platformOf({ platform }: Host): Platform {
  return platform === "darwin" || platform === "win32" ? platform : "linux";
}

/** Without doubled or trailing slashes, `.` and `..`; a drive (`C:`) stays in front. */
function tidy(path: string): AbsolutePath {
  const drive = /^[A-Za-z]:(?=\/)/.exec(path)?.[0] ?? "";
  let at = "/" as AbsolutePath;
  for (const part of path.slice(drive.length).split("/")) {
    if (part === "..") at = parentOf(at);
    else if (part !== "" && part !== ".") at = join(at, part);
  }
  return `${drive}${at}` as AbsolutePath;
}
