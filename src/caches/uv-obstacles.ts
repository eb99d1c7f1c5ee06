import { directoriesAbove } from "../environments/known.ts";
import { isWithin, join, type AbsolutePath } from "../model/path.ts";
import { linkTarget, readText, statusOrNothing } from "../system/files.ts";
import { entriesIn, namesIn } from "../system/visible.ts";
import { heldLock } from "../system/held-locks.ts";
import { variable, type Host } from "../system/host.ts";
import { readSetting } from "./setting.ts";
import { targetOf } from "./uv-references.ts";

/** Why uv's cache must not be cleaned now, in clauses. */
export function uvObstacles(
  host: Host,
  cache: AbsolutePath,
  names: readonly string[],
  leaving: readonly AbsolutePath[],
  environments: readonly AbsolutePath[],
): string[] {
  const obstacles: string[] = [];
  const lock = heldLock(host, join(cache, ".lock"));
  if (lock.answer === "yes") {
    obstacles.push(`uv is at work: ${lock.pid === null ? "a process" : `process ${lock.pid}`} holds the cache's lock`);
  }
  const links = [...leaving, ...linksAtTheTop(cache, names)];
  if (links.length > 0) {
    obstacles.push(`${links[0]} is a link that leads elsewhere, and uv has followed such links when cleaning`);
  }
  const mode = symlinkMode(host);
  if (mode !== null) obstacles.push(`${mode} makes environments of links into the cache, which cleaning would break`);
  const environment = environments.find((one) => isLinkedInto(one, cache));
  if (environment !== undefined)
    obstacles.push(`${environment} is made of links into the cache, which cleaning would break`);
  return obstacles;
}

/** Buckets that are links, and links among their entries that lead out of the cache. */
function linksAtTheTop(cache: AbsolutePath, names: readonly string[]): AbsolutePath[] {
  const tops = names.map((name) => join(cache, name));
  const linked = tops.filter((path) => statusOrNothing(path)?.kind === "link");
  const below = tops
    .filter((path) => statusOrNothing(path)?.kind === "directory")
    .flatMap((path) =>
      entriesIn(path)
        .filter(({ kind }) => kind === "link")
        .map(({ name }) => join(path, name)),
    )
    .filter((path) => !isWithin(targetOf(path), cache));
  return [...linked, ...below];
}

/** What sets `symlink` as the way to install: a variable or a file. */
function symlinkMode(host: Host): string | null {
  if (variable(host, "UV_LINK_MODE") === "symlink") return "UV_LINK_MODE=symlink";
  const configuration = variable(host, "XDG_CONFIG_HOME") ?? `${host.home}/.config`;
  const files: readonly (readonly [path: string, section: string])[] = [
    ...[variable(host, "UV_CONFIG_FILE"), `${configuration}/uv/uv.toml`, "/etc/xdg/uv/uv.toml", "/etc/uv/uv.toml"]
      .filter((path) => path !== undefined)
      .map((path) => [path, ""] as const),
    ...directoriesAbove(host.currentDirectory).flatMap((directory) => [
      [`${directory}/uv.toml`, ""] as const,
      [`${directory}/pyproject.toml`, "tool.uv"] as const,
    ]),
  ];
  for (const [path, section] of files) {
    const text = readText(path as AbsolutePath, 1024 * 1024);
    if (text === undefined) continue;
    // `uv pip` has a section of its own.
    for (const one of [section, section === "" ? "pip" : `${section}.pip`]) {
      const value = readSetting(text, { format: "toml", section: one, key: "link-mode" });
      if (value === "symlink") return `link-mode = "symlink" in ${path}`;
    }
  }
  return null;
}

/** Is an environment made of links into the cache? */
function isLinkedInto(environment: AbsolutePath, cache: AbsolutePath): boolean {
  const library = join(environment, "lib");
  const sites = [
    join(join(environment, "Lib"), "site-packages"),
    ...namesIn(library).map((name) => join(join(library, name), "site-packages")),
  ];
  return sites.some((site) =>
    entriesIn(site).some(({ name, kind }) => {
      const path = join(site, name);
      if (kind === "link") return leadsInto(path, cache);
      if (kind !== "directory" || !name.endsWith(".dist-info")) return false;
      return leadsInto(join(path, "METADATA"), cache) || leadsInto(join(path, "RECORD"), cache);
    }),
  );
}

function leadsInto(path: AbsolutePath, cache: AbsolutePath): boolean {
  return linkTarget(path) !== undefined && isWithin(targetOf(path), cache);
}
