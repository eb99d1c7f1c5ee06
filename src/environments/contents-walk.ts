import type { Package } from "../model/finding.ts";
import { NameHash } from "../model/name-hash.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { encode, readText } from "../system/files.ts";
import type { ContentsReader, EnvironmentContents, FileEntry } from "./contents.ts";
import {
  endOfStem,
  isCreatorFile,
  isInstallerLeftover,
  isMadeByRunning,
  sourceOf,
  type Creation,
} from "./creator-files.ts";
import { originOf } from "./direct-url.ts";
import type { Origin } from "./distribution.ts";
import type { Installed } from "./installed.ts";
import { writtenBy } from "./installing.ts";
import { Ownership, type Claim } from "./ownership.ts";
import { describeChanged, NO_UNOWNED_FILES, withUnowned } from "./unowned.ts";
import { reasonOfRepository } from "./user-data.ts";
import { reasonsAgainstRestoring } from "./verdict.ts";

export interface OpenEnvironment {
  readonly path: AbsolutePath;
  readonly installed: Installed;
  readonly identity: {
    readonly python: string | null;
    readonly home: string | null;
    readonly creator: string;
    /** False for a conda prefix, which need not hold a Python. */
    readonly isPython: boolean;
  };
  readonly reasonsToKeep: readonly string[];
  readonly largest: number;
}

const NOBODY = -1;
const NO_BYTES = new Uint8Array(0);
const PYTHON = encode(".py");
const BYTECODE_DIRECTORY = "__pycache__";
/** Written into a `dist-info` after the RECORD was, or left out of it by some installers. */
const METADATA_FILES =
  /^(?:RECORD(?:\.jws|\.p7s)?|INSTALLER|REQUESTED|METADATA|PKG-INFO|WHEEL|direct_url\.json|uv_(?:cache|build)\.json|installed-files\.txt)$/;

/** The state of one environment while it is walked: bytes per package, and what belongs to nobody. */
export class ContentsWalk implements ContentsReader {
  readonly #open: OpenEnvironment;
  readonly #ownership: Ownership;
  readonly #creation: Creation;
  readonly #allocated: Float64Array;
  /** What the walk has learned of each `dist-info`'s origin; undefined until its directory is entered. */
  readonly #origins: (Origin | undefined)[];
  readonly #metadata: ReadonlyMap<string, number>;
  #unowned = NO_UNOWNED_FILES;
  #changed = NO_UNOWNED_FILES;
  /** When each distribution's list of files was written, which is done last; and the latest time for its files. */
  readonly #installed: Float64Array;
  readonly #made: number;
  readonly #repositories = new Set<string>();

  #directory = "";
  #isBytecode = false;
  #claims: readonly Claim[] = [];
  readonly #hash = new NameHash();
  #metadataOf = NOBODY;

