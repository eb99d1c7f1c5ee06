import { NameHash } from "../model/name-hash.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { codeOf, list, readText, statusOrNothing } from "../system/files.ts";
import { ClaimTable, type FileClaim } from "./claim-table.ts";
import { keyOfDigest } from "./content-key.ts";
import { isObject, originOf, parseObject } from "./direct-url.ts";
import { writtenBy } from "./installing.ts";
import { hashOfPath, readListedHashes } from "./listed-hashes.ts";
import { resolveWithin } from "./listing.ts";
import { fromDirectoryName } from "./metadata.ts";
import { siteDirectories } from "./site-directories.ts";

/** What is installed at a place says of its files' contents. */
export interface StatedFiles {
  readonly packages: readonly StatedPackage[];
  /** By path relative to the place; good until the next place is read. */
  readonly claims: ClaimTable;
}

export interface StatedPackage {
  readonly name: string;
  readonly version: string;
  /** Its files cannot be younger unless somebody changed them; milliseconds since the epoch. */
  readonly installedBy: number;
  /** When its list was last changed in any way, which installers write last; milliseconds since the epoch. */
  readonly listedAt: number;
  readonly isEditable: boolean;
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
  stated.claim();
  return stated;
}

function sitesOf(place: AbsolutePath, kind: StatedPlace): string[] {
  if (kind === "unpacked-wheel") return [""];
  return siteDirectories(place, (directory) => namesIn(directory === "" ? place : join(place, directory))).map(
    ({ directory }) => directory,
  );
}

const claims = new ClaimTable();
/** The lists that it was filled from; undefined where there was something else. */
let claimed: readonly OwnedList[] | undefined;

class Stated implements StatedFiles {
  readonly packages: StatedPackage[] = [];
  readonly claims = claims;
  readonly #place: AbsolutePath;
  readonly #lists: OwnedList[] = [];
  /** What is said of this place alone. */
  readonly #own: OwnClaim[] = [];
  readonly #hash = new NameHash();

  constructor(place: AbsolutePath) {
    this.#place = place;
  }

  addDistInfo(site: string, name: string): void {
    const metadata = join(this.#place, site === "" ? name : `${site}/${name}`);
    const record = join(metadata, "RECORD");
    const listed = readListedHashes(record, site, name);
    if (listed === undefined) return;
    const owner = this.packages.length;
    this.#lists.push({ list: listed.claims, owner });
    this.packages.push({
      ...fromDirectoryName(name),
      installedBy: writtenBy(record),
      listedAt: changedAt(record),
      isEditable: isEditable(join(metadata, "direct_url.json")),
    });
    for (const { directory, name: file, high, low, size } of listed.fromRoot) {
      const within = resolveWithin(this.#place, site, directory);
      if (within !== undefined) this.#own.push({ path: pathOf(within, file), owner, high, low, size });
    }
  }

  addConda(name: string): void {
    const path = join(this.#place, `conda-meta/${name}`);
    const record = parseObject(readText(path, LONGEST_LIST));
    const files = isObject(record?.["paths_data"]) ? record["paths_data"]["paths"] : undefined;
    if (!Array.isArray(files)) return;
    const owner = this.packages.length;
    this.packages.push({
      name: textOf(record?.["name"]) ?? name.slice(0, -".json".length),
      version: textOf(record?.["version"]) ?? "",
      installedBy: writtenBy(path),
      listedAt: changedAt(path),
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
      this.#own.push({
        path: pathOf(within, written.slice(slash + 1)),
        owner,
        ...key,
        size: isRewritten || file["prefix_placeholder"] !== undefined ? -1 : (size as number),
      });
    }
  }

  /** Fills the table, unless it is full of the same: environments on one machine often hold the same packages. */
  claim(): void {
    const isAlike = this.#own.length === 0 && claimed?.length === this.#lists.length;
    if (isAlike && this.#lists.every((owned, at) => isSame(owned, claimed![at]!))) return;
    this.claims.clear();
    for (const own of this.#own) this.claims.add(hashOfPath(this.#hash, own.path), own);
    for (const owned of this.#lists) this.claims.addAll(owned.list, owned.owner);
    claimed = this.#own.length === 0 ? this.#lists : undefined;
  }
}

function changedAt(path: AbsolutePath): number {
  return statusOrNothing(path)?.changed ?? Infinity;
}

interface OwnedList {
  /** The same object wherever the same list lies in the same directory of an environment. */
  readonly list: ClaimTable;
  readonly owner: number;
}

interface OwnClaim extends FileClaim {
  /** Relative to the place. */
  readonly path: string;
}

function isSame(one: OwnedList, other: OwnedList): boolean {
  return one.list === other.list && one.owner === other.owner;
}

function pathOf(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

function isEditable(directUrl: AbsolutePath): boolean {
  // Most have none, and looking first costs less than an error.
  if (statusOrNothing(directUrl)?.kind !== "file") return false;
  const text = readText(directUrl, 65_536);
  return text !== undefined && originOf(text) === "editable";
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
