import { linkSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { plant, plantEnvironment } from "../support/trees.ts";

/** A random directory: what is planted in it and the directories below it. */
export interface Grove {
  readonly plants: readonly PlantName[];
  readonly below: readonly { readonly name: string; readonly grove: Grove }[];
}

/** True: it is an artifact and may go. False: it only looks like one. */
const KINDS = {
  venv: true,
  "mypy cache": true,
  bytecode: true,
  "venv with files of a store": true,
  "venvs that share files": true,
  "mypy cache with holes": true,
  source: false,
  "named like an environment": false,
  "named like a mypy cache": false,
  "bytecode with something else": false,
  "bytecode without its source": false,
  "link named like an environment": false,
  "link named like a mypy cache": false,
  "link to nowhere": false,
} as const;

export type PlantName = keyof typeof KINDS;

/** Names that have led programs astray. */
const NAMES = [
  "src",
  "a b",
  "docs backup",
  "-rf",
  "$HOME",
  "new\nline",
  "caf\u00e9",
  "'quote\"",
  "*",
  "~",
  "x".repeat(60),
];

/** At most so many directories deep. */
const DEPTH = 3;

function groves(depth: number): fc.Arbitrary<Grove> {
  const plants = fc.uniqueArray(fc.constantFrom(...(Object.keys(KINDS) as PlantName[])), { maxLength: 4 });
  if (depth === 0) return fc.record({ plants, below: fc.constant([]) });
  const one = fc.record({ name: fc.constantFrom(...NAMES), grove: groves(depth - 1) });
  return fc.record({ plants, below: fc.uniqueArray(one, { selector: ({ name }) => name, maxLength: 2 }) });
}

/** So many trees are planted side by side: one scan serves them all, and one comparison looks at each entry of each. */
export const TREES = 100;
export const forests = fc.array(groves(DEPTH), { minLength: TREES, maxLength: TREES, size: "max" });

/** Plants a forest and returns the paths of what may go. Links lead to the sentinel, which is planted already. */
export function plantForest(directory: string, forest: readonly Grove[], sentinel: string): string[] {
  return forest.flatMap((one, index) => plantGrove(join(directory, `tree-${index}`), one, sentinel));
}

function plantGrove(directory: string, { plants, below }: Grove, sentinel: string): string[] {
  mkdirSync(directory, { recursive: true });
  const own = plants.flatMap((name) => {
    const paths = plantOne(directory, name, sentinel);
    return KINDS[name] ? paths : [];
  });
  return [...own, ...below.flatMap(({ name, grove: next }) => plantGrove(join(directory, name), next, sentinel))];
}

const MODULE = "lib/python3.11/site-packages/demo/__init__.py";
const STORE = "store/module.py";
const PAGES = "VALUE = 1\n".repeat(1500);
const TAG = "Signature: 8a477f597d28d172789f06886806bc55\n";

/** Returns what it is about. */
function plantOne(directory: string, name: PlantName, sentinel: string): string[] {
  const at = (part: string): string => join(directory, part);
  switch (name) {
    case "venv":
      plantEnvironment(at("env"));
      return [at("env")];
    case "mypy cache":
      plant(at("typed/.mypy_cache"), { "CACHEDIR.TAG": TAG, "3.11/a.data.json": "{}", "3.11/a.meta.json": "{}" });
      return [at("typed/.mypy_cache")];
    case "venv with files of a store":
      plantEnvironment(at("linked/env"));
      replaceByLink(join(sentinel, STORE), at(`linked/env/${MODULE}`));
      return [at("linked/env")];
    case "venvs that share files":
      for (const twin of ["one", "two"]) plantEnvironment(at(`${twin}/env`));
      writeFileSync(at(`one/env/${MODULE}`), PAGES);
      replaceByLink(at(`one/env/${MODULE}`), at(`two/env/${MODULE}`));
      return [at("one/env"), at("two/env")];
    case "mypy cache with holes":
      plant(at("holes/.mypy_cache"), { "CACHEDIR.TAG": TAG, "3.11/a.data.json": PAGES, "3.11/a.meta.json": "{}" });
      truncateSync(at("holes/.mypy_cache/3.11/a.data.json"), 200_000);
      return [at("holes/.mypy_cache")];
    case "bytecode":
      plant(at("code"), { "app.py": "VALUE = 1\n", "__pycache__/app.cpython-311.pyc": "bytecode" });
      return [at("code/__pycache__")];
    case "source":
      writeFileSync(at("main.py"), "VALUE = 1\n");
      return [at("main.py")];
    case "named like an environment":
      plant(at(".venv"), { "bin/python": "#!/bin/sh\n", "notes.txt": "mine" });
      return [at(".venv")];
    case "named like a mypy cache":
      plant(at(".mypy_cache"), { "notes.txt": "mine" });
      return [at(".mypy_cache")];
    case "bytecode with something else":
      plant(at("mixed"), {
        "app.py": "",
        "__pycache__/app.cpython-311.pyc": "bytecode",
        "__pycache__/notes.txt": "mine",
      });
      return [at("mixed/__pycache__")];
    case "bytecode without its source":
      plant(at("sourceless"), { "app.pyc": "the only copy" });
      return [at("sourceless/app.pyc")];
    case "link named like an environment":
      mkdirSync(at("linked"), { recursive: true });
      symlinkSync(join(sentinel, "env"), at("linked/.venv"));
      return [at("linked/.venv")];
    case "link named like a mypy cache":
      mkdirSync(at("linked-cache"), { recursive: true });
      symlinkSync(join(sentinel, "typed/.mypy_cache"), at("linked-cache/.mypy_cache"));
      return [at("linked-cache/.mypy_cache")];
    case "link to nowhere":
      symlinkSync("nowhere", at("broken"));
      return [at("broken")];
  }
}

function replaceByLink(from: string, to: string): void {
  rmSync(to);
  linkSync(from, to);
}

/** A tree outside of the roots that has everything that is looked for, and a file that environments are linked to. */
export function plantSentinel(directory: string): void {
  plant(directory, { [STORE]: PAGES });
  plantGrove(directory, { plants: ["venv", "mypy cache", "bytecode", "source"], below: [] }, directory);
}
