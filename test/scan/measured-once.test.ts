import { expect, test } from "vitest";
import { openMeasured } from "../../src/scan/measured-once.ts";
import type { Measured } from "../../src/scan/tasks.ts";

/** A directory as a thread measured it; what is not asked about is left out. */
function seenAt(path: string, inode: string, safety = "low"): Measured {
  const identity = { device: "1", inode, type: "directory", modified: "0" };
  return { artifact: "venv", path, safety, identity, links: { inodes: [] } } as unknown as Measured;
}

function pathsOf(all: readonly Measured[], mayMeetAgain = true): string[] {
  const found = openMeasured(mayMeetAgain);
  for (const one of all) found.add(one);
  return found.measured.map(({ path }) => path);
}

test("what is met again counts once, whichever way was the first", () => {
  const two = [seenAt("/long/way/env", "7"), seenAt("/way/env", "7"), seenAt("/way/other", "8")];
  expect(pathsOf(two)).toEqual(["/way/env", "/way/other"]);
  expect(pathsOf(two.toReversed())).toEqual(["/way/other", "/way/env"]);
  expect(pathsOf(two, false)).toEqual(["/long/way/env", "/way/env", "/way/other"]);
});

test("the way that protects it is believed", () => {
  expect(pathsOf([seenAt("/a", "7"), seenAt("/programs/a", "7", "data")])).toEqual(["/programs/a"]);
});
