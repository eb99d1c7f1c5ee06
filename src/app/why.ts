import { resolve } from "node:path";
import { foreignTrees } from "../catalog/foreign-trees.ts";
import { artifacts } from "../catalog/index.ts";
import { uvCacheLinks } from "../environments/uv-cache-links.ts";
import { projectActivity, type Activity } from "../evidence/activity.ts";
import type { Explanation } from "../model/explanation.ts";
import type { Finding } from "../model/finding.ts";
import { isWithin, join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import { placeAt } from "../proof/place.ts";
import { prove } from "../proof/prove.ts";
import { settle } from "../scan/assemble.ts";
import { isProjectRoot } from "../scan/projects.ts";
import { compileCatalogue } from "../scan/recognise.ts";
import { whereIs } from "../scan/roots.ts";
import { foreignTreeAt } from "../scan/search.ts";
import { walk } from "../scan/walk.ts";
import { realPath, statusOrNothing } from "../system/files.ts";
import { namesIn } from "../system/visible.ts";
import type { Host } from "../system/host.ts";

const catalogue = compileCatalogue(artifacts, foreignTrees);

/** Explains one path: what it is, which proof held or failed, and how its age was judged. Throws `ENOENT` and the like. */
export async function why(host: Host, written: string): Promise<Explanation> {
  const path = locate(host, written);
  const names = new Set(namesIn(path));
  const isProject = isProjectRoot(names) && path !== host.home;
  const environment = environmentAround(path);
  const project = isProject ? path : whereIs(environment ?? path, host).project;
  const { findings, activity } = await lookAround(host, project ?? environment ?? directoryOf(path), project);
  const finding =
    findings
      .filter((one) => isWithin(path, one.path))
      .toSorted(byLength)
      .at(-1) ?? null;
  return {
    path,
    subject: finding ? "finding" : isProject ? "project" : "nothing",
    project,
    finding,
    proofs: proofsFor(host, path, names),
    foreignTree: foreignTreeAround(path),
    ...(activity ?? { lastActivity: finding?.lastActivity ?? null, decidedBy: null }),
    activity: activity?.signs ?? [],
  };
}

/** Links above the place are resolved, the place itself is not: a link is explained as the link it is. */
function locate(host: Host, written: string): AbsolutePath {
  const path = resolve(host.currentDirectory, written) as AbsolutePath;
  const real = path === "/" ? path : join(realPath(parentOf(path)), nameOf(path));
  if (!statusOrNothing(real)) throw Object.assign(new Error(`${real}: no such file or directory`), { code: "ENOENT" });
  return real;
}

/** The outermost environment that the path lies in; what is inside it belongs to no project of its own. */
function environmentAround(path: AbsolutePath): AbsolutePath | null {
  let outermost: AbsolutePath | null = null;
  for (let above = parentOf(path); above !== parentOf(above); above = parentOf(above)) {
    const names = new Set(namesIn(above));
    if (names.has("pyvenv.cfg") || names.has("conda-meta")) outermost = above;
  }
  return outermost;
}

async function lookAround(
  host: Host,
  root: AbsolutePath,
  project: AbsolutePath | null,
): Promise<{ findings: readonly Finding[]; activity: Activity | null }> {
  const walked = await walk(host, { roots: [root], depth: null, oneFileSystem: true });
  const findings = settle(walked, uvCacheLinks(host)).map(({ finding }) => finding);
  if (project === null) return { findings, activity: null };
  const own = findings.filter((finding) => finding.project === project);
  return { findings, activity: projectActivity(host, project, walked.newestSources.get(project) ?? null, own) };
}

function proofsFor(host: Host, path: AbsolutePath, names: ReadonlySet<string>): Explanation["proofs"] {
  const kind = statusOrNothing(path)?.kind;
  const { directories, files } = catalogue;
  const suggested = new Set([
    ...directories.byName(nameOf(path)),
    ...directories.byEntries(names),
    ...(kind === "directory" ? [] : files.byName(nameOf(path))),
  ]);
  const place = placeAt(path, { now: host.now() });
  return [...suggested].map(({ id, title, kind: expected, proof }) => ({
    artifact: id,
    title,
    outcome:
      kind === expected
        ? prove(proof, place)
        : { holds: false, lines: [{ holds: false, text: `is a ${kind ?? "nothing"}, not a ${expected}` }] },
  }));
}

function foreignTreeAround(path: AbsolutePath): string | null {
  for (let above = path; above !== parentOf(above); above = parentOf(above)) {
    const tree = foreignTreeAt(placeAt(above), new Set(namesIn(above)), catalogue);
    if (tree) return `${tree.title} at ${above}`;
  }
  return null;
}

function directoryOf(path: AbsolutePath): AbsolutePath {
  return statusOrNothing(path)?.kind === "directory" ? path : parentOf(path);
}

function byLength(a: Finding, b: Finding): number {
  return a.path.length - b.path.length;
}
