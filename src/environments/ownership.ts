import { NameHash } from "../model/name-hash.ts";
import type { AbsolutePath } from "../model/path.ts";
import { encode } from "../system/files.ts";
import type { Distribution } from "./distribution.ts";
import { resolveWithin, type Listing } from "./listing.ts";
import type { PathTable } from "./path-table.ts";

/** What a distribution claims in one directory; `owner` is its place in the list of distributions. */
export interface Claim {
  readonly owner: number;
  readonly paths: PathTable;
  /** What the hash of a name goes on from: where the directory lies below the place that the paths are relative to. */
  readonly before: NameHash;
}

const NOTHING: readonly Claim[] = [];
const IN_PLACE = new NameHash();

/** Answers which distributions claim files in a directory. Its cost grows with the distributions, not with the files. */
export class Ownership {
  readonly #bases: readonly Base[];
  /** Claims on directories that are not below a base, or that a listing reaches by another road. */
  readonly #direct = new Map<string, Claim[]>();

  /** True when some of those lie below a base all the same; rare, and looking there costs time. */
  readonly #hasDetours: boolean;

  constructor(environment: AbsolutePath, distributions: readonly Distribution[]) {
    const bases = new Map<string, Base>();
    for (const [owner, { base, listing }] of distributions.entries()) {
      if (!listing) continue;
      let below = bases.get(base);
      if (!below) bases.set(base, (below = new Base(base)));
      below.add(owner, listing);
      if (listing.namesRoot) this.#claim(base, owner, listing.paths);
      for (const [written, paths] of listing.elsewhere) {
        this.#claim(resolveWithin(environment, base, written), owner, paths);
      }
    }
    this.#bases = [...bases.values()];
    this.#hasDetours = [...this.#direct.keys()].some((directory) => this.#bases.some((base) => base.holds(directory)));
  }

  /** `directory` is relative to the environment. */
  claimsIn(directory: string): readonly Claim[] {
    let claims = NOTHING;
    let isBelow = false;
    for (const base of this.#bases) {
      if (!base.holds(directory)) continue;
      isBelow = true;
      const below = base.claimsIn(directory);
      if (below !== NOTHING) claims = claims === NOTHING ? below : [...claims, ...below];
    }
    if (isBelow && !this.#hasDetours) return claims;
    const direct = this.#direct.get(directory);
    return direct === undefined ? claims : claims === NOTHING ? direct : [...claims, ...direct];
  }

  #claim(directory: string | undefined, owner: number, paths: PathTable): void {
    if (directory === undefined) return;
    const claim = { owner, paths, before: IN_PLACE };
    const claims = this.#direct.get(directory);
    if (claims) claims.push(claim);
    else this.#direct.set(directory, [claim]);
  }
}

/** A directory that listings are relative to, with the distributions that have something below each of its parts. */
class Base {
  readonly #prefix: string;
  readonly #tops = new Map<string, { readonly owner: number; readonly listing: Listing }[]>();

  constructor(directory: string) {
    this.#prefix = directory === "" ? "" : `${directory}/`;
  }

  add(owner: number, listing: Listing): void {
    for (const top of listing.tops) {
      const claimants = this.#tops.get(top);
      if (claimants) claimants.push({ owner, listing });
      else this.#tops.set(top, [{ owner, listing }]);
    }
  }

  /** True when `directory` lies below this one. */
  holds(directory: string): boolean {
    return directory.length > this.#prefix.length && directory.startsWith(this.#prefix);
  }

  /** Asked only for what it holds. */
  claimsIn(directory: string): readonly Claim[] {
    const prefix = this.#prefix;
    const slash = directory.indexOf("/", prefix.length);
    const claimants = this.#tops.get(directory.slice(prefix.length, slash < 0 ? undefined : slash));
    if (claimants === undefined) return NOTHING;
    const before = hashOf(directory, prefix.length);
    let claims = NOTHING;
    for (let index = 0; index < claimants.length; index++) {
      const { owner, listing } = claimants[index]!;
      if (!listing.paths.has(before)) continue;
      const claim = { owner, paths: listing.paths, before };
      claims = claims === NOTHING ? [claim] : [...claims, claim];
    }
    return claims;
  }
}

const SLASH = encode("/");

/** Of the part of a path from `start` on, with a slash at its end. */
function hashOf(directory: string, start: number): NameHash {
  const hash = new NameHash();
  if (!hash.addAscii(directory, start)) {
    const path = encode(directory.slice(start));
    hash.add(path, 0, path.length);
  }
  return hash.add(SLASH, 0, 1);
}
