import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { artifacts } from "../../../src/catalog/index.ts";
import { run } from "../../support/run.ts";
import { hasAllFor, whyLeftOut } from "../../support/tools.ts";
import { builders } from "./makers/building.ts";
import { checkers } from "./makers/checkers.ts";
import { conda } from "./makers/conda.ts";
import { environments } from "./makers/environments.ts";
import { interpreter } from "./makers/interpreter.ts";
import { notebooks } from "./makers/notebook.ts";
import { openWorkshop, type Leaf, type Maker } from "./workshop.ts";

/** Every artifact as its real tool leaves it: all tools work in one tree, one scan of it must find just that. */
const AT_ONCE = 3;
const all: readonly Maker[] = [...environments, ...checkers, ...builders, ...notebooks, ...conda, ...interpreter];
const makers = all.filter(({ group }) => !group || !whyLeftOut(group));
const leftOut = all.filter((maker) => !makers.includes(maker));

interface Found {
  readonly artifact: string;
  readonly path: string;
  readonly safety: string;
  readonly reasons: readonly string[];
  readonly environment: { readonly creator: string } | null;
  readonly inside: string | null;
}

const workshop = openWorkshop();
const made = new Map<string, readonly Leaf[] | Error>();
let found: readonly Found[] = [];

beforeAll(async () => {
  const queue = [...makers];
  await Promise.all(Array.from({ length: AT_ONCE }, () => workThrough(queue)));
  const { path, home, environment } = workshop.tree;
  const { stdout, stderr } = await run(["scan", path, home, "--json"], { environment });
  if (stdout === "") throw new Error(stderr);
  found = (JSON.parse(stdout) as { readonly findings: readonly Found[] }).findings;
});

afterAll(() => workshop.tree.remove());

async function workThrough(queue: Maker[]): Promise<void> {
  for (let maker = queue.shift(); maker; maker = queue.shift()) {
    const project = workshop.project(maker.name);
    made.set(maker.name, await maker.make(project).catch((error: Error) => error));
  }
}

describe("what a real tool leaves is found, and nothing else beside it", () => {
  test.each(makers)("$name", ({ name }) => {
    const leaves = made.get(name);
    if (!leaves || leaves instanceof Error) throw leaves ?? new Error("the tool has not run");
    const project = workshop.tree.at(name);
    const wanted = leaves.map((leaf) => ({
      ...leaf,
      path: join(leaf.inHome ? workshop.tree.home : project, leaf.path),
    }));
    const here = found.filter(({ path, inside }) => {
      const leaf = wanted.find((known) => matches(known.path, path));
      return leaf ? Boolean(leaf.inside) === Boolean(inside) : !inside && path.startsWith(`${project}/`);
    });
    const seen = here.map((finding) => {
      const leaf = wanted.find(({ path }) => matches(path, finding.path));
      const creator = leaf?.creator === undefined ? {} : { creator: finding.environment?.creator };
      return { artifact: finding.artifact, path: leaf?.path ?? finding.path, safety: finding.safety, ...creator };
    });
    const expected = wanted.map(({ artifact, path, safety, creator }) => {
      return { artifact, path, safety, ...(creator === undefined ? {} : { creator }) };
    });
    expect(sorted(seen), JSON.stringify(here.map(({ reasons }) => reasons))).toEqual(sorted(expected));
  });
});

test("every artifact of the catalogue is made by its tool", () => {
  const leaves = [...made.values()].flatMap((value) => (value instanceof Error ? [] : value));
  const makable = new Set(leaves.map(({ artifact }) => artifact));
  const missing = artifacts.map(({ id }) => id).filter((id) => !makable.has(id));
  expect(missing).toEqual(leftOut.map(({ name }) => name));
});

test.each(leftOut)("$name is left out only because its tool is not made for this machine", ({ group }) => {
  expect(hasAllFor(group!)).toBe(false);
});

function matches(pattern: string, path: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join("[^/]*")}$`).test(path);
}

function sorted<T extends { readonly path: string }>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => a.path.localeCompare(b.path));
}
