import type { Source } from "./artifact.ts";
import type { Proof } from "./proof.ts";
import type { Safety } from "./safety.ts";

/** A store that a tool keeps for itself outside of projects: one file of the catalogue. */
export interface Store {
  /** Stable, kebab-case: what `pyshed caches ID` takes and what JSON shows. */
  readonly id: string;
  readonly tool: string;
  /** What a person calls it: `pip cache`. */
  readonly title: string;
  /**
   * Where it may lie, in the tool's own order. The first that says something is where the tool looks now; the others
   * are where it looked before, or under other settings, and are rows of their own where something is there.
   */
  readonly locations: readonly Locator[];
  /** What must be seen at the place before it is believed to be this store. */
  readonly proof: Proof;
  /** What lies at the top of the store; the first that matches decides. What matches none is never removed. */
  readonly parts: readonly Part[];
  /** Environments hold further links to its files, so it is cleaned after whatever may hold environments. */
  readonly isLinkedInto?: true;
  /** The owner's own command; null where it has none, or none that is right. */
  readonly owner: OwnerCommand | null;
  /** Further programs that use it while they run; the owner's own count anyway. */
  readonly alsoUsedBy?: readonly string[];
  /** How what goes comes back, in a few words for a person. */
  readonly restoredBy: string;
  readonly sources: readonly Source[];
}

/** `linux` stands for every system that is neither of the others. */
export type Platform = "linux" | "darwin" | "win32";

/** One way to find a place. Everything relative counts from the current directory, as for the tools themselves. */
export type Locator = LocatorKind & {
  /** Only on these; everywhere when left out. */
  readonly on?: readonly Platform[];
  /** Counts only when something is there. */
  readonly ifThere?: true;
  /** Does not count where one of these variables is set. */
  readonly unless?: readonly string[];
  /** The tool looks here beside the others that add up, before any that does not. */
  readonly addsUp?: true;
};

export type LocatorKind =
  /** An environment variable; an empty one is unset. With `expandsHome` the tool itself reads a leading `~`. */
  | {
      readonly variable: string;
      readonly below?: string;
      readonly expandsHome?: true;
      /** `$NAME` in it is read as well. */
      readonly expandsVariables?: true;
      /** Several places with commas between them, or with what stands between those of PATH. */
      readonly isList?: "commas" | "paths";
    }
  /** Below the home directory. In a path `{user}` stands for the user's name. */
  | { readonly home: string }
  | { readonly absolute: string }
  /** A key of the first of these files that has it. */
  | { readonly setting: Setting }
  /** A key of a file of the project that the current directory belongs to. */
  | { readonly projectSetting: ProjectSetting };

export interface ProjectSetting {
  /** TOML files that decide in the nearest directory that has one of them; a file counts when it has the section. */
  readonly files: readonly { readonly name: string; readonly section: string }[];
  readonly key: string;
}

export interface Setting {
  /** In the order in which they decide. */
  readonly files: readonly Locator[];
  /**
   * - `ini`: `key = value` below `[section]`; `-` and `_` in keys are the same
   * - `toml`: a string at the top or below `[section]`
   * - `condarc`: a YAML list at the top; what all files have adds up, and of a directory `condarc.d` its files do
   */
  readonly format: "ini" | "toml" | "condarc";
  /** Empty for keys at the top of a TOML file. */
  readonly section: string;
  readonly key: string;
  readonly below?: string;
  readonly expandsHome?: true;
  /** `$NAME` in it is read as well. */
  readonly expandsVariables?: true;
}

/** Entries at the top of a store that are of one kind. */
export interface Part {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly title: string;
  /** Matches the names of entries at the top of the store. */
  readonly entry: RegExp;
  /** `data` is never removed, and no command that would take it is run. */
  readonly safety: Safety;
  /**
   * - `owner`: the owner's command removes all of it
   * - `owner-in-part`: the command removes what nobody uses; the inspector says how much that is
   * - `pyshed`: only our own step removes it: the format is understood, and no official command does it
   * - `nobody`: it stays
   */
  readonly removedBy: "owner" | "owner-in-part" | "pyshed" | "nobody";
  /** When the owner is missing or too old, our own step may remove it. */
  readonly alsoByPyshed?: true;
  /** The oldest version of the owner that knows this part and so removes it. */
  readonly knownSince?: string;
}

/** The official way to clean a store. It is told which place is meant, so it cannot clean another one. */
export interface OwnerCommand {
  /** Names to look for on `PATH`, the best first. */
  readonly programs: readonly string[];
  /** What a person would type after the program. */
  readonly arguments: readonly string[];
  /** Says which store is meant; `{path}` stands for its place. */
  readonly place: readonly string[];
  /** Keeps it from asking, from reading settings and from looking for news. */
  readonly quietly: readonly string[];
  /** Variables for the program, `{path}` as above; nothing else of the tool's own settings reaches it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Arguments that make it print its version. */
  readonly version: readonly string[];
  /** Arguments that make it look at the store without changing it; run after a cleaning. */
  readonly check?: readonly string[];
  readonly timeLimitMs: number;
}
