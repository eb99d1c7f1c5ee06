import type { AllFiles } from "./all-files.ts";

const NONE = -1;

/**
 * Calls back for every content that more than one file is stated to have: the files in the order of their numbers. The
 * array is used again. Costs three numbers a file and one look each.
 */
export function eachGroup(files: AllFiles, onGroup: (members: Int32Array) => void): void {
  const { heads, next } = chains(files);
  let members = new Int32Array(1024);
  for (const head of heads) {
    if (head === NONE || next[head] === NONE) continue;
    let count = 0;
    for (let file = head; file !== NONE; file = next[file]!) {
      if (count === members.length) {
        const before = members;
        members = new Int32Array(count * 2);
        members.set(before);
      }
      members[count++] = file;
    }
    onGroup(members.subarray(0, count).reverse());
  }
}

/** Files of one content are a chain, the last one first. */
function chains(files: AllFiles): { readonly heads: Int32Array; readonly next: Int32Array } {
  const { high, low } = files.columns;
  const heads = new Int32Array(2 ** Math.ceil(Math.log2(files.count * 2 + 2))).fill(NONE);
  const mask = heads.length - 1;
  const next = new Int32Array(files.count).fill(NONE);
  for (let file = 0; file < files.count; file++) {
    if (high[file]! < 0) continue;
    let place = (high[file]! ^ low[file]!) & mask;
    while (heads[place] !== NONE && !files.hasSameContent(heads[place]!, file)) place = (place + 1) & mask;
    next[file] = heads[place]!;
    heads[place] = file;
  }
  return { heads, next };
}
