import { artifactNames } from "../app/artifact-names.ts";
import { namesOfStores } from "../app/caches.ts";
import { refuseUnknownName } from "./artifact-choice.ts";
import type { ShowOrCleanFlags } from "./cleaning-options.ts";

/**
 * What `--only` and `--exclude` of a sweep mean for findings: names of stores are left out, since they mean caches
 * alone. Null when only caches are meant. Throws `UsageError` for a name that is neither.
 */
export function flagsForProjects(flags: ShowOrCleanFlags): ShowOrCleanFlags | null {
  const artifacts = artifactNames();
  const known = new Set([...artifacts.keys(), ...namesOfStores()]);
  const ofArtifacts = (names: readonly string[], option: string): readonly string[] => {
    for (const name of names) {
      if (!known.has(name.toLowerCase())) refuseUnknownName(known, name, option, "artifact or cache");
    }
    return names.filter((name) => artifacts.has(name.toLowerCase()));
  };
  const only = ofArtifacts(flags.only ?? [], "--only");
  const exclude = ofArtifacts(flags.exclude ?? [], "--exclude");
  return flags.only && flags.only.length > 0 && only.length === 0 ? null : { ...flags, only, exclude };
}
