import { join, type AbsolutePath } from "../model/path.ts";
import { readText, statusOrNothing } from "../system/files.ts";
import { originOf } from "./direct-url.ts";
import type { Distribution } from "./distribution.ts";
import { readInstalled } from "./installed.ts";

/**
 * What brings an environment's packages back: first the addresses of conda packages (what `conda create --file` takes
 * after a line `@EXPLICIT`), then `name==version` for every package that came from an index, each part sorted.
 * Packages that came from elsewhere are left out: the environment is not `low` then, and says so.
 */
export function pinnedList(path: AbsolutePath): string[] {
  const isConda = statusOrNothing(join(path, "conda-meta/history"))?.kind === "file";
  const { distributions } = readInstalled(path, isConda ? "conda-environment" : "python-environment");
  const addresses = distributions.flatMap(({ address, origin }) => (address && origin === "index" ? [address] : []));
  const pins = distributions
    .filter((one) => one.form === "dist-info" && one.isReadable && comesFromIndex(path, one))
    .map(({ name, version }) => `${name}==${version}`);
  return [...addresses.sort(), ...[...new Set(pins)].sort()];
}

function comesFromIndex(path: AbsolutePath, distribution: Distribution): boolean {
  const directUrl = join(path, `${distribution.metadata}/direct_url.json`);
  return !statusOrNothing(directUrl) || originOf(readText(directUrl, 65_536)) === "index";
}
