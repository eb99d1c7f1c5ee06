import { cpSync, existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { surveyBytecode } from "../../src/app/bytecode.ts";
import { interpreterPlaces } from "../../src/bytecode/interpreter-places.ts";
import { undo } from "../../src/app/undo.ts";
import { askInterpreters } from "../../src/bytecode/interpreters.ts";
import { bytecodeIn, CACHE_NAME, type BytecodeFile } from "../../src/bytecode/places.ts";
import { usability } from "../../src/bytecode/usability.ts";
import type { BytecodeClass, Interpreter } from "../../src/model/bytecode.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { visit } from "../../src/scan/visit.ts";
import { thisHost } from "../../src/system/host.ts";
import { cleanAll, requestFor } from "../app/workspace.ts";
import { mustRun, runProgram } from "../support/run.ts";
import { lastingTree, temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { machinePython, pythonOf, tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";

/** Every CPython of this machine compiles the same package in every way that it knows. */

const machine = thisHost();
const shared = lastingTree();
afterAll(() => shared.remove());

const known: Interpreter[] = [];
beforeAll(async () => {
  const places = interpreterPlaces(machine).programs;
  known.push(...(await askInterpreters(machine, [...new Set([...places, machinePython() as AbsolutePath])])));
});

/** One for each version. */
function pythons(): readonly (Interpreter & { readonly magic: number })[] {
  const byMagic = new Map(
    known.flatMap((one) => (one.how === "asked" && one.magic ? [[one.magic, one] as const] : [])),
  );
  return [...byMagic].map(([magic, one]) => ({ ...one, magic }));
}

const SOURCES: Readonly<Record<string, string>> = {
  "pack/__init__.py": "from pack import inner\nVALUE = inner.value()\n",
  "pack/inner.py": 'def value():\n    """Documented."""\n    assert True\n    return 42\n',
};

const isModern = ({ version }: Interpreter): boolean => !/^(2\.|3\.[0-6]\.)/.test(version ?? "2.");

function plant(tree: TemporaryTree): void {
  for (const [name, text] of Object.entries(SOURCES)) tree.file(name, text);
}

async function compileIn(tree: TemporaryTree, python: Interpreter, ...args: string[]): Promise<void> {
  await mustRun(python.path, args, { cwd: tree.path, environment: { ...tree.environment } });
}

async function valueBy(tree: TemporaryTree, python: Interpreter): Promise<string> {
  return (
    await mustRun(python.path, ["-c", "import pack; print(pack.VALUE)"], {
      cwd: tree.path,
      environment: tree.environment,
    })
  ).trim();
}

function filesIn(tree: TemporaryTree, interpreters: readonly Interpreter[] = known): readonly BytecodeFile[] {
  const host = hostIn(tree.home, tree.environment);
  const visiting = visit(host, requestFor([tree.path]), { identified: CACHE_NAME });
  return [...visiting.directories()].flatMap((one) => bytecodeIn(one, usability(interpreters))?.files ?? []);
}

function classesIn(tree: TemporaryTree, interpreters: readonly Interpreter[] = known): readonly BytecodeClass[] {
  return [...new Set(filesIn(tree, interpreters).map((file) => file.class))];
}

it("finds more than one CPython here, or at least the machine's own", () => {
  expect(pythons().length).toBeGreaterThan(0);
  expect(known.map(({ path }) => basename(path))).toContainEqual(expect.stringMatching(/^python3/));
});

const WAYS: Readonly<Record<string, { readonly args: readonly string[]; readonly class: BytecodeClass }>> = {
  "by time": { args: ["--invalidation-mode", "timestamp"], class: "current" },
  "by checked hash": { args: ["--invalidation-mode", "checked-hash"], class: "current" },
  "by unchecked hash": { args: ["--invalidation-mode", "unchecked-hash"], class: "unchecked-hash" },
};

describe.each(Object.entries(WAYS))("compileall %s", (_, { args, class: expected }) => {
  it("gives the class that Python's own import agrees with, by every version and level", async () => {
    for (const python of pythons().filter(isModern)) {
      for (const level of [[], ["-O"], ["-OO"]]) {
        const tree = temporaryTree();
        plant(tree);
        await compileIn(tree, python, ...level, "-m", "compileall", "-q", ...args, "pack");
        const files = filesIn(tree);
        const optimisation = level.length === 0 ? null : level[0] === "-O" ? "1" : "2";
        expect(files.map((file) => [file.class, file.name.tag, file.name.optimisation])).toEqual(
          Array.from({ length: 2 }, () => [expected, python.tag, optimisation]),
        );
        expect(
          classesIn(
            tree,
            known.filter(({ magic }) => magic !== python.magic),
          ),
        ).toEqual([expected === "current" ? "stale" : expected]);
        // Python itself says whether it takes what we call current, and stops taking it when we do not.
        expect([python.version, await takes(tree, python, level)]).toEqual([python.version, true]);
        writeFileSync(tree.at("pack/inner.py"), "def value():\n    return 43\n");
        const inner = filesIn(tree).find(({ path }) => path.includes("/inner."));
        expect([python.version, inner?.class]).toEqual([
          python.version,
          expected === "current" ? "outdated" : expected,
        ]);
        expect([python.version, await takes(tree, python, level)]).toEqual([python.version, expected !== "current"]);
      }
    }
  });
});

/** Does this Python take the bytecode of `pack.inner` as it lies there? It is told to write none. */
async function takes(
  tree: TemporaryTree,
  python: Interpreter,
  level: readonly string[],
  added: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const { stderr, stdout } = await runProgram(
    python.path,
    [...level, "-B", "-v", "-c", "import pack; print(pack.VALUE)"],
    {
      cwd: tree.path,
      environment: { ...tree.environment, ...added },
    },
  );
  expect(stdout.trim()).toMatch(/^4[23]$/);
  return (
    new RegExp(`^# .*/inner\\.[^ ]*\\.pyc matches `, "m").test(stderr) ||
    /code object from '[^']*inner\.[^']*\.pyc'/.test(stderr)
  );
}

it("knows what each Python writes by itself, in its old place too", async () => {
  for (const python of pythons()) {
    const tree = temporaryTree();
    plant(tree);
    expect(await valueBy(tree, python)).toBe("42");
    const files = filesIn(tree);
    expect([python.version, files.map((file) => file.class)]).toEqual([python.version, ["current", "current"]]);
    expect([python.version, [...new Set(files.map(({ name }) => name.tag))]]).toEqual([python.version, [python.tag]]);
    const without = known.filter(({ magic }) => magic !== python.magic);
    expect([python.version, classesIn(tree, without)]).toEqual([python.version, ["stale"]]);
    rmSync(tree.at("pack/inner.py"));
    const inner = filesIn(tree).find(({ path }) => path.includes("/inner."));
    expect([python.version, inner?.class]).toEqual([python.version, python.tag === null ? "sourceless" : "orphan"]);
  }
});

it("still imports after every kind of cleaning", async () => {
  for (const python of pythons()) {
    for (const rule of ["all", "stale"] as const) {
      const tree = temporaryTree();
      plant(tree);
      await valueBy(tree, python);
      for (const name of Object.keys(SOURCES)) utimesSync(tree.at(name), 1_700_000_000, 1_700_000_000);
      const host = hostIn(tree.home, tree.environment);
      const result = await cleanAll({ tree, host, root: tree.path }, { bytecode: rule });
      expect([python.version, rule, result.plan.steps.length > 0]).toEqual([python.version, rule, rule === "all"]);
      if (rule === "all") expect(filesIn(tree)).toEqual([]);
      expect([python.version, await valueBy(tree, python)]).toEqual([python.version, "42"]);
    }
  }
});

it("leaves a program that is shipped without its sources, and it still runs", async () => {
  for (const python of pythons()) {
    const tree = temporaryTree();
    plant(tree);
    await compileIn(tree, python, "-m", "compileall", "-q", ...(python.tag === null ? [] : ["-b"]), "pack");
    for (const name of Object.keys(SOURCES)) rmSync(tree.at(name));
    const before = readdirSync(tree.at("pack")).toSorted();
    expect([python.version, classesIn(tree)]).toEqual([python.version, ["sourceless"]]);
    const host = hostIn(tree.home, tree.environment);
    for (const rule of ["all", "stale"] as const) {
      const named = before.map((name) => tree.at("pack", name));
      expect((await cleanAll({ tree, host, root: tree.path }, { bytecode: rule, named })).plan.steps).toEqual([]);
    }
    expect(readdirSync(tree.at("pack")).toSorted()).toEqual(before);
    expect([python.version, await valueBy(tree, python)]).toEqual([python.version, "42"]);
  }
});

it("knows pytest's own names, and pytest compiles again what went", async () => {
  const tree = temporaryTree();
  tree.file("test_it.py", "def test_it():\n    assert [1] == [1]\n");
  const pytest = () =>
    mustRun(tool("pytest"), ["-q", "-p", "no:cacheprovider"], { cwd: tree.path, environment: tree.environment });
  await pytest();
  const [file, ...others] = filesIn(tree);
  expect([file?.class, file?.name.module, file?.name.pytest, others]).toEqual([
    "current",
    "test_it",
    expect.stringMatching(/^\d/),
    [],
  ]);
  const host = hostIn(tree.home, tree.environment);
  await cleanAll({ tree, host, root: tree.path }, { bytecode: "all" });
  expect(existsSync(tree.at("__pycache__"))).toBe(false);
  await pytest();
  expect(filesIn(tree).map((one) => one.class)).toEqual(["current"]);
});

it("cleans a real environment of its bytecode, and its programs still run", async () => {
  const tree = temporaryTree();
  const environment = tree.at("venv");
  cpSync(join(pythonOf("server"), "../.."), environment, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
  });
  const python = join(environment, "bin/python");
  const look = () =>
    mustRun(python, ["-m", "gunicorn", "--version"], { environment: tree.environment, cwd: tree.path });
  await mustRun(python, ["-m", "compileall", "-q", environment], { environment: tree.environment });
  const said = await look();
  const host = hostIn(tree.home, tree.environment);
  const before = await (await surveyBytecode(host, requestFor([tree.path]), "all")).outlook();
  expect(before.owners).toMatchObject([{ kind: "environment", path: environment }]);
  const [owner] = before.owners;
  expect(owner!.classes.current!.files).toBe(owner!.files);
  await cleanAll({ tree, host, root: tree.path }, { bytecode: "all" });
  expect(filesIn(tree)).toEqual([]);
  expect(await look()).toBe(said);
});

it("keeps one cache for every Python that knows it, and they import again what gc took", async () => {
  const tree = temporaryTree();
  const source = tree.directory("project");
  for (const [name, text] of Object.entries(SOURCES)) tree.file(`project/${name}`, text);
  const cache = tree.directory("cache");
  const environment = { ...tree.environment, PYTHONPYCACHEPREFIX: cache };
  const modern = pythons().filter(({ version }) => !/^(2\.|3\.[0-7]\.)/.test(version ?? "2."));
  const importAll = async (): Promise<void> => {
    for (const { path } of modern) {
      const said = await mustRun(path, ["-S", "-c", "import pack; print(pack.VALUE)"], { cwd: source, environment });
      expect(said.trim()).toBe("42");
    }
  };
  await importAll();
  expect(readdirSync(join(source, "pack")).toSorted()).toEqual(["__init__.py", "inner.py"]);
  const host = hostIn(tree.home, environment);
  const mine = join(cache, source, "pack");
  expect(readdirSync(mine)).toHaveLength(2 * modern.length);
  const gc = (maxBytes: number | null) =>
    cleanAll({ tree, host, root: cache }, { bytecode: "gc", limits: { olderThanMs: null, maxBytes } });
  await gc(null);
  expect(readdirSync(mine)).toHaveLength(2 * modern.length);
  await gc(0);
  // What is left empty goes too.
  expect(readdirSync(cache)).toEqual([]);
  await importAll();
  rmSync(tree.at("project/pack/inner.py"));
  await gc(null);
  expect(readdirSync(mine).every((name) => name.startsWith("__init__."))).toBe(true);
  expect(readdirSync(mine)).toHaveLength(modern.length);
});

it("moves to the one cache what each Python then takes from there", async () => {
  const knowsIt = ({ version }: Interpreter): boolean => !/^(2\.|3\.[0-7]\.)/.test(version ?? "2.");
  const modern = pythons().filter(knowsIt);
  const tree = temporaryTree();
  plant(tree);
  for (const name of Object.keys(SOURCES)) utimesSync(tree.at(name), 1_700_000_000, 1_700_000_000);
  for (const python of pythons()) await valueBy(tree, python);
  const files = filesIn(tree).length;
  const cache = join(tree.home, "c/pycache") as AbsolutePath;
  const host = hostIn(tree.home, tree.environment);
  const moved = await cleanAll({ tree, host, root: tree.path }, { bytecode: "move", into: cache });
  expect(moved.left).toEqual([]);
  expect(readdirSync(join(cache, tree.at("pack")))).toHaveLength(2 * modern.length);
  expect(filesIn(tree)).toHaveLength(files - 2 * modern.length);
  for (const python of modern) {
    expect([python.version, await takes(tree, python, [], { PYTHONPYCACHEPREFIX: cache })]).toEqual([
      python.version,
      true,
    ]);
  }
  // Those that know no such cache find theirs where it was.
  for (const python of pythons().filter((one) => !knowsIt(one) && one.tag !== null)) {
    expect([python.version, await takes(tree, python, [])]).toEqual([python.version, true]);
  }
  await undo(host, null);
  expect(filesIn(tree)).toHaveLength(files);
});

const PYPY = interpreterPlaces(machine).programs.find((path) => basename(path).startsWith("pypy3"));

it.skipIf(PYPY === undefined)(
  `knows PyPy by its own numbers${PYPY ? "" : " (left out: there is no pypy3 here)"}`,
  async () => {
    const [pypy] = await askInterpreters(machine, [PYPY!]);
    expect(pypy).toMatchObject({ how: "asked", tag: expect.stringMatching(/^pypy3\d+$/) });
    // PyPy's own stay below 3000, where CPython 3 begins (PyPy: `pypy/interpreter/pycode.py`).
    expect(pypy!.magic).toBeLessThan(3000);
    const tree = temporaryTree();
    plant(tree);
    await compileIn(tree, pypy!, "-OO", "-m", "compileall", "-q", "pack");
    expect(filesIn(tree, [pypy!]).map((file) => [file.class, file.name.tag, file.name.optimisation])).toEqual(
      Array.from({ length: 2 }, () => ["current", pypy!.tag, "2"]),
    );
    const others = known.filter(({ magic }) => magic !== pypy!.magic);
    expect(classesIn(tree, others)).toEqual(["stale"]);
  },
);

it("says how long compiling takes by a sample that it compiled here", async () => {
  const tree = temporaryTree();
  const python = pythons().find(isModern);
  tree.file(
    "big.py",
    Array.from({ length: 20_000 }, (_, index) => `def f${index}(x):\n    return [x, ${index}]\n`).join(""),
  );
  await compileIn(tree, python!, "-m", "compileall", "-q", ".");
  const { compileTime } = await surveyBytecode(machine, requestFor([tree.path]), "all");
  const estimate = await compileTime();
  expect(estimate).toMatchObject({ basis: "measured", sampled: 1, interpreter: python!.path });
  expect(estimate.milliseconds).toBeGreaterThan(0);
});
