import * as fs from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { freedesktopTrash } from "../../src/execute/trash/freedesktop-trash.ts";
import { removeTree } from "../../src/execute/remove-tree.ts";
import { CASES, cases, LIMIT } from "../support/cases.ts";
import { setExtendedAttribute } from "../support/extended-attributes.ts";
import { expectationOf, hostWith, targetOf } from "../support/expectation.ts";
import { made, memoryTree } from "../support/memory-tree.ts";
import { snapshot } from "../support/snapshot.ts";

/** One thing to make in a tree; names and targets may meet what is there already. */
type Making =
  | { readonly make: "directory"; readonly mode: number }
  | { readonly make: "file"; readonly content: Uint8Array; readonly mode: number; readonly time: number }
  | { readonly make: "sparse"; readonly size: number }
  | { readonly make: "symlink"; readonly to: string }
  | { readonly make: "hard link"; readonly outside: boolean }
  | { readonly make: "attribute"; readonly value: string };

const name = fc.oneof(
  fc.constantFrom("a", "b", "lib", ".hidden", "a b", "ü", "-rf", "x\ny", "%41", "*", "__proto__"),
  fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !/[/\0]/.test(text) && text !== "." && text !== ".."),
);
const mode = fc.constantFrom(0o755, 0o700, 0o555, 0o644, 0o4711, 0o1777);
const making: fc.Arbitrary<Making> = fc.oneof(
  fc.record({ make: fc.constant("directory" as const), mode }),
  fc.record({
    make: fc.constant("file" as const),
    content: fc.uint8Array({ maxLength: 300 }),
    mode,
    time: fc.integer({ min: 0, max: 4_000_000_000 }),
  }),
  fc.record({ make: fc.constant("sparse" as const), size: fc.integer({ min: 1, max: 1_000_000 }) }),
  fc.record({
    make: fc.constant("symlink" as const),
    to: fc.constantFrom("nowhere", "..", ".", "../../outside", "../../outside/kept"),
  }),
  fc.record({ make: fc.constant("hard link" as const), outside: fc.boolean() }),
  fc.record({ make: fc.constant("attribute" as const), value: fc.string({ maxLength: 20 }) }),
);
const makings = fc.array(fc.tuple(fc.array(name, { minLength: 1, maxLength: 5 }), making), { maxLength: 25 });

/** Makes directories below `top`, and goes through real ones only. False when something else is in the way. */
function makeDirectories(top: string, parts: readonly string[]): boolean {
  let path = top;
  for (const part of parts) {
    path = join(path, part);
    const seen = fs.lstatSync(path, { throwIfNoEntry: false });
    if (!seen) fs.mkdirSync(path);
    else if (!seen.isDirectory()) return false;
  }
  return fs.realpathSync(path) === path;
}

function plant(item: string, outside: string, list: readonly (readonly [readonly string[], Making])[]): void {
  const modes: [string, number][] = [];
  let lastFile = join(outside, "kept");
  for (const [parts, what] of list) {
    const path = join(item, ...parts);
    // Nothing is made through a link that was made before: it may lead anywhere.
    if (!makeDirectories(item, parts.slice(0, -1))) continue;
    try {
      if (what.make === "directory") fs.mkdirSync(path);
      else if (what.make === "symlink") fs.symlinkSync(what.to, path);
      else if (what.make === "hard link") fs.linkSync(what.outside ? join(outside, "kept") : lastFile, path);
      else if (what.make === "attribute") setExtendedAttribute(path, "user.pyshed", what.value);
      else {
        fs.writeFileSync(path, what.make === "file" ? what.content : "", { flag: "wx" });
        if (what.make === "sparse") fs.truncateSync(path, what.size);
        if (what.make === "file") fs.utimesSync(path, what.time, what.time + 0.123);
        lastFile = path;
      }
      if ("mode" in what) modes.push([path, what.mode]);
    } catch {
      // Two of the list are in each other's way: the tree does without the second.
    }
  }
  for (const [path, bits] of modes.toReversed()) fs.chmodSync(path, bits);
}

const TREES = 400;
const COUNTED = `(${TREES * CASES} random trees)`;

test(`restoring what was trashed gives the same tree, and nothing outside changes ${COUNTED}`, LIMIT, () => {
  const top = memoryTree();
  let round = 0;
  fc.assert(
    fc.property(makings, (list) => {
      const base = made(top, String(round++));
      const [item, outside, home] = [made(base, "project/item"), made(base, "outside"), made(base, "home")];
      fs.writeFileSync(join(outside, "kept"), "kept");
      plant(item, outside, list);
      const trash = freedesktopTrash(hostWith(home, { HOME: home }));
      const except = { timesOf: (entry: string) => entry !== "project" };
      const all = () => Object.entries(snapshot(base, except)).filter(([path]) => !/^(\.|home(\/.*)?)$/.test(path));
      const before = all();

      const outcome = trash.trashItem(targetOf(item), expectationOf(item));
      expect(outcome.status).toBe("done");
      expect(fs.readdirSync(join(base, "project"))).toEqual([]);
      if (outcome.status === "done") expect(trash.restoreItem(outcome.item)).toEqual({ status: "done" });
      expect(all()).toEqual(before);
    }),
    cases(TREES),
  );
});

test(`permanent removal takes the whole tree, and nothing outside changes ${COUNTED}`, LIMIT, async () => {
  const top = memoryTree();
  let round = 0;
  await fc.assert(
    fc.asyncProperty(makings, async (list) => {
      const base = made(top, String(round++));
      const [item, outside] = [made(base, "project/item"), made(base, "outside")];
      fs.writeFileSync(join(outside, "kept"), "kept");
      made(base, "project/item2");
      plant(item, outside, list);
      const entries = Object.values(snapshot(item)).length;
      const before = snapshot(outside);
      const host = hostWith(made(base, "home"), {});
      const outcome = await removeTree(host, targetOf(item), expectationOf(item));
      expect(outcome).toMatchObject({ status: "done", leftCount: 0 });
      expect(outcome.removed.files + outcome.removed.directories).toBe(entries);
      expect(fs.readdirSync(join(base, "project"))).toEqual(["item2"]);
      const links = (text: string) => text.replace(/, links .*/, "");
      expect(Object.values(snapshot(outside)).map(links)).toEqual(Object.values(before).map(links));
    }),
    cases(TREES),
  );
});
