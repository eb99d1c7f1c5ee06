import { readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PROGRAM } from "./support/run.ts";

test("the built command is a program", () => {
  expect(readFileSync(PROGRAM, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n(?!#!)/);
  expect(statSync(PROGRAM).mode & 0o111).toBe(0o111);
});

test("the build has the worker and the library, and no source maps", () => {
  const names = readdirSync("dist");
  expect(names).toEqual(expect.arrayContaining(["pyshed.js", "scan-worker.cjs", "index.js"]));
  expect(names.filter((name) => name.endsWith(".map"))).toEqual([]);
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
