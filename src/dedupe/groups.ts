import type { AllFiles } from "./all-files.ts";

const NONE = -1;

/**
 * Calls back for every content that more than one file is stated to have: the files in the order of their numbers. The
 * array is used again. Costs one number a file and one look each.
 */
export function eachGroup(files: AllFiles, onGroup: (members: readonly number[]) => void): void {
  const { heads, next } = chains(files);
  const members: number[] = [];
  const rest: number[] = [];
  for (const head of heads) {
    if (head === NONE || next[head] === NONE) continue;
    // A chain may hold several contents, seldom.
    rest.length = 0;
    for (let file = head; file !== NONE; file = next[file]!) rest.push(file);
    rest.reverse();
    while (rest.length > 1) {
      const first = rest[0]!;
      members.length = 0;
      let kept = 0;
      for (const file of rest) {
        if (isSameContent(files, first, file)) members.push(file);
        else rest[kept++] = file;
      }
      rest.length = kept;
      if (members.length > 1) onGroup(members);
    }
  }
}

/** Files whose content is known, chained by a part of its hash; the last ones first. */
function chains(files: AllFiles): { readonly heads: Int32Array; readonly next: Int32Array } {
  const bits = Math.max(10, Math.ceil(Math.log2(files.count + 1)));
  const heads = new Int32Array(2 ** bits).fill(NONE);
  const next = new Int32Array(files.count).fill(NONE);
  const shift = Math.max(0, 30 - bits);
  for (let file = 0; file < files.count; file++) {
    const high = files.high[file]!;
    if (high < 0) continue;
    const slot = high >>> shift;
    next[file] = heads[slot]!;
    heads[slot] = file;
  }
  return { heads, next };
}

function isSameContent({ high, low, sizes }: AllFiles, one: number, other: number): boolean {
  return high[one] === high[other] && low[one] === low[other] && sizes[one] === sizes[other];
}
