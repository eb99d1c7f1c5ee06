import type { CacheContents } from "../model/cache.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { codeOf, list, readText, statusOrNothing } from "../system/files.ts";
import type { Inspector, StorePlace } from "./inspector.ts";
import { linkedEntries } from "./linked-entries.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";
import { whereaboutsOf } from "./whereabouts.ts";

/** Browsers by name and revision, with the installations of playwright that want them: those of Node.js are others. */
export const playwright: Inspector = {
  store: "playwright",
  // Its command empties the directory of links and leaves it.
  judge: ({ path, measured }) => ({
    goes: linksIn(path) ?? [],
    grades: new Map(),
    obstacles: linkedEntries(path, measured.entries.keys()),
  }),
  inspect,
};

interface Installation {
  /** The package's directory: a link names it. */
  readonly path: AbsolutePath;
  /** Names of directories in the store; undefined when that cannot be told. */
  readonly wants: ReadonlySet<string> | undefined;
}

function inspect({ path, measured }: StorePlace): CacheContents {
  const links = linksIn(path);
  const installations = links?.flatMap(installationOf) ?? [];
  const isUnsure = links === undefined || installations.some(({ wants }) => wants === undefined);
  const entries = [...measured.entries].flatMap(([name, sums]) => {
    const [, browser, revision] = /^([a-z_]+)[\w.-]*-(\d+)$/.exec(name) ?? [];
    if (browser === undefined || revision === undefined) return [];
    const usedBy = installations.filter(({ wants }) => wants?.has(name)).map((one) => one.path);
    const isUsed = usedBy.length > 0 ? ("yes" as const) : isUnsure ? ("unknown" as const) : ("no" as const);
    const about = { kind: "browser", name, version: revision, safety: "low" as const, isUsed, usedBy };
    return [measuredEntry(join(path, name), sums, about)];
  });
  const remarks = ["the next `playwright install` takes what no installation wants, and brings what it wants itself"];
  return { entries: biggestFirst(entries), remarks, problems: [] };
}

/** Empty when there are none, undefined when they cannot be listed. */
function linksIn(path: AbsolutePath): AbsolutePath[] | undefined {
  const links = join(path, ".links");
  try {
    if (statusOrNothing(links)?.kind === "link") return undefined;
    return list(links).map((name) => join(links, name));
  } catch (error) {
    return codeOf(error) === "ENOENT" ? [] : undefined;
  }
}

/** One that is gone for sure wants nothing, as playwright sees it too. */
function installationOf(link: AbsolutePath): Installation[] {
  const path = (readText(link, 8192) ?? "").trim() as AbsolutePath;
  if (!path.startsWith("/") && !/^[A-Za-z]:/.test(path)) return [{ path: link, wants: undefined }];
  if (whereaboutsOf(path) === "gone") return [];
  return [{ path, wants: wantedBy(readText(join(path, "browsers.json"), 1024 * 1024)) }];
}

/** The directories that a `browsers.json` asks for, on whatever system. */
function wantedBy(text: string | undefined): ReadonlySet<string> | undefined {
  try {
    const { browsers } = JSON.parse(text ?? "") as { readonly browsers: readonly Browser[] };
    return new Set(browsers.flatMap(directoriesOf));
  } catch {
    // Not written by playwright as we know it: what it wants is not known.
    return undefined;
  }
}

interface Browser {
  readonly name: string;
  readonly revision: string;
  readonly revisionOverrides?: Readonly<Record<string, string>>;
}

function directoriesOf({ name, revision, revisionOverrides = {} }: Browser): string[] {
  const directory = (prefix: string, number: string): string => `${prefix.replaceAll("-", "_")}-${number}`;
  const special = Object.entries(revisionOverrides);
  return [
    directory(name, revision),
    ...special.map(([system, number]) => directory(`${name}_${system}_special`, number)),
  ];
}