  constructor(open: OpenEnvironment) {
    const { distributions, sites } = open.installed;
    this.#open = open;
    this.#ownership = new Ownership(open.path, distributions);
    this.#creation = {
      sites: new Set(sites.map(({ directory }) => directory)),
      keepsRunLogs: open.identity.creator === "tox" || open.identity.creator === "nox",
    };
    this.#allocated = new Float64Array(distributions.length);
    this.#installed = Float64Array.from(distributions, ({ form, metadata }) =>
      form === "dist-info" ? writtenBy(join(open.path, `${metadata}/RECORD`)) : Infinity,
    );
    this.#made = writtenBy(join(open.path, "pyvenv.cfg"));
    this.#origins = distributions.map(() => undefined);
    this.#metadata = new Map(distributions.map(({ metadata }, index) => [metadata, index]));
  }

  enter(directory: string): void {
    this.#directory = directory;
    this.#isBytecode = directory.endsWith(BYTECODE_DIRECTORY) && isNamed(directory, BYTECODE_DIRECTORY);
    const sources = this.#isBytecode ? directory.slice(0, Math.max(0, directory.length - 12)) : directory;
    this.#claims = this.#ownership.claimsIn(sources);
    this.#metadataOf = (directory.endsWith("-info") ? this.#metadata.get(directory) : undefined) ?? NOBODY;
    if (this.#metadataOf !== NOBODY) this.#origins[this.#metadataOf] ??= "index";
    if (this.#claims.length === 0) this.#noticeRepository(directory);
  }

  file(entry: FileEntry, allocated: number): void {
    if (this.#metadataOf !== NOBODY && entry.name === "direct_url.json") this.#readOrigin();
    const owner = this.#isBytecode ? this.#ownerOfBytecode(entry) : this.#ownerOf(entry.bytes, entry.start);
    if (owner === NOBODY) return this.#addUnowned(entry.name, allocated, entry.modified);
    this.#allocated[owner]! += allocated;
    const isLater = entry.modified > this.#installed[owner]!;
    if (isLater && !this.#isBytecode && this.#metadataOf === NOBODY) this.#addChanged(entry.name);
  }

  finish(): EnvironmentContents {
    const { identity, installed, reasonsToKeep, largest } = this.#open;
    const judged = installed.distributions.map((distribution, index) => ({
      ...distribution,
      origin: distribution.origin ?? this.#origins[index] ?? "index",
      isSeen: distribution.form !== "dist-info" || this.#origins[index] !== undefined,
    }));
    const keep = [...reasonsToKeep, ...[...this.#repositories].sort()];
    const medium = reasonsAgainstRestoring(judged, this.#unowned, installed.unreadable);
    const changed = describeChanged(this.#changed);
    if (changed !== undefined) medium.push(changed);
    if (identity.isPython && identity.python === null) medium.push("it does not say which Python it was made with");
    if (identity.isPython && installed.sites.length === 0) medium.push("it has no site-packages that can be read");
    return {
      facts: {
        python: identity.python,
        home: identity.home,
        creator: identity.creator,
        packages: judged.length,
        notRestorable: [...keep, ...medium],
      },
      safety: keep.length > 0 ? "data" : medium.length > 0 ? "medium" : "low",
      largest: this.#largest(largest),
      keep,
      unowned: this.#unowned,
      changed: this.#changed,
    };
  }

  /** Who owns the name that lies in `bytes` from `start` up to a zero byte or, where that is given, to `end`. */
  #ownerOf(bytes: Uint8Array, start: number, end = -1, extension: Uint8Array = NO_BYTES): number {
    const claims = this.#claims;
    const hash = this.#hash;
    for (let index = 0; index < claims.length; index++) {
      const claim = claims[index]!;
      // Claims in one place share what they go on from, so that a name is hashed once for all of them.
      if (index === 0 || claim.before !== claims[index - 1]!.before) {
        hash.from(claim.before);
        if (end < 0) hash.addUntilZero(bytes, start);
        else hash.add(bytes, start, end).add(extension, 0, extension.length);
      }
      if (claim.paths.has(hash)) return claim.owner;
    }
    return NOBODY;
  }

  /** Bytecode belongs to the owner of its source. */
  #ownerOfBytecode(entry: FileEntry): number {
    const stem = endOfStem(entry.bytes, entry.start);
    if (stem > entry.start) return this.#ownerOf(entry.bytes, entry.start, stem, PYTHON);
    const source = sourceOf(entry.name);
    if (source === undefined) return NOBODY;
    const bytes = encode(source);
    return this.#ownerOf(bytes, 0, bytes.length);
  }

  #readOrigin(): void {
    const { path, installed } = this.#open;
    const metadata = installed.distributions[this.#metadataOf]!.metadata;
    this.#origins[this.#metadataOf] = originOf(readText(join(path, `${metadata}/direct_url.json`), 65_536));
  }

  #addChanged(name: string): void {
    const directory = this.#directory;
    this.#changed = withUnowned(this.#changed, directory === "" ? name : `${directory}/${name}`);
  }

  #addUnowned(name: string, allocated: number, modified: number): void {
    const directory = this.#directory;
    if (this.#isBytecode && isMadeByRunning(name)) return;
    if (this.#metadataOf !== NOBODY && METADATA_FILES.test(name)) {
      this.#allocated[this.#metadataOf]! += allocated;
      return;
    }
    const editable = this.#isSite(directory) && /^(?:easy-install|setuptools)\.pth$/.test(name) && this.#hasLinks();
    if (editable) return;
    if (isCreatorFile(directory, name, this.#creation)) {
      if (modified > this.#made && name.startsWith("activate")) this.#addChanged(name);
      return;
    }
    if (isInstallerLeftover(directory, name, this.#creation.sites)) return;
    const path = directory === "" ? name : `${directory}/${name}`;
    // A repository stays one when a package claims a part of it; its `.git` may also be a file.
    this.#noticeRepository(directory);
    this.#noticeRepository(path);
    this.#unowned = withUnowned(this.#unowned, path);
  }

  #noticeRepository(path: string): void {
    const reason = reasonOfRepository(path);
    if (reason !== undefined) this.#repositories.add(reason);
  }

  #isSite(directory: string): boolean {
    return this.#creation.sites.has(directory);
  }

  /** setuptools lists the targets of its `egg-link` files and `egg` directories in a `.pth` file of its own. */
  #hasLinks(): boolean {
    return this.#open.installed.distributions.some(({ form }) => form === "egg-link" || form === "egg");
  }

  #largest(count: number): Package[] {
    const packages = this.#open.installed.distributions.map(({ name, version }, index) => ({
      name,
      version,
      allocated: this.#allocated[index]!,
    }));
    return packages
      .sort((a, b) => b.allocated - a.allocated || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
      .slice(0, count);
  }
}

function isNamed(directory: string, name: string): boolean {
  return directory.length === name.length || directory[directory.length - name.length - 1] === "/";
}
