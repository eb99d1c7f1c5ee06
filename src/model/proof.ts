/**
 * A proof says what must be seen at a place before it is believed to be an artifact.
 * It is data: the catalogue writes it, `proof/` evaluates it. Paths are relative to the place, `/` between parts;
 * a part may hold `*` for any run of characters. Links are never followed, except the interpreter of an environment,
 * which is a link by design: `type: "program"` takes a file or a link.
 * Contents are matched as bytes, one character (U+0000..U+00FF) per byte. Expressions carry neither `g` nor `y`.
 */
export type Proof = ProofShape & {
  /** What it looks for, as a noun without article for `pyshed why`: ``pyvenv.cfg with a `home` line``. */
  readonly seen?: string;
};

export type ProofShape =
  | { readonly all: readonly Proof[] }
  | { readonly any: readonly Proof[] }
  | { readonly not: Proof }
  /** The directory that holds the place, taken as a place, satisfies the proof. */
  | { readonly up: Proof }
  /** The place's own name matches. */
  | { readonly name: RegExp }
  /** An entry exists. `content` must match within its first 4,096 bytes. */
  | { readonly entry: string; readonly type: EntryKind; readonly content?: RegExp }
  /** At least one entry of the place has a name like this. */
  | { readonly some: RegExp; readonly type?: EntryKind }
  /** Every entry of the place has a name like this (and is of this kind); an empty place fails. */
  | { readonly only: RegExp; readonly type?: EntryKind }
  /** An entry beside the place (in its parent directory) has a name like this. */
  | { readonly beside: RegExp; readonly type?: EntryKind }
  /** A `CACHEDIR.TAG` with the standard signature. */
  | { readonly cachedirTag: true }
  /** The place's own first bytes match (files only). */
  | { readonly content: RegExp }
  /**
   * Every entry of the place belongs to a file elsewhere: `of` captures from its name, `source` is the path relative to
   * the place's parent with `$1`… filled in. A place that is a file speaks for itself. With `newer`, the source must
   * also be at least as new as the entry, and not empty when the entry isn't. An empty place fails.
   */
  | { readonly eachHas: { readonly of: RegExp; readonly source: string; readonly newer?: boolean } }
  /** The place itself was modified or moved less than so many milliseconds ago, or in the future, or nobody knows. */
  | { readonly modifiedWithin: number };

export type EntryKind = "file" | "directory" | "program" | "any";

/** One line of a proof's outcome, as `pyshed why` shows it. */
export interface ProofLine {
  readonly holds: boolean;
  readonly text: string;
}

export interface ProofOutcome {
  readonly holds: boolean;
  readonly lines: readonly ProofLine[];
}
