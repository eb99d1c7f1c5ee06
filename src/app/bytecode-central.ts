import { setImmediate } from "node:timers/promises";
import { CACHE_NAME } from "../bytecode/places.ts";
import { emptiedBytes, type CentralDirectory } from "../bytecode/central-size.ts";
import { centralFilesIn, collect, isUseless, type CentralFile } from "../bytecode/central.ts";
import { environmentAbove } from "../environments/around.ts";
import type { CacheLimits, CentralContents, CentralPart } from "../model/bytecode.ts";
import { openLinkSum } from "../model/links.ts";
import { addBytes } from "../model/plan.ts";
import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import { boundaries } from "../scan/boundaries.ts";
import { whereIs } from "../scan/roots.ts";
import { workerSettings } from "../scan/settings.ts";
import { visit, type Visited } from "../scan/visit.ts";
import { statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { centralFileUnit } from "../bytecode/units.ts";
import { interpretersOf, type Interpreters } from "./bytecode-interpreters.ts";
import { surveyOf, type ScanOptions, type ScanRequest, type Survey } from "./scan.ts";

/** What the one cache for all can do without, as findings. The request's one root is the cache. */
export async function surveyCentral(
  host: Host,
  request: ScanRequest,
  limits: CacheLimits,
  options: ScanOptions = {},
): Promise<Survey> {
  const startedAt = host.now();
  const found = await filesOf(host, request, options);
  const { directories, visiting } = found;
  const measured = collect(found.files, found, limits, startedAt).flatMap((file) => centralFileUnit(file.path));
  const linkSum = openLinkSum();
  for (const { links } of measured) linkSum.add(links);
  const { roots, problems, entries } = visiting;
  const walked = { roots, measured, linkSum, newestSources: new Map(), links: [], entries, problems };
  const survey = surveyOf(host, request, walked, { startedAt, interrupted: options.signal?.aborted ?? false });
  const pathOf = new Map(survey.result.findings.map(({ id, path }) => [id, path]));
  return {
    ...survey,
    sumOf(ids) {
      const emptied = emptiedBytes(
        ids.flatMap((id) => pathOf.get(id) ?? []),
        directories,
      );
      return addBytes(survey.sumOf(ids), { apparent: 0, allocated: emptied, frees: emptied, freesUpTo: emptied });
    },
  };
}

/** What the one cache for all holds, by whose it is and by interpreter, the biggest first. */
export async function centralContents(host: Host, prefix: AbsolutePath): Promise<CentralContents> {
  const { files, own, directories } = await filesOf(host, { roots: [prefix], depth: null, oneFileSystem: true }, {});
  const owners = new Map<AbsolutePath, AbsolutePath>();
  const ownerOf = (directory: AbsolutePath): AbsolutePath => {
    const known = owners.get(directory) ?? ownerAt(host, directory);
    owners.set(directory, known);
    return known;
  };
  return {
    files: files.length,
    // The cache itself is one as well.
    directories: directories.size + 1,
    allocated: [...files, ...directories.values()].reduce((sum, { allocated }) => sum + allocated, own),
    useless: files.filter((file) => isUseless(file, host.now())).length,
    byOwner: partsBy(files, ({ sourceDirectory }) => ownerOf(sourceDirectory)),
    byInterpreter: partsBy(files, ({ name }) => name.tag ?? "unknown"),
  };
}

const TURN = 256;

async function filesOf(
  host: Host,
  request: Pick<ScanRequest, "roots" | "depth" | "oneFileSystem">,
  options: ScanOptions,
) {
  const asked = await interpretersOf(host);
  const first = await filesBy(host, request, options, asked);
  const sources = [
    ...new Set(first.files.filter((file) => file.class === "stale").map((file) => file.sourceDirectory)),
  ];
  const all = asked.with([...new Set(sources.flatMap((directory) => environmentsFor(host, directory)))]);
  return all === asked ? first : filesBy(host, request, options, all);
}

/** Those that the sources in a directory may run in. */
function environmentsFor(host: Host, directory: AbsolutePath): AbsolutePath[] {
  const inside = join(directory, "any");
  const { project } = whereIs(inside, host);
  const usual = project === null ? [] : [".venv", "venv", "env"].map((name) => join(project, name));
  return [...(environmentAbove(inside) ? [environmentAbove(inside)!] : []), ...usual];
}

async function filesBy(
  host: Host,
  request: Pick<ScanRequest, "roots" | "depth" | "oneFileSystem">,
  options: ScanOptions,
  { usability }: Interpreters,
) {
  const visiting = visit(host, request, { identified: CACHE_NAME });
  const [prefix] = visiting.roots;
  const files: CentralFile[] = [];
  const directories = new Map<AbsolutePath, CentralDirectory>();
  let turn = 0;
  if (prefix !== undefined) {
    const accessTimeLagMs = boundaries(workerSettings(host, request, [prefix])).accessTimeLagMs(prefix);
    for (const visited of visiting.directories()) {
      if (turn++ % TURN === 0) await setImmediate();
      if (options.signal?.aborted) break;
      files.push(...centralFilesIn(prefix, visited, usability, accessTimeLagMs));
      noteDirectories(visited, directories);
    }
  }
  const own = (prefix && statusOrNothing(prefix)?.allocated) ?? 0;
  return { files, own, directories, visiting };
}

/** A directory's own bytes are told by the listing above it. */
function noteDirectories({ path, entries }: Visited, directories: Map<AbsolutePath, CentralDirectory>): void {
  const own = directories.get(path);
  if (own) directories.set(path, { ...own, entries: entries.length });
  for (const { name, kind, allocated } of entries) {
    if (kind === "directory") directories.set(join(path, name), { allocated, entries: 1 });
  }
}

function ownerAt(host: Host, sourceDirectory: AbsolutePath): AbsolutePath {
  const inside = join(sourceDirectory, "any");
  return environmentAbove(inside) ?? whereIs(inside, host).project ?? importedFrom(sourceDirectory);
}

/** The directory that Python would import a package from: the first one upward that is no package itself. */
function importedFrom(directory: AbsolutePath): AbsolutePath {
  const above = parentOf(directory);
  const isPackage = above !== directory && statusOrNothing(join(directory, "__init__.py"))?.kind === "file";
  return isPackage ? importedFrom(above) : directory;
}

function partsBy(files: readonly CentralFile[], nameOf: (file: CentralFile) => string): CentralPart[] {
  const parts = new Map<string, { files: number; allocated: number }>();
  for (const file of files) {
    const name = nameOf(file);
    const part = parts.get(name) ?? { files: 0, allocated: 0 };
    parts.set(name, { files: part.files + 1, allocated: part.allocated + file.allocated });
  }
  return [...parts]
    .map(([name, part]) => ({ name, ...part }))
    .toSorted((a, b) => b.allocated - a.allocated || (a.name < b.name ? -1 : 1));
}
