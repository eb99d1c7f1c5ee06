/** Which artifacts a command is about, by id. */
export interface Wanted {
  /** Empty means all. */
  readonly only: readonly string[];
  readonly exclude: readonly string[];
}

export function isWanted(wanted: Wanted, artifact: string): boolean {
  const isNamed = wanted.only.length === 0 || wanted.only.includes(artifact);
  return isNamed && !wanted.exclude.includes(artifact);
}
