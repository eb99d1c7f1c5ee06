import { join, type AbsolutePath } from "../model/path.ts";
import { codeOf, list, read, readText } from "../system/files.ts";
import { keyOfDigest } from "./content-key.ts";
import { isObject, originOf, parseObject } from "./direct-url.ts";
import { writtenBy } from "./installing.ts";
import { resolveWithin } from "./listing.ts";
import { fromDirectoryName } from "./metadata.ts";
import { readRecordHashes } from "./record-hashes.ts";
import { siteDirectories } from "./site-directories.ts";

/** What is installed at a place says of its files' contents. */
export interface StatedFiles {
  readonly packages: readonly StatedPackage[];
  /** By directory relative to the place, then by name. */
  readonly claims: ReadonlyMap<string, ReadonlyMap<string, FileClaim>>;
}

export interface StatedPackage {
  readonly name: string;
  readonly version: string;
  /** Its files cannot be younger unless somebody changed them; milliseconds since the epoch. */
  readonly installedBy: number;
  readonly isEditable: boolean;
}

/** `size` is -1 where only the hash is stated. A key of -1: two packages say different things of it. */
export interface FileClaim {
  readonly owner: number;
  readonly high: number;
  readonly low: number;
  readonly size: number;
}

export type StatedPlace = "python-environment" | "conda-environment" | "unpacked-wheel";

const LONGEST_LIST = 64 * 1024 * 1024;

/**
 * Reads the lists of files that installers left: `RECORD` of every `dist-info`, `paths_data` of conda's packages. Names
 * that lead out of the place claim nothing. Never throws; a list that cannot be read states nothing.
 */
export function readStatedFiles(place: AbsolutePath, kind: StatedPlace): StatedFiles {
  const stated = new Stated(place);
  if (kind === "conda-environment") {
    for (const name of namesIn(join(place, "conda-meta"))) if (name.endsWith(".json")) stated.addConda(name);
  }
  for (const site of sitesOf(place, kind)) {
    for (const name of namesIn(site === "" ? place : join(place, site))) {
      if (name.endsWith(".dist-info") && !name.startsWith("~")) stated.addDistInfo(site, name);
    }
  }
  return stated;
}

function sitesOf(place: AbsolutePath, kind: StatedPlace): string[] {
  if (kind === "unpacked-wheel") return [""];
  return siteDirectories(place, (directory) => namesIn(directory === "" ? place : join(place, directory))).map(
    ({ directory }) => directory,
  );
}

class Stated implements StatedFiles {
  readonly packages: StatedPackage[] = [];
  readonly claims = new Map<string, Map<string, FileClaim>>();
  readonly #place: AbsolutePath;

  constructor(place: AbsolutePath) {
    this.#place = place;
  }

  addDistInfo(site: string, name: string): void {
    const metadata = join(this.#place, site === "" ? name : `${site}/${name}`);
    const record = join(metadata, "RECORD");
    const text = readRecord(record);
    if (text === undefined) return;
    const direct = readText(join(metadata, "direct_url.json"), 65_536);
    const owner = this.packages.push({
      ...fromDirectoryName(name),
      installedBy: writtenBy(record),
      isEditable: direct !== undefined && originOf(direct) === "editable",
    });
    let written: string | undefined;
    let claims: Map<string, FileClaim> | undefined;
    readRecordHashes(text, (directory, file, high, low, size) => {
      if (directory !== written) {
        written = directory;
        const within = resolveWithin(this.#place, site, directory);
        claims = within === undefined ? undefined : this.#claimsIn(within);
      }
      if (claims) claim(claims, file, { owner: owner - 1, high, low, size });
    });
  }

  addConda(name: string): void {
    const path = join(this.#place, `conda-meta/${name}`);
    const record = parseObject(readText(path, LONGEST_LIST));
    const files = isObject(record?.["paths_data"]) ? record["paths_data"]["paths"] : undefined;
    if (!Array.isArray(files)) return;
    const owner = this.packages.push({
      name: textOf(record?.["name"]) ?? name.slice(0, -".json".length),
      version: textOf(record?.["version"]) ?? "",
      installedBy: writtenBy(path),
      isEditable: false,
    });
    for (const file of files) {
      if (!isObject(file) || (file["path_type"] !== undefined && file["path_type"] !== "hardlink")) continue;
      // conda writes an environment's own path into some files: then the package's hash and size are not the file's.
      const rewritten = textOf(file["sha256_in_prefix"]);
      const key = keyOfDigest(rewritten ?? textOf(file["sha256"]) ?? "");
      const written = textOf(file["_path"]);
      const size = file["size_in_bytes"];
      const isRewritten = rewritten !== undefined && rewritten !== file["sha256"];
      if (!key || written === undefined || (typeof size !== "number" && !isRewritten)) continue;
      const slash = written.lastIndexOf("/");
      const within = resolveWithin(this.#place, "", written.slice(0, Math.max(0, slash)));
      if (within === undefined || written.startsWith("/")) continue;
      claim(this.#claimsIn(within), written.slice(slash + 1), {
        owner: owner - 1,
        ...key,
        size: isRewritten || file["prefix_placeholder"] !== undefined ? -1 : (size as number),
      });
    }
  }

  #claimsIn(directory: string): Map<string, FileClaim> {
    let claims = this.claims.get(directory);
    if (!claims) this.claims.set(directory, (claims = new Map()));
    return claims;
  }
}

function claim(claims: Map<string, FileClaim>, name: string, next: FileClaim): void {
  const known = claims.get(name);
  // conda lists what its Python packages' own RECORD lists as well: the first one keeps it.
  const isSame = !known || (known.high === next.high && known.low === next.low);
  if (!known) claims.set(name, next);
  else if (!isSame) claims.set(name, { ...known, high: -1, low: -1 });
}

function readRecord(path: AbsolutePath): string | undefined {
  try {
    // Names that are not ASCII are rare; bytes that are not UTF-8 become a name that no file has.
    return read(path, LONGEST_LIST).toString("utf8");
  } catch {
    // Unreadable: it states nothing.
    return undefined;
  }
}

function namesIn(directory: AbsolutePath): string[] {
  try {
    return list(directory);
  } catch (error) {
    // Not there, or not to be listed: the walk meets the same trouble and says so.
    if (codeOf(error) === "EUNKNOWN") throw error;
    return [];
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
