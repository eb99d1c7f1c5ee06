import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import type { Safety } from "../model/safety.ts";
import { statusOrNothing } from "../system/files.ts";
import { namesIn } from "../system/visible.ts";
import { openContents, type ContentsReader, type EnvironmentContents } from "./contents.ts";
import { describeChanged, describeUnowned, NO_UNOWNED_FILES, withUnowned, type UnownedFiles } from "./unowned.ts";

/** What was seen in a directory of environments. */
export interface SeveralContents {
  readonly safety: Safety;
  readonly reasons: readonly string[];
}

/** What tox 3, tox 4 and nox keep beside their environments: logs, built packages, locks, caches. */
const OF_THE_TOOL =
  /^(?:CACHEDIR\.TAG|\.gitignore|\.DS_Store|\.tox-info\.json|file\.lock|\.package(?:\.lock|_cache)?|\.pkg[^/]*|\.tmp|\.cache|log|dist|shared)$/;

/**
 * Opens a directory in which a tool keeps its environments (`.tox`, `.nox`). The tool makes them again from their
 * description, wherever the packages come from; what it can't make again is a file that belongs to no package, and
 * that is looked for.
 */
export function openSeveral(path: AbsolutePath): ContentsReader<SeveralContents> {
  const environments = new Map(
    environmentsIn(path).map((one): [string, ContentsReader] => [nameOf(one.path), openContents(one.path, one.kind)]),
  );
  let unowned: UnownedFiles = NO_UNOWNED_FILES;
  let within: ContentsReader | undefined;
  let directory = "";
  return {
    enter(next) {
      directory = next;
      const [top = "", ...below] = next.split("/");
      within = environments.get(top);
      within?.enter(below.join("/"));
    },
    file(entry, allocated) {
      if (within) return within.file(entry, allocated);
      const { name } = entry;
      const inside = directory === "" ? name : `${directory}/${name}`;
      if (!OF_THE_TOOL.test(inside.slice(0, (inside + "/").indexOf("/")))) unowned = withUnowned(unowned, inside);
    },
    finish() {
      const all = [...environments].map(([name, reader]): [string, EnvironmentContents] => [name, reader.finish()]);
      const keep = all.flatMap(([name, contents]) => contents.keep.map((reason) => `${name} ${reason}`));
      const files = all.reduce((sum, [name, contents]) => addTo(sum, name, contents.unowned), unowned);
      const changed = all.reduce((sum, [name, contents]) => addTo(sum, name, contents.changed), NO_UNOWNED_FILES);
      const medium = [describeUnowned(files), describeChanged(changed)].filter((reason) => reason !== undefined);
      const safety = keep.length > 0 ? "data" : medium.length > 0 ? "medium" : "low";
      return { safety, reasons: [...keep, ...medium] };
    },
  };
}

/** The environments that lie in it. */
export function environmentsIn(
  path: AbsolutePath,
): { readonly path: AbsolutePath; readonly kind: "python-environment" | "conda-environment" }[] {
  return namesIn(path).flatMap((name) => {
    const kind = environmentKind(join(path, name));
    return kind ? [{ path: join(path, name), kind }] : [];
  });
}

/** What kind of environment lies at a place; undefined when none does. */
export function environmentKind(path: AbsolutePath): "python-environment" | "conda-environment" | undefined {
  if (statusOrNothing(join(path, "pyvenv.cfg"))?.kind === "file") return "python-environment";
  return statusOrNothing(join(path, "conda-meta/history"))?.kind === "file" ? "conda-environment" : undefined;
}

function addTo(sum: UnownedFiles, name: string, more: UnownedFiles): UnownedFiles {
  const named = more.examples.reduce((files, example) => withUnowned(files, `${name}/${example}`), sum);
  return { ...named, count: sum.count + more.count };
}
