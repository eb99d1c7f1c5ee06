import { resolve } from "node:path";
import { hasSection, readSetting } from "../caches/setting.ts";
import { directoriesAbove } from "../environments/known.ts";
import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import type { CopiedByUv } from "../model/sharing.ts";
import { readText } from "../system/files.ts";
import { variable, type Host } from "../system/host.ts";

/**
 * The setting that makes uv copy, or null. `UV_LINK_MODE` comes before every file; of the files each setting is taken
 * from the first that has it, and `uv pip` takes what its own section says before the general one (uv's "Configuration
 * files", tried with uv 0.13.8). Which command made an environment is not known, so that either section may be why.
 */
export function copyingLinkMode(host: Host, environment: AbsolutePath): CopiedByUv | null {
  const own = variable(host, "UV_LINK_MODE");
  if (own === "copy") return { because: "UV_LINK_MODE is set to copy", mend: "unset UV_LINK_MODE" };
  if (own !== undefined) return null;
  const files = settingsFiles(host, parentOf(environment));
  const copying = ["", "pip"].flatMap((section) => {
    const first = files.map((file) => linkModeIn(file, section)).find(({ mode }) => mode !== undefined);
    return first?.mode === "copy" ? [first] : [];
  });
  if (copying.length === 0) return null;
  const paths = new Set(copying.map(({ path }) => path));
  return {
    because: `link-mode is "copy" in ${copying.map(({ place }) => place).join(" and in ")}`,
    mend: `remove link-mode from ${[...paths].join(" and ")}`,
  };
}

interface SettingsFile {
  readonly path: AbsolutePath;
  readonly text: string;
  /** The section that holds uv's settings: empty in its own files. */
  readonly section: string;
}

function linkModeIn({ path, text, section }: SettingsFile, below: string) {
  const named = [section, below].filter((part) => part !== "").join(".");
  const mode = readSetting(text, { format: "toml", section: named, key: "link-mode" });
  return { mode, path, place: below === "" ? path : `[${named}] of ${path}` };
}

/** The files that uv reads for a project, the most important first. */
function settingsFiles(host: Host, project: AbsolutePath): SettingsFile[] {
  const named = variable(host, "UV_CONFIG_FILE");
  if (named !== undefined) return read(resolve(host.currentDirectory, named) as AbsolutePath);
  if (/^(1|y|yes|t|true|on)$/i.test(variable(host, "UV_NO_CONFIG") ?? "")) return [];
  const configuration = variable(host, "XDG_CONFIG_HOME") ?? join(host.home, ".config");
  const systems = [...(variable(host, "XDG_CONFIG_DIRS") ?? "/etc/xdg").split(":"), "/etc"];
  return [
    ...firstOf(directoriesAbove(project), (directory) => {
      const [own] = read(join(directory, "uv.toml"));
      return own ? [own] : read(join(directory, "pyproject.toml"), "tool.uv");
    }),
    ...read(join(configuration as AbsolutePath, "uv/uv.toml")),
    ...firstOf(systems, (directory) => read(join(directory as AbsolutePath, "uv/uv.toml"))),
  ];
}

function firstOf<Place>(places: readonly Place[], filesAt: (place: Place) => SettingsFile[]): SettingsFile[] {
  for (const place of places) {
    const files = filesAt(place);
    if (files.length > 0) return files;
  }
  return [];
}

/** None where there is no such file, or it says nothing of uv. */
function read(path: AbsolutePath, section = ""): SettingsFile[] {
  const text = readText(path);
  return text !== undefined && hasSection(text, section) ? [{ path, text, section }] : [];
}
