import type { AbsolutePath } from "../model/path.ts";
import { join } from "../model/path.ts";
import { readText } from "../system/files.ts";

/** The keys of a `pyvenv.cfg`, in lower case. */
export type PyvenvConfig = ReadonlyMap<string, string>;

/** Reads `key = value` lines the way Python's own `site` and `getpath` do: keys in any case, the first `=` separates. */
export function parsePyvenvConfig(text: string): PyvenvConfig {
  const config = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const equals = line.indexOf("=");
    const key = line.slice(0, Math.max(0, equals)).trim().toLowerCase();
    if (key !== "") config.set(key, line.slice(equals + 1).trim());
  }
  return config;
}

/** The configuration of an environment; empty when it cannot be read. */
export function readPyvenvConfig(environment: AbsolutePath): PyvenvConfig {
  return parsePyvenvConfig(readText(join(environment, "pyvenv.cfg"), 65_536) ?? "");
}

/** `3.11.7` from `version = 3.11.7` (venv) or `version_info = 3.11.7.final.0` (virtualenv, uv); null when unstated. */
export function statedPythonVersion(config: PyvenvConfig): string | null {
  for (const key of ["version_info", "version"]) {
    const match = /^\d+(?:\.\d+){1,2}/.exec(config.get(key) ?? "");
    if (match) return match[0];
  }
  return null;
}
