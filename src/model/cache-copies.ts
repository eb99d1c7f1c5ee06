/** What the directory is called that holds the copies of one store, beside those of other stores of the same run. */
export function copiesName(store: string, cache: string): string {
  return `${store}-${cache.slice(0, 8)}`;
}
