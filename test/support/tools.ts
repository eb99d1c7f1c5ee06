import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import listed from "../../scripts/tools.json" with { type: "json" };

const TOOLS = resolve(import.meta.dirname, "../../.tools");
const HINT = "run `npm run tools`";

interface Needs {
  readonly machines?: readonly string[];
  readonly pythonBelow?: string;
  readonly programs?: readonly string[];
}

/** The absolute path of a real tool that `scripts/tools.json` lists. Throws when it is missing. */
export function tool(name: string): string {
  const path = join(TOOLS, "bin", name);
  if (!existsSync(path)) throw new Error(`the tool ${name} is not set up: ${HINT}`);
  return path;
}

/** The interpreter of a group of tools, for what is a module and no program (`build`, `rattler`, `jupyter_server`). */
export function pythonOf(group: string): string {
  const path = join(TOOLS, "venvs", group, "bin", "python");
  if (!existsSync(path)) throw new Error(`the tools ${group} are not set up: ${HINT}`);
  return path;
}

/** The machine's own Python, outside every virtual environment. */
export function machinePython(): string {
  const path = join(TOOLS, "python");
  if (!existsSync(path)) throw new Error(`python3 has not been looked up: ${HINT}`);
  return readFileSync(path, "utf8").trim();
}

/** A program of the machine's own that no package of Python's can bring; undefined where it is not installed. */
export function machineProgram(name: string): string | undefined {
  const directories = (process.env["PATH"] ?? "").split(":").filter((directory) => directory.startsWith("/"));
  return directories.map((directory) => join(directory, name)).find((path) => existsSync(path));
}

/** What a group of tools in `scripts/tools.json` needs of a machine; nothing where it says nothing. */
function needsOf(group: string): Needs {
  return (listed as Readonly<Record<string, { readonly needs?: Needs }>>)[group]?.needs ?? {};
}

/** Why a group of tools is not set up on this machine; undefined when it is. */
export function whyLeftOut(group: string): string | undefined {
  const path = join(TOOLS, "left-out.json");
  if (!existsSync(path)) throw new Error(`the tools are not set up: ${HINT}`);
  return (JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, string>>)[group];
}

/** Does this machine have all that a group of tools needs of it? Asked anew, whatever was set up. */
export function hasAllFor(group: string): boolean {
  const { machines, pythonBelow, programs = [] } = needsOf(group);
  const minor = (version: string): number => Number(version.split(".")[1]);
  const version = execFileSync(machinePython(), ["-c", "import sys; print(sys.version)"], { encoding: "utf8" });
  return (
    (machines === undefined || machines.includes(`${process.platform}-${process.arch}`)) &&
    (pythonBelow === undefined || minor(version) < minor(pythonBelow)) &&
    programs.every((program) => spawnSync(program, ["--version"]).error === undefined)
  );
}
