import { join, type AbsolutePath } from "../model/path.ts";
import { readText } from "../system/files.ts";
import type { Distribution } from "./distribution.ts";
import { ListingBuilder, type Listing } from "./listing.ts";
import { fromDirectoryName, readNameAndVersion } from "./metadata.ts";
import { readRecord } from "./record-memo.ts";

const FORM = /\.(dist-info|egg-info|egg-link|egg)$/;

/** The distributions in one site-packages directory, given relative to the environment with the names in it. */
export function readDistributions(environment: AbsolutePath, site: string, names: readonly string[]): Distribution[] {
  const found: Distribution[] = [];
  for (const name of names) {
    // pip renames what it is about to remove to `~name`; a crash leaves it behind.
    if (name.startsWith("~")) continue;
    const form = FORM.exec(name)?.[1];
    if (form === "dist-info") found.push(readDistInfo(environment, site, name));
    else if (form === "egg-info") found.push(readEggInfo(environment, site, name));
    else if (form === "egg-link") found.push(readEgg(environment, site, name, "egg-link"));
    else if (form === "egg") found.push(readEgg(environment, site, name, "egg"));
  }
  return found;
}

function readDistInfo(environment: AbsolutePath, site: string, name: string): Distribution {
  const metadata = `${site}/${name}`;
  const directory = join(environment, metadata);
  const stated = readNameAndVersion(join(directory, "METADATA"));
  return {
    ...(stated ?? fromDirectoryName(name)),
    form: "dist-info",
    metadata,
    base: site,
    listing: readRecord(join(directory, "RECORD"), name),
    isReadable: stated !== undefined,
    origin: undefined,
  };
}

/** `egg-info` says nothing about where it came from, so it is never proven to come from an index. */
function readEggInfo(environment: AbsolutePath, site: string, name: string): Distribution {
  const metadata = `${site}/${name}`;
  const place = join(environment, metadata);
  const stated = readNameAndVersion(join(place, "PKG-INFO")) ?? readNameAndVersion(place);
  return {
    ...(stated ?? fromDirectoryName(name)),
    form: "egg-info",
    metadata,
    base: metadata,
    listing: readInstalledFiles(join(place, "installed-files.txt")),
    isReadable: stated !== undefined,
    origin: "unstated",
  };
}

/** One path per line, relative to the `egg-info` directory: what pip wrote for `setup.py install`. */
function readInstalledFiles(path: AbsolutePath): Listing | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  const listing = new ListingBuilder();
  for (const line of text.split(/\r?\n/)) if (line !== "") listing.add(line);
  return listing;
}

/** An `egg-link` points at a source tree; an `egg` is a package that `easy_install` unpacked or left zipped. */
function readEgg(environment: AbsolutePath, site: string, name: string, form: "egg" | "egg-link"): Distribution {
  const metadata = `${site}/${name}`;
  const place = join(environment, metadata);
  const stated = form === "egg" ? readNameAndVersion(join(place, "EGG-INFO/PKG-INFO")) : undefined;
  const listing = new ListingBuilder();
  listing.add(name);
  return {
    ...(stated ?? fromDirectoryName(name)),
    form,
    metadata,
    base: site,
    listing,
    isReadable: stated !== undefined,
    origin: form === "egg-link" ? "editable" : "unstated",
  };
}
