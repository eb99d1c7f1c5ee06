import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { artifacts } from "../../src/catalog/index.ts";
import type { Artifact } from "../../src/model/artifact.ts";
import { nameOf, type AbsolutePath } from "../../src/model/path.ts";
import type { Safety } from "../../src/model/safety.ts";
import { gradeOf } from "../../src/proof/grade.ts";
import { placeAt } from "../../src/proof/place.ts";
import { holds, prove } from "../../src/proof/prove.ts";
import { recogniser } from "../../src/scan/recognise.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const candidates = recogniser(artifacts);
const DAY_MS = 86_400_000;
/**
 * The clock of these tests, and the time of files that give none: ten days before. It is ahead of the machine's, for
 * nobody can set back the time at which a place itself was changed or moved.
 */
export const NOW = Math.floor(Date.now() / DAY_MS) * DAY_MS + 30 * DAY_MS;
const BEFORE = NOW - 10 * DAY_MS;

/** A file's content, or something that is no plain file. `days` is its age. */
export type Content =
  | string
  | Uint8Array
  | { readonly link: string }
  | { readonly fifo: true }
  | { readonly content: string; readonly days: number };

export interface Case {
  /** Paths and what lies there; a path that ends in `/` is a directory (its content is ignored). */
  readonly tree: Readonly<Record<string, Content>>;
  /** The candidate. */
  readonly place: string;
  /** The candidate's age in days; 10 unless told. */
  readonly days?: number;
  /** Asserted when given. */
  readonly safety?: Safety;
}

export interface Cases {
  readonly found: Readonly<Record<string, Case>>;
  readonly leftAlone: Readonly<Record<string, Case>>;
}

/** Makes each tree on disk and asks the whole catalogue about it: one artifact may claim a find, none a look-alike. */
export function describeArtifact(artifact: Artifact, cases: Cases): void {
  describe(artifact.id, () => {
    test("has a find and two look-alikes", () => {
      expect(Object.keys(cases.found).length).toBeGreaterThanOrEqual(1);
      expect(Object.keys(cases.leftAlone).length).toBeGreaterThanOrEqual(2);
    });
    test.each(Object.entries(cases.found))("finds %s", (_, found) => {
      const path = grow(found);
      expect(claims(path)).toEqual([artifact.id]);
      expect(prove(artifact.proof, placeAt(path)).holds).toBe(true);
      if (found.safety) expect(gradeOf(artifact, placeAt(path, { now: NOW })).safety).toBe(found.safety);
    });
    test.each(Object.entries(cases.leftAlone))("leaves %s alone", (_, lookAlike) => {
      const path = grow(lookAlike);
      expect(claims(path)).toEqual([]);
      const outcome = prove(artifact.proof, placeAt(path));
      expect(outcome.holds).toBe(holds(artifact.proof, placeAt(path)));
      // What holds by its contents is left for its name; everything else fails the proof with a reason.
      if (outcome.holds) expect(suggested(path)).not.toContain(artifact);
      else expect(outcome.lines.some((line) => !line.holds)).toBe(true);
    });
  });
}

/** The artifacts that the walk would make of a place. */
function claims(path: AbsolutePath): readonly string[] {
  const kind = lstatSync(path);
  if (!kind.isDirectory() && !kind.isFile()) return [];
  const ofKind = suggested(path).filter((each) => (each.kind === "directory") === kind.isDirectory());
  return ofKind.filter((each) => holds(each.proof, placeAt(path))).map((each) => each.id);
}

/** The artifacts that the place's name or its entries suggest. */
function suggested(path: AbsolutePath): readonly Artifact[] {
  const held = new Set(lstatSync(path).isDirectory() ? readdirSync(path) : []);
  return [...candidates.byName(nameOf(path)), ...candidates.byEntries(held)];
}

/** Makes the tree in a fresh directory and returns the candidate's path. */
export function grow({ tree, place, days = 10 }: Case): AbsolutePath {
  const root = temporaryTree();
  for (const [name, content] of Object.entries(tree)) put(join(root.path, name), content);
  const path = root.at(place);
  if (!lstatSync(path).isSymbolicLink()) utimesSync(path, NOW / 1000, (NOW - days * DAY_MS) / 1000);
  return path;
}

function put(path: string, content: Content): void {
  if (path.endsWith("/")) return void mkdirSync(path, { recursive: true });
  mkdirSync(dirname(path), { recursive: true });
  if (typeof content === "object" && "link" in content) return symlinkSync(content.link, path);
  if (typeof content === "object" && "fifo" in content) return void execFileSync("mkfifo", [path]);
  const timed = typeof content === "object" && "days" in content ? content : undefined;
  writeFileSync(path, timed ? timed.content : (content as string | Uint8Array));
  utimesSync(path, NOW / 1000, (timed ? NOW - timed.days * DAY_MS : BEFORE) / 1000);
}

/** A `CACHEDIR.TAG` as every tool writes it. */
export const CACHEDIR_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This file is a cache directory tag.\n";

/** The first bytes of CPython 3.13's bytecode. */
export const PYC = Uint8Array.from([0xf3, 0x0d, 0x0d, 0x0a, ...Buffer.alloc(28)]);
