import type { ArtifactNames } from "../app/artifact-names.ts";
import { nearest } from "./suggestion.ts";
import { UsageError } from "./usage-error.ts";

export interface ArtifactChoice {
  readonly only: readonly string[];
  readonly exclude: readonly string[];
}

/** Turns what `--only` and `--exclude` were given into artifact ids; a name that is none is refused. */
export function chooseArtifacts(
  names: ArtifactNames,
  only: readonly string[],
  exclude: readonly string[],
): ArtifactChoice {
  const choice = {
    only: only.flatMap((name) => idsOf(names, name, "--only")),
    exclude: exclude.flatMap((name) => idsOf(names, name, "--exclude")),
  };
  const all = choice.only.length > 0 ? choice.only : [...names.values()].flat();
  if (all.every((id) => choice.exclude.includes(id))) {
    throw new UsageError("--only and --exclude together leave nothing to look for");
  }
  return choice;
}

function idsOf(names: ArtifactNames, written: string, option: string): readonly string[] {
  const ids = names.get(written.toLowerCase());
  return ids ?? refuseUnknownName(new Set(names.keys()), written, option, "artifact");
}

/** Throws `UsageError` with the name that is meant, or with all that are known. */
export function refuseUnknownName(known: ReadonlySet<string>, written: string, option: string, what: string): never {
  const meant = nearest(written, known);
  throw new UsageError(
    `option '${option}' knows no ${what} '${written}'`,
    meant === undefined ? `Known are: ${[...known].toSorted().join(", ")}` : `Did you mean ${meant}?`,
  );
}
