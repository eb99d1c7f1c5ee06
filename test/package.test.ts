import { readdirSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { describe, expect, test } from "vitest";
import { PROGRAM } from "./support/run.ts";

test("the built command is a program", () => {
  expect(readFileSync(PROGRAM, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n(?!#!)/);
  expect(statSync(PROGRAM).mode & 0o111).toBe(0o111);
});

test("the build has the threads and the library, and no source maps", () => {
  const names = readdirSync("dist");
  const threads = ["scan-worker.cjs", "collect-worker.cjs", "remove-worker.cjs"];
  expect(names).toEqual(expect.arrayContaining(["pyshed.js", "index.js", ...threads]));
  expect(names.filter((name) => name.endsWith(".map"))).toEqual([]);
});

test("the program asks for no package but those that are installed with it, and keeps the licenses of the others", () => {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: object };
  const names = readdirSync("dist").filter((name) => /\.c?js$/.test(name));
  const asked = names.flatMap((name) => {
    const code = readFileSync(`dist/${name}`, "utf8");
    return [...code.matchAll(/\b(?:from |import\(|require\w*\()"([^".][^"]*)"/g)].map((match) => match[1]!);
  });
  const packages = asked.filter((name) => !isBuiltin(name));
  expect(packages.filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
  expect(asked).toContain("node:fs");
  expect(readFileSync("dist/licenses.txt", "utf8")).toMatch(/^commander\n[^]*^picocolors\n[^]*^valibot\n/m);
});

/** The files that are read with one of the build: those that it imports, and those that they do. */
function readWith(name: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(name)) return known;
  known.add(name);
  const code = readFileSync(`dist/${name}`, "utf8");
  for (const [, next] of code.matchAll(/^(?:import|\} from) "\.\/([^"]+)";$/gm)) readWith(next!, known);
  return known;
}

test("a command is read from a few files, for each takes longer to find than to read", () => {
  const names = readdirSync("dist").filter((name) => /^run-.*\.js$/.test(name));
  expect(names.length).toBeGreaterThan(8);
  const scan = names.find((name) => name.startsWith("run-scan-"))!;
  expect(readWith(scan).size).toBeGreaterThan(3);
  expect(readWith(scan).size).toBeLessThan(15);
});

test("the library can be imported", async () => {
  const library: unknown = await import(new URL("../dist/index.js", import.meta.url).href);
  expect(library).toMatchObject({ scan: expect.any(Function), why: expect.any(Function) });
});

interface LockEntry {
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe("the lock file", () => {
  const lock: unknown = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const { packages } = lock as { readonly packages: Readonly<Record<string, LockEntry>> };
  const entries = Object.entries(packages).filter(([name]) => name !== "");

  test("nothing needs an install script", () => {
    const scripted = entries.filter(([, entry]) => entry.hasInstallScript).map(([name]) => name);
    // All three are of use without theirs: two ship their binaries as optional packages, one is for macOS only.
    const known = ["node_modules/esbuild", "node_modules/fsevents", "node_modules/koffi"];
    expect(scripted.toSorted().filter((name) => !known.includes(name))).toEqual([]);
  });

  test("holds the binaries of every platform, or `npm ci` refuses it", () => {
    const wanted = entries.flatMap(([, entry]) => Object.keys(entry.optionalDependencies ?? {}));
    expect(wanted.length).toBeGreaterThan(50);
    expect(wanted.filter((name) => !packages[`node_modules/${name}`])).toEqual([]);
  });

  test("pins contents, and no registry", () => {
    expect(entries.filter(([, entry]) => !entry.integrity).map(([name]) => name)).toEqual([]);
    expect(entries.filter(([, entry]) => entry.resolved).map(([name]) => name)).toEqual([]);
  });
});
