import type { AbsolutePath } from "../model/path.ts";
import { decode, encode } from "../system/files.ts";

/**
 * Names of files below one directory as git lists them, kept as bytes (latin1) in sorted order, so that a question
 * about a subtree is a binary search however many there are.
 */
export interface SortedNames {
  readonly names: readonly string[];
  /** The same without regard to case and composition; set where the repository ignores case. */
  readonly folded: readonly string[] | undefined;
}

/** Takes names as `splitNames` gives them. */
export function sortNames(names: readonly string[], ignoreCase: boolean): SortedNames {
  return {
    names: names.toSorted(),
    folded: ignoreCase ? names.map(fold).toSorted() : undefined,
  };
}

/** Names in the output of a `-z` option, as latin1. */
export function splitNames(output: Buffer): string[] {
  const names = output.toString("latin1").split("\0");
  names.pop();
  return names;
}

/** How many names are the place itself or lie below it, and the first of them. */
export function namesWithin({ names, folded }: SortedNames, place: string): { count: number; first: string | null } {
  const exact = search(names, toBytes(place));
  if (exact.count > 0 || folded === undefined) return exact;
  return search(folded, fold(toBytes(place)));
}

/** A name as people see it. */
export function readable(name: string): string {
  return decode(Buffer.from(name, "latin1"));
}

function search(names: readonly string[], place: string): { count: number; first: string | null } {
  // "0" is the character after "/".
  const start = lowerBound(names, `${place}/`);
  const below = lowerBound(names, `${place}0`) - start;
  const self = names[lowerBound(names, place)] === place;
  const first = self ? place : below > 0 ? names[start]! : null;
  return { count: below + (self ? 1 : 0), first: first === null ? null : readable(first) };
}

function lowerBound(names: readonly string[], wanted: string): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (names[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function toBytes(place: string): string {
  return encode(place as AbsolutePath).toString("latin1");
}

function fold(name: string): string {
  return toBytes(readable(name).normalize("NFC").toLowerCase());
}
