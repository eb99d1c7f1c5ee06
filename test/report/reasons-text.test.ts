import { expect, test } from "vitest";
import { reasonsText } from "../../src/report/reasons-text.ts";

test("a cause that keeps several answers from being known is told once", () => {
  expect(
    reasonsText([
      "cannot tell whether git tracks it: git failed: bad HEAD",
      "it is a mount point",
      "cannot tell whether there are stashes: git failed: bad HEAD",
      "cannot tell whether it is in use: no list",
      "cannot tell whether there are unpushed commits: git failed: bad HEAD",
    ]),
  ).toBe(
    "cannot tell whether git tracks it, whether there are stashes or whether there are unpushed commits: " +
      "git failed: bad HEAD; it is a mount point; cannot tell whether it is in use: no list",
  );
  expect(reasonsText([])).toBe("");
  expect(reasonsText(["used\ntoday"])).not.toContain("\n");
});
