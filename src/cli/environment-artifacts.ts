import { artifactNames } from "../app/artifact-names.ts";

/** Ids of the artifacts that are environments. */
export function environmentArtifacts(): ReadonlySet<string> {
  return new Set(artifactNames().get("environments") ?? []);
}
