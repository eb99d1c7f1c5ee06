/** The candidate that a mistyped word most likely means, or undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.floor(word.length / 3) + 1) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance && distance < candidate.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
export function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      let cheapest = Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1);
      if (from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cheapest = Math.min(cheapest, beforePrevious[column - 2]! + 1);
      }
      current.push(cheapest);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length]!;
}
