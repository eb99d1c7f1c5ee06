import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import { list, statusOrNothing } from "../system/files.ts";

/**
 * Why an environment must never be removed, as seen from its top: it is a program that the user installed, a project
 * of its own, or the root of a conda installation. Each answer completes the sentence "it is data because it …".
 */
export function reasonsToKeepForever(environment: AbsolutePath, creator: string): string[] {
  return [
    ...installedProgram(environment, creator),
    ...projectOfItsOwn(environment),
    ...(isCondaRoot(environment) ? ["is the root of a conda installation"] : []),
  ];
}

/** Environments of installers that keep themselves in one, by their place. */
const PROGRAMS: readonly (readonly [place: RegExp, program: string])[] = [
  [/\/pypoetry\/venv$/, "poetry itself"],
  [/\/pdm\/venv$/, "pdm itself"],
  [/\/\.rye\/self\/venv$/, "rye itself"],
  [/\/\.rye\/tools\/[^/]+$/, "a program that rye installed"],
  [/\/pipx\/shared$/, "what pipx itself needs"],
];

function installedProgram(environment: AbsolutePath, creator: string): string[] {
  if (creator === "pipx" || creator === "uv tool") {
    return [`is a program that you installed with ${creator}: ${nameOf(environment)}`];
  }
  const program = PROGRAMS.find(([place]) => place.test(environment))?.[1];
  if (program !== undefined) return [`is ${program}`];
  return isProgramOfPixi(environment) ? [`is a program that you installed with pixi: ${nameOf(environment)}`] : [];
}

/** Told by a file that lies outside of the environment. */
export function isProgramOfPixi(environment: AbsolutePath): boolean {
  const above = parentOf(parentOf(environment));
  return nameOf(above) === ".pixi" && statusOrNothing(join(above, "manifests/pixi-global.toml")) !== undefined;
}

const MANIFEST =
  /^(?:pyproject\.toml|setup\.(?:py|cfg)|requirements[^/]*\.(?:txt|in)|Pipfile(?:\.lock)?|(?:poetry|uv|pdm|pixi)\.lock|pixi\.toml|environment\.ya?ml|tox\.ini|noxfile\.py|manage\.py|Makefile|package\.json|Cargo\.toml|\.git|\.hg|\.svn|\.bzr|\.jj)$/;

/** `python -m venv .` puts the environment's files between those of a project. */
function projectOfItsOwn(environment: AbsolutePath): string[] {
  try {
    const manifest = list(environment)
      .filter((name) => MANIFEST.test(name))
      .sort()[0];
    return manifest === undefined ? [] : [`is a project itself: it holds ${manifest}`];
  } catch {
    // The walk cannot list it either, and says so.
    return [];
  }
}

function isCondaRoot(environment: AbsolutePath): boolean {
  return ["pkgs", "condabin", "conda-meta"].every(
    (name) => statusOrNothing(join(environment, name))?.kind === "directory",
  );
}

const REPOSITORY = /(?:^|\/)\.(?:git|hg|svn|bzr|jj)$/;
const SYSTEMS: ReadonlyMap<string, string> = new Map([
  [".hg", "Mercurial"],
  [".svn", "Subversion"],
  [".bzr", "Bazaar"],
  [".jj", "Jujutsu"],
]);

/**
 * `holds a git repository at src/foo` when `path` is a repository's own directory (or the `.git` file of a worktree or
 * submodule); undefined otherwise. `path` is relative to the environment.
 */
export function reasonOfRepository(path: string): string | undefined {
  if (!REPOSITORY.test(path)) return undefined;
  const name = nameOf(path);
  const place = path.slice(0, Math.max(0, path.length - name.length - 1));
  return `holds a ${SYSTEMS.get(name) ?? "git"} repository${place === "" ? "" : ` at ${place}`}`;
}
