import type { AbsolutePath } from "../model/path.ts";
import type { EnvironmentFacts, Package } from "../model/finding.ts";
import type { Safety } from "../model/safety.ts";
import { join } from "../model/path.ts";
import type { Entry } from "../system/directory-reader.ts";
import { readText } from "../system/files.ts";
import { ContentsWalk } from "./contents-walk.ts";
import { condaCreatorOf, creatorOf } from "./creator.ts";
import type { Distribution } from "./distribution.ts";
import { readInstalled } from "./installed.ts";
import { readPyvenvConfig, statedPythonVersion } from "./pyvenv-config.ts";
import type { UnownedFiles } from "./unowned.ts";
import { reasonsToKeepForever } from "./user-data.ts";

/** A file as its directory's reader shows it. */
export type FileEntry = Pick<Entry, "name" | "bytes" | "start" | "modified">;

/**
 * Tells, while a walk measures an environment, which package owns each file. The walk calls `enter` for each directory
 * and then `file` for each file in it; nothing is kept per file.
 */
export interface ContentsReader<Contents = EnvironmentContents> {
  /** `directory` is relative to the environment, "" for the environment itself. */
  enter(directory: string): void;
  /** `allocated` in bytes; 0 for a further link to an inode already counted. */
  file(entry: FileEntry, allocated: number): void;
  finish(): Contents;
}

export interface EnvironmentContents {
  readonly facts: EnvironmentFacts;
  readonly safety: Safety;
  /** Largest first, at most `LARGEST`. */
  readonly largest: readonly Package[];
  /** Why it must never go, whatever could be restored. */
  readonly keep: readonly string[];
  readonly unowned: UnownedFiles;
  /** Files of packages and of the environment's creator that somebody has changed. */
  readonly changed: UnownedFiles;
}

export const LARGEST = 10;

/**
 * Opens an environment that has been proven to be one. Reads what its packages say about themselves; the files
 * themselves come from the walk. Never throws: what cannot be read here makes the environment `medium`, and what the
 * walk could not read is for the caller to judge.
 */
export function openContents(path: AbsolutePath, kind: "python-environment" | "conda-environment"): ContentsReader {
  const installed = readInstalled(path, kind);
  const config = readPyvenvConfig(path);
  const isConda = kind === "conda-environment";
  const creator = isConda
    ? condaCreatorOf(path)
    : creatorOf(path, config, () => installersOf(path, installed.distributions));
  return new ContentsWalk({
    path,
    installed,
    identity: {
      python: installed.condaPython ?? statedPythonVersion(config) ?? installed.sites[0]?.python ?? null,
      home: isConda ? null : config.get("home") || null,
      creator,
      isPython: !isConda,
    },
    reasonsToKeep: reasonsToKeepForever(path, creator),
    largest: LARGEST,
  });
}

/** What the packages say installed them, the most frequent first; those that virtualenv seeds are left out. */
function installersOf(environment: AbsolutePath, distributions: readonly Distribution[]): string[] {
  const counts = new Map<string, number>();
  for (const { metadata, name } of distributions.slice(0, 20)) {
    if (/^(?:pip|setuptools|wheel)$/i.test(name)) continue;
    const installer = readText(join(environment, `${metadata}/INSTALLER`), 256)?.trim();
    if (installer) counts.set(installer, (counts.get(installer) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([installer]) => installer);
}
