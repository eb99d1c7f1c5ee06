import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import { readText, statusOrNothing } from "../system/files.ts";
import type { PyvenvConfig } from "./pyvenv-config.ts";

/** By the place that a tool always puts its environments at; the first that matches counts. */
const BY_PLACE: readonly (readonly [creator: string, place: RegExp])[] = [
  ["tox", /\/\.tox\/[^/]+$/],
  ["nox", /\/\.nox\/[^/]+$/],
  ["pre-commit", /\/py_env-[^/]+$/],
  ["poetry", /\/pypoetry\/(?:[Cc]ache\/)?virtualenvs\/[^/]+$/],
  ["pdm", /\/pdm\/(?:pdm\/)?venvs\/[^/]+$/],
  ["hatch", /\/hatch\/env\/(?:virtual|pip-compile)\/.+$|\/\.hatch\/[^/]+$/],
];

/** By a file that only that tool writes at the top of its environments. */
const BY_FILE: readonly (readonly [creator: string, file: string])[] = [
  ["uv tool", "uv-receipt.toml"],
  ["pipx", "pipx_metadata.json"],
  ["tox", ".tox-info.json"],
  ["pipenv", ".project"],
];

/** Which program made an environment that has a `pyvenv.cfg`. `installers` are what its packages say installed them. */
export function creatorOf(
  environment: AbsolutePath,
  config: PyvenvConfig,
  installers: () => readonly string[],
): string {
  for (const [creator, file] of BY_FILE) if (isFile(join(environment, file))) return creator;
  for (const [creator, place] of BY_PLACE) if (place.test(environment)) return creator;
  if (config.has("uv")) return "uv";
  if (!config.has("virtualenv")) return "venv";
  return throughVirtualenv(config, installers()[0] ?? "");
}

/**
 * poetry and pdm make their environments with virtualenv. They show in the command line that newer virtualenvs
 * note, in the prompt that they choose (`name-py3.11`, `name-3.11`) or as the installer of packages.
 */
function throughVirtualenv(config: PyvenvConfig, installer: string): string {
  const command = config.get("command") ?? "";
  const prompt = (config.get("prompt") ?? "").replace(/^["'](.*)["']$/, "$1");
  if (/\/(?:pypoetry\/venv|poetry)\/(?:bin|Scripts)\/python/.test(command)) return "poetry";
  if (/\/pdm(?:\/venv)?\/(?:bin|Scripts)\/python/.test(command)) return "pdm";
  if (/^poetry/i.test(installer) || /.-py\d+\.\d+$/.test(prompt)) return "poetry";
  return /^pdm/i.test(installer) || /.-\d+\.\d+$/.test(prompt) ? "pdm" : "virtualenv";
}

/** Which program made a conda prefix. */
export function condaCreatorOf(environment: AbsolutePath): string {
  const inPixi = /\/\.pixi\/(?:envs|solve-group-envs)$/.test(parentOf(environment));
  if (inPixi || isFile(join(environment, "conda-meta/pixi"))) return "pixi";
  const history = readText(join(environment, "conda-meta/history"), 4096) ?? "";
  // conda and mamba write a section for each change; rattler leaves the file empty.
  if (history.trim() === "") return "rattler";
  const command = /^# cmd: (\S+)/m.exec(history)?.[1] ?? "";
  if (/(?:^|[\\/])(?:micro)?mamba(?:\.exe)?$/.test(command)) return /micromamba/.test(command) ? "micromamba" : "mamba";
  return "conda";
}

function isFile(path: AbsolutePath): boolean {
  return statusOrNothing(path)?.kind === "file";
}
