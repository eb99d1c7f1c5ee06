import type { Proof } from "./proof.ts";
import type { Safety } from "./safety.ts";

/** A kind of thing that a Python tool leaves behind in project trees: one file of the catalogue. */
export interface Artifact {
  /** Stable, kebab-case: what `--only` and `--exclude` take and what JSON shows. */
  readonly id: string;
  /** The program that leaves it. */
  readonly tool: string;
  /** What a person calls it: `mypy cache`. */
  readonly title: string;
  readonly kind: "directory" | "file";
  /** What makes the walk look twice; cheap, never a proof. */
  readonly recognise: Recognition;
  readonly proof: Proof;
  readonly safety: Safety;
  /** Exceptions to `safety`: the first whose proof holds decides. */
  readonly grades?: readonly Grade[];
  /** Set for environments: what is inside decides `low`, `medium` or `data`. */
  readonly holds?: "python-environment" | "conda-environment";
  /** Set for a directory of environments that goes as a whole: a file in it that belongs to nobody makes it `medium`. */
  readonly holdsEnvironments?: true;
  /** May be found inside site-packages, or inside an environment beside the environment itself. */
  readonly livesInSitePackages?: boolean;
  /** How it comes back, in a few words for a person. */
  readonly restoredBy: string;
  readonly sources: readonly Source[];
}

export interface Grade {
  readonly safety: Safety;
  readonly when: Proof;
  /** Completes the sentence "it is medium because …". */
  readonly because: string;
}

export type Recognition =
  /** The place has exactly one of these names. */
  | { readonly names: readonly string[] }
  /** The place's name matches. Keep the expression anchored and cheap. */
  | { readonly pattern: RegExp }
  /** The place is a directory of any name that holds an entry with this name. */
  | { readonly holdsEntry: string };

/** Where a fact was seen and when it was last checked (ISO date). */
export interface Source {
  readonly fact: string;
  readonly seen: string;
  readonly checked: string;
}

/** A tree that belongs to another tool: what the walk may do inside it. */
export interface ForeignTree {
  readonly id: string;
  readonly title: string;
  readonly recognise: Recognition;
  readonly proof?: Proof;
  /**
   * - `nothing`: not entered
   * - `environments`: entered, but only environments count there
   * - `findings`: entered, but nothing in it is a project
   */
  readonly inside: "nothing" | "environments" | "findings";
  readonly sources: readonly Source[];
}
