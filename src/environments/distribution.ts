import type { Listing } from "./listing.ts";

/** One installed distribution as an environment's own files describe it. */
export interface Distribution {
  readonly name: string;
  /** Empty when it could not be read. */
  readonly version: string;
  readonly form: DistributionForm;
  /** Where its metadata lies, relative to the environment. */
  readonly metadata: string;
  /** What the paths in `listing` are relative to, relative to the environment. */
  readonly base: string;
  /** Undefined when nothing says which files are its own. */
  readonly listing: Listing | undefined;
  /** True when its own metadata gives a name and a version. */
  readonly isReadable: boolean;
  /** What is known before its directory has been walked; `undefined` for a `dist-info`, whose `direct_url.json` decides. */
  readonly origin: Origin | undefined;
  /** Where a conda package was downloaded from. */
  readonly address?: string | undefined;
}

/** `dist-info` is what installers of today write; `egg-info`, `egg-link` and `egg` are setuptools' older forms. */
export type DistributionForm = "dist-info" | "egg-info" | "egg-link" | "egg" | "conda";

/** Where a distribution came from, and so whether its name and version bring it back. */
export type Origin =
  | "index"
  | "editable"
  | "version-control"
  | "local-path"
  | "local-archive"
  | "web-address"
  | "local-channel"
  | "unstated";
