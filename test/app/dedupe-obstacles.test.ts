import { mkdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { expect, test } from "vitest";
import { undo } from "../../src/app/undo.ts";
import { mutatingCalls, type MutatingCalls } from "../../src/system/mutate/calls.ts";
import { snapshot } from "../support/snapshot.ts";
import { inodeAt, inSite, plantStated } from "../support/stated-environment.ts";
import { dedupeAll, leftOf } from "./dedupe-workspace.ts";
import { namesIn, workspace, type Workspace } from "./workspace.ts";

/** Nothing is lost whatever happens between the plan and the link, or in the middle of it. */

const CONTENT = "VALUE = 1\n".repeat(1000);
const FILES = { "demo/a.py": `${CONTENT}# a`, "demo/b.py": `${CONTENT}# b`, "demo/c.py": `${CONTENT}# c` };

function twoAlike(): Workspace {
  const work = workspace();
  plantStated(work.tree.at("a/.venv"), FILES);
  plantStated(work.tree.at("b/.venv"), FILES);
  return work;
}

/** Every file of both environments holds what it did, and nothing of ours lies about. */
function expectWhole(work: Workspace, changed: Readonly<Record<string, string>> = {}): void {
  for (const name of ["a", "b"]) {
    const place = work.tree.at(`${name}/.venv`);
    expect(namesIn(inSite(place, "demo"))).toEqual(["a.py", "b.py", "c.py"]);
    for (const [file, content] of Object.entries(FILES)) {
      expect(readFileSync(inSite(place, file), "utf8")).toBe(changed[`${name}/${file}`] ?? content);
    }
  }
}

function linked(work: Workspace): string[] {
  const inode = (name: string, file: string): number => inodeAt(inSite(work.tree.at(`${name}/.venv`), file));
  return Object.keys(FILES).filter((file) => inode("a", file) === inode("b", file));
}

/** The system's calls, of which one fails from its `from`th use on. */
function failing(call: "link" | "exchange" | "open", code: keyof typeof constants.errno, from = 1): MutatingCalls {
  const real = mutatingCalls()!;
  let uses = 0;
  const isCounted = (values: readonly number[]): boolean => call !== "open" || (values[2]! & 0o100) !== 0;
  return {
    ...real,
    [call]: (...values: number[]) =>
      isCounted(values) && ++uses >= from
        ? -constants.errno[code]
        : (real[call] as (...all: number[]) => number)(...values),
  };
}

test("a file that is written to between plan and link is left", async () => {
  const work = twoAlike();
  const file = inSite(work.tree.at("b/.venv"), "demo/b.py");
  const result = await dedupeAll(work, {
    confirm: async () => {
      writeFileSync(file, "mine\n");
      return true;
    },
  });
  expect(leftOf(result)).toEqual(["lib/python3.11/site-packages/demo/b.py: it has changed since it was planned"]);
  expectWhole(work, { "b/demo/b.py": "mine\n" });
  expect(linked(work)).toEqual(["demo/a.py", "demo/c.py"]);
});

test("a twin that is replaced between plan and link is not linked to", async () => {
  const work = twoAlike();
  const leader = inSite(work.tree.at("a/.venv"), "demo/b.py");
  const result = await dedupeAll(work, {
    confirm: async () => {
      for (const name of ["a", "b"]) {
        const path = inSite(work.tree.at(`${name}/.venv`), "demo/b.py");
        writeFileSync(`${path}.new`, `${name} is new\n`);
        renameSync(`${path}.new`, path);
      }
      return true;
    },
  });
  expect(leftOf(result)).toHaveLength(1);
  expect(readFileSync(leader, "utf8")).toBe("a is new\n");
  expectWhole(work, { "a/demo/b.py": "a is new\n", "b/demo/b.py": "b is new\n" });
});

test("an installer that replaces a file in the last moment keeps its own", async () => {
  const work = twoAlike();
  const real = mutatingCalls()!;
  let hasCome = false;
  const calls: MutatingCalls = {
    ...real,
    exchange(...values) {
      for (const name of hasCome ? [] : ["a", "b"]) {
        const path = inSite(work.tree.at(`${name}/.venv`), "demo/a.py");
        writeFileSync(work.tree.at("new"), `${name} upgraded\n`);
        renameSync(work.tree.at("new"), path);
      }
      hasCome = true;
      return real.exchange(...values);
    },
  };
  const result = await dedupeAll(work, { calls });
  expect(leftOf(result)).toEqual([expect.stringContaining("has changed since it was planned")]);
  expectWhole(work, { "a/demo/a.py": "a upgraded\n", "b/demo/a.py": "b upgraded\n" });
  expect(linked(work)).toEqual(["demo/b.py", "demo/c.py"]);
});

test("a directory that becomes a link leads nowhere", async () => {
  const work = twoAlike();
  const elsewhere = work.tree.directory("elsewhere");
  for (const [file, content] of Object.entries(FILES)) writeFileSync(`${elsewhere}/${file.slice(5)}`, content);
  const before = snapshot(elsewhere);
  const demo = inSite(work.tree.at("b/.venv"), "demo");
  const result = await dedupeAll(work, {
    confirm: async () => {
      renameSync(demo, `${demo}-moved`);
      symlinkSync(elsewhere, demo);
      return true;
    },
  });
  expect(result.report!.outcomes.map(({ result: one }) => one)).toEqual(["skipped"]);
  expect(snapshot(elsewhere)).toEqual(before);
});

test.each([
  ["link", "EMLINK", "as many names as the filesystem allows"],
  ["link", "EXDEV", "another filesystem or mount"],
  ["link", "EPERM", "does not permit it"],
  ["link", "ENOSPC", "no space is left"],
  ["exchange", "ENOSPC", "no space is left"],
  ["exchange", "EIO", "the disk reported an error"],
] as const)("%s fails with %s on the way: the environments stay whole", async (call, code, reason) => {
  const work = twoAlike();
  const result = await dedupeAll(work, { calls: failing(call, code, 2) });
  expect(leftOf(result)).toEqual([expect.stringContaining(reason)]);
  expect(leftOf(result)[0]).toContain("(and 1 more)");
  expectWhole(work);
  expect(linked(work)).toHaveLength(1);
  await undo(work.host, null);
  expectWhole(work);
  expect(linked(work)).toEqual([]);
});

test("where names cannot change places the file is replaced in one step", async () => {
  const work = twoAlike();
  const result = await dedupeAll(work, { calls: failing("exchange", "EINVAL") });
  expect(leftOf(result)).toEqual([]);
  expectWhole(work);
  expect(linked(work)).toHaveLength(3);
});

test("a disk that fills up in the middle of undo: what has no room stays a link, the rest is separated", async () => {
  const work = twoAlike();
  await dedupeAll(work);
  const report = await undo(work.host, null, { calls: failing("open", "ENOSPC", 2) });
  expect(report.outcomes).toEqual([
    expect.objectContaining({ result: "partial", files: 1, reason: expect.stringContaining("no space is left") }),
  ]);
  expectWhole(work);
  expect(linked(work)).toHaveLength(2);
  await undo(work.host, null);
  expectWhole(work);
  expect(linked(work)).toEqual([]);
});

test("something that has the temporary name already is not touched", async () => {
  const work = twoAlike();
  let planted = "";
  const real = mutatingCalls()!;
  const calls: MutatingCalls = {
    ...real,
    link(from, name, to, newName) {
      if (planted === "") {
        const place = inSite(work.tree.at("b/.venv"), "demo");
        planted = `${place}/${plantedName(work)}`;
        mkdirSync(planted);
      }
      return real.link(from, name, to, newName);
    },
  };
  const result = await dedupeAll(work, { calls });
  expect(leftOf(result)).toHaveLength(1);
  expect(statSync(planted).isDirectory()).toBe(true);
  expect(linked(work)).toEqual([]);
});

/** The name that the only step of the run that is under way gives. */
function plantedName({ tree }: Workspace): string {
  const [journal] = namesIn(tree.home, ".local/state/pyshed/runs");
  return `.pyshed-${journal!.replace(".ndjson", "")}-1`;
}

test("interrupted, the step at hand is finished and the others stay as they are", async () => {
  const work = twoAlike();
  plantStated(work.tree.at("a/.venv"), { "more/x.py": CONTENT }, { name: "more" });
  plantStated(work.tree.at("b/.venv"), { "more/x.py": CONTENT }, { name: "more" });
  const stop = new AbortController();
  const result = await dedupeAll(work, {
    signal: stop.signal,
    onEvent: (event) => event.type === "outcome" && stop.abort(),
  });
  expect(result.report).toMatchObject({ interrupted: true, outcomes: [{ result: "done" }] });
  // Only what was linked counts as forecast beside what is measured.
  expect(result.forecast).toEqual(result.plan.steps[0]!.bytes);
  expect(result.forecast.frees).toBeLessThan(result.plan.forecast.frees);
  expectWhole(work);
});
