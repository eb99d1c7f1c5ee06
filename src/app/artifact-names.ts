import { artifacts } from "../catalog/index.ts";

/** A name that `--only` and `--exclude` take, and the artifact ids that it stands for. */
export type ArtifactNames = ReadonlyMap<string, readonly string[]>;

/** Ids first; a tool's name stands for all that it leaves, `environments` for all that hold an interpreter. */
export function artifactNames(): ArtifactNames {
  const names = new Map<string, readonly string[]>(artifacts.map(({ id }) => [id, [id]]));
  const ids = new Set(names.keys());
  const add = (name: string, id: string): void => {
    if (!ids.has(name)) names.set(name, [...(names.get(name) ?? []), id]);
  };
  for (const { id, tool, holds } of artifacts) {
    add(tool.toLowerCase(), id);
    if (holds) add("environments", id);
  }
  return names;
}
