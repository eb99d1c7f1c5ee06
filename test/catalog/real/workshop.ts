import { dirname, join } from "node:path";
import type { Safety } from "../../../src/model/safety.ts";
import { mustRun } from "../../support/run.ts";
import { lastingTree, type TemporaryTree } from "../../support/temporary-tree.ts";
import { machinePython, pythonOf, tool } from "../../support/tools.ts";

/** One thing that a tool is expected to leave. */
export interface Leaf {
  readonly artifact: string;
  /** Relative to the project; a `*` stands for any run of characters but `/`. */
  readonly path: string;
  readonly safety: Safety;
  readonly creator?: string;
  /** It lies in the home, not in the project. */
  readonly inHome?: true;
  /** It lies in another finding and counts there. */
  readonly inside?: true;
}

/** Lets one tool work in a project of its own. */
export interface Maker {
  /** Also the name of the project's directory. */
  readonly name: string;
  /** A group of `scripts/tools.json` that is not made for every machine. */
  readonly group?: string;
  make(project: Project): Promise<readonly Leaf[]>;
}

/** The empty directory in which a maker works. No program in it can reach the network. */
export interface Project {
  readonly path: string;
  file(name: string, content?: string): void;
  /** Runs a tool of `.tools/`. */
  tool(name: string, ...args: string[]): Promise<string>;
  /** Runs a module or script with the Python of a group of tools. */
  pythonOf(group: string, ...args: string[]): Promise<string>;
  /** Runs the machine's own Python. */
  python(...args: string[]): Promise<string>;
  /** Runs a program of this project, by its path in it. */
  own(program: string, ...args: string[]): Promise<string>;
  /** A wheel and a source distribution of a tiny package called `pebble`, in a directory of their own. */
  readonly pebbles: Promise<Pebbles>;
  with(environment: Readonly<Record<string, string>>): Project;
}

export interface Pebbles {
  readonly directory: string;
  readonly wheel: string;
}

const OFFLINE = {
  PIP_NO_INDEX: "1",
  UV_OFFLINE: "1",
  UV_PYTHON_DOWNLOADS: "never",
  VIRTUALENV_NO_PERIODIC_UPDATE: "1",
};

/** A tree in which makers work side by side. */
export function openWorkshop(): { readonly tree: TemporaryTree; project(name: string): Project } {
  const tree = lastingTree();
  const path = `${dirname(machinePython())}:${tree.environment["PATH"]}`;
  const environment = { ...tree.environment, ...OFFLINE, PATH: path };
  const pebbles = makePebbles(projectIn(tree, join("..", "pebbles"), environment, noPebbles()));
  // Whoever needs them awaits them; nobody may.
  pebbles.catch(() => {});
  return { tree, project: (name) => projectIn(tree, name, environment, pebbles) };
}

async function noPebbles(): Promise<Pebbles> {
  return { directory: "", wheel: "" };
}

function projectIn(
  tree: TemporaryTree,
  name: string,
  environment: Readonly<Record<string, string>>,
  pebbles: Promise<Pebbles>,
): Project {
  const cwd = tree.directory(name);
  const options = { cwd, environment };
  return {
    path: cwd,
    file: (file, content) => void tree.file(join(name, file), content),
    tool: (program, ...args) => mustRun(tool(program), args, options),
    pythonOf: (group, ...args) => mustRun(pythonOf(group), args, options),
    python: (...args) => mustRun(machinePython(), args, options),
    own: (program, ...args) => mustRun(join(cwd, program), args, options),
    pebbles,
    with: (more) => projectIn(tree, name, { ...environment, ...more }, pebbles),
  };
}

async function makePebbles(project: Project): Promise<Pebbles> {
  project.file("pyproject.toml", PEBBLE_MANIFEST);
  project.file("pebble.py", "WEIGHT = 1\n");
  await project.pythonOf("testing", "-m", "build", "--no-isolation");
  const directory = join(project.path, "dist");
  return { directory, wheel: join(directory, "pebble-1.0-py3-none-any.whl") };
}

export const PEBBLE_MANIFEST = `[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "pebble"
version = "1.0"

[tool.setuptools]
py-modules = ["pebble"]
`;
