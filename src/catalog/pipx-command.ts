import type { OwnerCommand, Part } from "../model/store.ts";
import type { Source } from "../model/artifact.ts";

/** `pipx run` keeps its environments in the cache directory, or in pipx's home where PIPX_HOME is set: two stores. */
export const runs = {
  id: "runs",
  title: "environments of programs that were run once",
  safety: "low",
  knownSince: "1.18.4",
} as const satisfies Partial<Part>;

/** It has no option for the place, so a variable tells it. */
export function cachePurge(environment: Readonly<Record<string, string>>): OwnerCommand {
  return {
    programs: ["pipx"],
    arguments: ["cache", "purge"],
    place: [],
    quietly: [],
    environment,
    version: ["--version"],
    timeLimitMs: 10 * 60_000,
  };
}

export const aboutRuns: Source = {
  fact: "pipx run keeps environments in the cache directory, in .cache of PIPX_HOME where that is set; `cache purge` waits for their locks",
  seen: "pipx 1.18.4, paths.py and commands/cache.py; both run",
  checked: "2026-11-21",
};
