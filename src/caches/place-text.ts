import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import { variable, type Host } from "../system/host.ts";

/** How a tool reads a path that somebody wrote. */
export interface Reading {
  readonly below?: string;
  readonly expandsHome?: true;
  readonly expandsVariables?: true;
}

/** A written path as a place, relative ones from the current directory; undefined when it can be none. */
export function placeOf(host: Host, value: string, reading: Reading): AbsolutePath | undefined {
  const { below, expandsHome, expandsVariables } = reading;
  if (value.includes("\0")) return undefined;
  const filled = expandsVariables ? withVariables(host, value) : value;
  const written = host.platform === "win32" ? filled.replaceAll("\\", "/") : filled;
  const expanded = expandsHome && /^~(?=\/|$)/.test(written) ? `${host.home}${written.slice(1)}` : written;
  const isAbsolute = expanded.startsWith("/") || (host.platform === "win32" && /^[A-Za-z]:\//.test(expanded));
  const path = tidy(isAbsolute ? expanded : `${host.currentDirectory}/${expanded}`);
  return below === undefined || below === "" ? path : tidy(`${path}/${below}`);
}

/** `$NAME` and `${NAME}` filled in; a name that is unset stays as it is written, as in Python's `expandvars`. */
export function withVariables(host: Host, text: string): string {
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, plain?: string) => {
    return variable(host, (braced ?? plain)!) ?? whole;
  });
}

/** Python's `getpass.getuser` without the user database; undefined when a name is wanted and none is known. */
export function withUser(host: Host, path: string): string | undefined {
  if (!path.includes("{user}")) return path;
  const names = ["LOGNAME", "USER", "LNAME", "USERNAME"].map((name) => variable(host, name));
  const name = names.find((one) => one !== undefined)?.replace(/[\\/:*?"<>|]/g, "_");
  return name === undefined ? undefined : path.replace("{user}", () => name);
}

/** Without doubled or trailing slashes, `.` and `..`; a drive (`C:`) stays in front. */
export function tidy(path: string): AbsolutePath {
  const drive = /^[A-Za-z]:(?=\/)/.exec(path)?.[0] ?? "";
  let at = "/" as AbsolutePath;
  for (const part of path.slice(drive.length).split("/")) {
    if (part === "..") at = parentOf(at);
    else if (part !== "" && part !== ".") at = join(at, part);
  }
  return `${drive}${at}` as AbsolutePath;
}
