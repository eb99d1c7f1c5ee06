import { plural } from "../model/count.ts";

/** `2 environments`, `31 items`, `2 environments and 31 other items`; `environments` are ids of artifacts. */
export function countItems(artifacts: readonly string[], environments: ReadonlySet<string>): string {
  const those = artifacts.filter((artifact) => environments.has(artifact)).length;
  const others = artifacts.length - those;
  if (those === 0) return plural(others, "item");
  return others === 0
    ? plural(those, "environment")
    : `${plural(those, "environment")} and ${plural(others, "other item")}`;
}
