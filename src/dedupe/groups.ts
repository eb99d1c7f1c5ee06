import type { AllFiles } from "./all-files.ts";

const NONE = -1;

/**
 * Calls back for every content that more than one file is stated to have: the files in the order of their numbers, and
 * the contents in the order of their first files. Environments are much alike, so that memory is read from beginning to
 * end, once for each of them. The array is used again. Costs three numbers a file and one look each.
 */
export function eachGroup(files: AllFiles, onGroup: (members: Int32Array) => void): void {
  const { next, isFirst } = chains(files);
  let members = new Int32Array(1024);
  for (let first = 0; first < files.count; first++) {
    if (isFirst[first] === 0 || next[first] === NONE) continue;
    let count = 0;
    for (let file = first; file !== NONE; file = next[file]!) {
      if (count === members.length) {
        const before = members;
        members = new Int32Array(count * 2);
        members.set(before);
      }
      members[count++] = file;
    }
    onGroup(members.subarray(0, count));
  }
}

/** Files of one content are a chain, the first one first. */
function chains(files: AllFiles): { readonly next: Int32Array; readonly isFirst: Uint8Array } {
  const { high, low } = files.columns;
  const firsts = new Int32Array(2 ** Math.ceil(Math.log2(files.count * 2 + 2))).fill(NONE);
  const mask = firsts.length - 1;
  const next = new Int32Array(files.count).fill(NONE);
  const isFirst = new Uint8Array(files.count);
  for (let file = files.count - 1; file >= 0; file--) {
    if (high[file]! < 0) continue;
    let place = (high[file]! ^ low[file]!) & mask;
    while (firsts[place] !== NONE && !files.hasSameContent(firsts[place]!, file)) place = (place + 1) & mask;
    const after = firsts[place]!;
    if (after !== NONE) isFirst[after] = 0;
    next[file] = after;
    isFirst[file] = 1;
    firsts[place] = file;
  }
  return { next, isFirst };
}
