import { join, type AbsolutePath } from "../model/path.ts";
import { readText } from "../system/files.ts";
import { isObject, parseObject } from "./direct-url.ts";
import type { Distribution } from "./distribution.ts";
import { ListingBuilder } from "./listing.ts";

const LONGEST_RECORD = 64 * 1024 * 1024;

/** What `conda-meta/*.json` says is installed; `names` are the names in `conda-meta`. Never throws. */
export function readCondaPackages(environment: AbsolutePath, names: readonly string[]): Distribution[] {
  return names
    .filter((name) => name.endsWith(".json") && !name.startsWith("."))
    .map((name) => readOne(environment, name));
}

function readOne(environment: AbsolutePath, fileName: string): Distribution {
  const record = parseObject(readText(join(environment, `conda-meta/${fileName}`), LONGEST_RECORD));
  const name = text(record?.["name"]);
  const version = text(record?.["version"]);
  const files = record?.["files"];
  const listing = new ListingBuilder();
  listing.add(`conda-meta/${fileName}`);
  if (Array.isArray(files)) for (const file of files) if (typeof file === "string") listing.add(file);
  return {
    name: name ?? fileName.slice(0, -".json".length),
    version: version ?? "",
    form: "conda",
    metadata: `conda-meta/${fileName}`,
    base: "",
    listing: Array.isArray(files) ? listing : undefined,
    isReadable: name !== undefined && version !== undefined,
    origin: isObject(record) && comesFromChannel(record) ? "index" : "local-channel",
    address: text(record?.["url"]),
  };
}

/** A channel on the network; `file://`, a bare path and `<unknown>` are local. */
function comesFromChannel(record: Readonly<Record<string, unknown>>): boolean {
  const url = text(record["url"]) ?? text(record["channel"]) ?? "";
  return /^(?:https?|s3|oci|gcs):\/\//i.test(url);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
