import type { Origin } from "./distribution.ts";

/**
 * Where a `direct_url.json` says a distribution came from. A distribution without one came from an index, or from a
 * directory of wheels given with `--find-links`, which leaves no trace.
 * Source of the format: the specification "Recording the Direct URL Origin" (packaging.python.org, PEP 610).
 */
export function originOf(directUrl: string | undefined): Origin {
  const record = parseObject(directUrl);
  if (!record || typeof record["url"] !== "string") return "unstated";
  const directory = record["dir_info"];
  if (isObject(directory)) return directory["editable"] === true ? "editable" : "local-path";
  if (isObject(record["vcs_info"])) return "version-control";
  if (!isObject(record["archive_info"])) return "unstated";
  return /^https?:/i.test(record["url"]) ? "web-address" : "local-archive";
}

/** The object that `text` holds as JSON; undefined for anything else. */
export function parseObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return isObject(value) ? value : undefined;
  } catch {
    // Not JSON: the caller treats it as stating nothing.
    return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
