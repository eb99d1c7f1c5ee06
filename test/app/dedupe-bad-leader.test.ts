import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { setExtendedAttribute } from "../support/extended-attributes.ts";
import { inodeAt, inSite, plantStated, setTime } from "../support/stated-environment.ts";
import { dedupeAll, leftOf } from "./dedupe-workspace.ts";
import { workspace, type Workspace } from "./workspace.ts";

const CONTENT = "VALUE = 1\n".repeat(1000);
const OTHER = CONTENT.replaceAll("1", "2");
const FILE = "demo/a.py";

function fileIn({ tree }: Workspace, name: string): string {
  return inSite(tree.at(`${name}/.venv`), FILE);
}

function alike(names: readonly string[]): Workspace {
  const work = workspace();
  for (const name of names) plantStated(work.tree.at(`${name}/.venv`), { [FILE]: CONTENT });
  return work;
}

const CHANGES: Readonly<Record<string, (path: string) => void>> = {
  "has another content of the same size": (path) => writeFileSync(path, OTHER),
  "has other extended attributes": (path) => setExtendedAttribute(path, "user.note", "mine"),
};

test.each(Object.entries(CHANGES))(
  "where the oldest %s the others are linked, and it is the one told",
  async (_, change) => {
    const work = alike(["a", "b", "c"]);
    change(fileIn(work, "a"));
    setTime(fileIn(work, "a"), Date.now() / 1000 - 1000);
    for (let run = 0; run < 2; run++) {
      const result = await dedupeAll(work);
      const undone = result.report!.outcomes.filter(({ result: one }) => one !== "done");
      expect(undone.map(({ path }) => path)).toEqual([work.tree.at("a/.venv")]);
      expect(leftOf(result)).toEqual([expect.stringContaining(FILE)]);
      const [a, b, c] = ["a", "b", "c"].map((name) => inodeAt(fileIn(work, name)));
      expect([b === c, a === b]).toEqual([true, false]);
      expect(readFileSync(fileIn(work, "b"), "utf8")).toBe(CONTENT);
    }
  },
);

test("what was touched leads where nothing could be linked otherwise", async () => {
  const work = alike(["a", "b"]);
  const old = Date.now() / 1000 - 86_400;
  for (const file of [FILE, "demo-1.0.dist-info/RECORD"]) setTime(inSite(work.tree.at("a/.venv"), file), old);
  chmodSync(fileIn(work, "a"), 0o644);
  const result = await dedupeAll(work);
  expect(leftOf(result)).toEqual([]);
  expect(inodeAt(fileIn(work, "a"))).toBe(inodeAt(fileIn(work, "b")));
});
