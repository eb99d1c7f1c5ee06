/**
 * Visits the numbers below `length` in blocks, from `from` up to `end`. A function that is called often is compiled once,
 * one long loop again and again.
 */
export function eachBlock(length: number, visit: (from: number, end: number) => void): void {
  for (let from = 0; from < length; from += BLOCK) visit(from, Math.min(from + BLOCK, length));
}

const BLOCK = 1024;
