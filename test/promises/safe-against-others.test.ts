import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { removeTree } from "../../src/execute/remove-tree.ts";
import { thisHost } from "../../src/system/host.ts";
import { expectationOf, IS_ROOT, targetOf } from "../support/expectation.ts";
import { made, memoryTree } from "../support/memory-tree.ts";
import { snapshot } from "../support/snapshot.ts";
import { steppingCalls } from "../support/stepping-calls.ts";

/** The same small tree, as the item to remove and as the sentinel that must keep every byte. */
const DIRECTORIES = ["a", "a/b", "a/b/c", "a/b/c/d", "e"];

function plant(top: string, says: string): void {
  for (const directory of ["", ...DIRECTORIES]) {
    made(top, directory);
    fs.writeFileSync(join(top, directory, "one.py"), says);
    fs.writeFileSync(join(top, directory, "two.py"), says);
  }
}

interface Stage {
  readonly item: string;
  readonly sentinel: string;
  readonly away: string;
}

function stage(base: string): Stage {
  const [item, sentinel, away] = [join(base, "project/venv"), join(base, "sentinel"), join(base, "away")] as const;
  plant(item, "item");
  plant(sentinel, "sentinel");
  return { item, sentinel, away };
}

type Swap = (victim: string, sentinel: string, away: string) => void;

const swaps: Readonly<Record<string, Swap>> = {
  "a link to a sentinel": (victim, sentinel, away) => {
    fs.renameSync(victim, away);
    fs.symlinkSync(sentinel, victim);
  },
  "a link to a sentinel, the directory left inside": (victim, sentinel) => {
    fs.renameSync(victim, `${victim}.aside`);
    fs.symlinkSync(sentinel, victim);
  },
};

/** Runs a removal again and again, with the swap at each of its steps; returns how many steps there were. */
async function atEveryStep(part: string, swap: Swap, undo: (victim: string) => void = () => {}): Promise<number> {
  const top = memoryTree();
  for (let at = 1; ; at++) {
    const { item, sentinel, away } = stage(made(top, String(at)));
    const before = snapshot(sentinel);
    const victim = join(item, part);
    const like = join(sentinel, part);
    let hasSwapped = false;
    let steps = 0;
    const calls = steppingCalls((step) => {
      steps = step;
      if (step !== at || !fs.existsSync(victim)) return;
      hasSwapped = true;
      swap(victim, like, away);
    });
    const outcome = await removeTree(thisHost(), targetOf(item), expectationOf(item), { calls });
    if (hasSwapped) undo(victim);

    expect(snapshot(sentinel), `${part} swapped at step ${at}`).toEqual(before);
    if (outcome.status === "done") expect(fs.existsSync(item)).toBe(false);
    else expect(outcome.reason, `step ${at}`).not.toBeNull();
    fs.rmSync(join(top, String(at)), { recursive: true });
    if (at > steps) return steps;
  }
}

describe("a directory is swapped at every step of a removal", () => {
  for (const [what, swap] of Object.entries(swaps)) {
    test.each([".", ...DIRECTORIES])(`for ${what}: %s`, async (part) => {
      expect(await atEveryStep(part, swap)).toBeGreaterThan(30);
    });
  }

  test("for a link to a sentinel: the directory above the item", async () => {
    const top = memoryTree();
    for (let at = 1; at <= 12; at++) {
      const base = made(top, String(at));
      const { item, sentinel } = stage(base);
      fs.renameSync(sentinel, made(base, "other") + "/venv");
      const before = snapshot(join(base, "other"));
      const calls = steppingCalls((step) => {
        if (step !== at) return;
        fs.renameSync(join(base, "project"), join(base, "away"));
        fs.symlinkSync("other", join(base, "project"));
      });
      await removeTree(thisHost(), targetOf(item), expectationOf(item), { calls });
      expect(snapshot(join(base, "other")), `step ${at}`).toEqual(before);
    }
  });

  const mounting = IS_ROOT ? "for a mount of the sentinel" : "for a mount of the sentinel (left out: needs root)";
  test.skipIf(!IS_ROOT).each(["a", "a/b/c", "e"])(`${mounting}: %s`, async (part) => {
    const bind: Swap = (victim, sentinel) => void execFileSync("mount", ["--bind", sentinel, victim]);
    const steps = await atEveryStep(part, bind, (victim) => void execFileSync("umount", [victim]));
    expect(steps).toBeGreaterThan(30);
  });
});

/**
 * Waits until something below the victim has changed, then swaps it at once. Without waiting for that moment a swap
 * hits nothing; with it, removal by path loses the whole sentinel.
 */
const SWAPPER = `
import os, sys, time
victim, sentinel, away = sys.argv[1:]
below = [os.path.join(top, name) for top, names, _ in os.walk(victim) for name in names] + [victim]
seen = {path: os.stat(path).st_mtime_ns for path in below}
print("ready", flush=True)
deadline = time.monotonic() + 500
while time.monotonic() < deadline:
    for path in below:
        try:
            changed = os.stat(path).st_mtime_ns != seen[path]
        except OSError:
            changed = True
        if changed:
            try:
                os.rename(victim, away)
                os.symlink(sentinel, victim)
                print("swapped", flush=True)
            except OSError as error:
                print("late", error, flush=True)
            sys.exit()
`;

describe("another process swaps a directory as soon as something in it has gone", () => {
  test.each([
    ["", 0],
    ["p3", 0],
    ["p3/q2", 0],
    ["p3/q2/r1", 0],
    ["", 4],
    ["p3", 4],
    ["p3/q2", 4],
    ["p3/q2/r1", 4],
  ])("%j, with %i threads", async (part, threads) => {
    const top = memoryTree();
    const [item, sentinel] = [join(top, "item"), join(top, "sentinel")];
    for (const tree of [item, sentinel]) execFileSync("python3", ["-c", WIDE, tree]);
    const before = snapshot(sentinel);
    const swapper = spawn("python3", ["-c", SWAPPER, join(item, part), join(sentinel, part), join(top, "away")]);
    let said = "";
    await new Promise<void>((ready) => swapper.stdout.on("data", (text) => ((said += text), ready())));
    const over = new Promise((done) => swapper.on("close", done));

    const outcome = await removeTree(thisHost(), targetOf(item), expectationOf(item), {
      threads,
      expectedBytes: Infinity,
    });
    await over;

    expect(snapshot(sentinel)).toEqual(before);
    expect(said).toMatch(/swapped|late/);
    if (said.includes("swapped") && part !== "") expect(outcome.status).not.toBe("skipped");
  });
});

const WIDE = `
import os, sys
for p in range(6):
    for q in range(5):
        for r in range(4):
            path = f"{sys.argv[1]}/p{p}/q{q}/r{r}/s"
            os.makedirs(path)
            for directory in (path, os.path.dirname(path)):
                for n in range(40):
                    with open(f"{directory}/f{n}", "w") as file:
                        file.write("sentinel")
`;
