import { describe, expect, it } from "vitest";
import { openProgress } from "../../src/cli/progress.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { hostIn } from "../support/trees.ts";

function progressOn(isTerminal: boolean, environment: Record<string, string> = {}) {
  let time = 1000;
  let written = "";
  const host = { ...hostIn("/home/ann" as AbsolutePath, environment), now: () => time };
  const progress = openProgress({ isTerminal, columns: 80, write: (text) => void (written += text) }, host);
  return {
    at(now: number, entries: number) {
      time = now;
      progress.show({ type: "progress", entries, findings: 12, bytes: 1.5 * 2 ** 30 });
    },
    erase: () => progress.erase(),
    written: () => written,
  };
}

const CLEAR = "\r\u001B[2K";

describe("openProgress", () => {
  it("rewrites one line at most ten times a second and erases it", () => {
    const progress = progressOn(true);
    progress.at(1000, 10);
    progress.at(1099, 20);
    progress.at(1100, 123_456);
    progress.erase();
    progress.erase();
    expect(progress.written()).toBe(
      `${CLEAR}10 entries, 12 findings, 1.5 GiB, 0.0 s${CLEAR}123,456 entries, 12 findings, 1.5 GiB, 0.1 s${CLEAR}`,
    );
  });

  it("says nothing in a pipe or on a dumb terminal", () => {
    for (const progress of [progressOn(false), progressOn(true, { TERM: "dumb" })]) {
      progress.at(5000, 10);
      progress.erase();
      expect(progress.written()).toBe("");
    }
  });
});
