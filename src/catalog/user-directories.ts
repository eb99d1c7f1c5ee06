import type { Locator } from "../model/store.ts";

/**
 * The user's directories by the rules of platformdirs, which most of Python's tools follow: XDG_CACHE_HOME and
 * XDG_DATA_HOME count on macOS too (platformdirs 4.14.5, a run with its class MacOS, 2026-11-21). On Windows the author
 * stands before the name; `windows` says so where a tool leaves it out.
 */
export function userCache(name: string, windows = `${name}/${name}/Cache`): readonly Locator[] {
  return [
    { variable: "XDG_CACHE_HOME", below: name, on: ["linux", "darwin"] },
    { home: `.cache/${name}`, on: ["linux"] },
    { home: `Library/Caches/${name}`, on: ["darwin"] },
    ...localData(windows),
  ];
}

export function userData(name: string, windows = `${name}/${name}`): readonly Locator[] {
  return [
    { variable: "XDG_DATA_HOME", below: name, on: ["linux", "darwin"] },
    { home: `.local/share/${name}`, on: ["linux"] },
    { home: `Library/Application Support/${name}`, on: ["darwin"] },
    ...localData(windows),
  ];
}

function localData(below: string): readonly Locator[] {
  return [
    { variable: "LOCALAPPDATA", below, on: ["win32"] },
    { home: `AppData/Local/${below}`, on: ["win32"] },
  ];
}
