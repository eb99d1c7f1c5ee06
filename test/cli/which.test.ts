import { describe, expect, it } from "vitest";
import { readWhich } from "../../src/cli/which.ts";

const OFFERED = { rows: 5, emptyRows: new Set([4]), singles: ["2a", "2b", "4a"] };

describe("readWhich", () => {
  it.each([
    ["1", [1], []],
    ["1,3-5", [1, 3, 4, 5], []],
    [" 5  2,1 ", [1, 2, 5], []],
    ["3-3", [3], []],
    ["1,1,1-2", [1, 2], []],
    ["all", [1, 2, 3, 4, 5], []],
    ["ALL", [1, 2, 3, 4, 5], []],
    ["2a", [], ["2a"]],
    ["2A,4a", [], ["2a", "4a"]],
    ["all 2b", [1, 2, 3, 4, 5], ["2b"]],
    ["none", [], []],
    ["", [], []],
    [" , ", [], []],
  ])("takes %j", (answer, rows, singles) => {
    expect(readWhich(answer, OFFERED)).toEqual({ ok: true, rows, singles });
  });

  it.each([
    ["0", "there is no 0; the numbers go from 1 to 5"],
    ["6", "there is no 6; the numbers go from 1 to 5"],
    ["3-9", "there is no 9; the numbers go from 1 to 5"],
    ["5-3", "5-3 runs backwards; write 3-5"],
    ["4", "all that may go of 4 goes one by one: 4a"],
    ["2c", "there is no 2c"],
    ["2a-2b", "2a-2b: what has a letter is picked one by one"],
    ["none,1", '"none" goes with nothing else'],
    ["1,two", '"two" is no number, no range, and neither "all" nor "none"'],
    ["-1", '"-1" is no number, no range, and neither "all" nor "none"'],
    ["1.5", '"1.5" is no number, no range, and neither "all" nor "none"'],
    ["99999999999999999999", "there is no 100000000000000000000; the numbers go from 1 to 5"],
    ["\u001B[31m", '"\\u001b[31m" is no number, no range, and neither "all" nor "none"'],
  ])("refuses %j", (answer, why) => {
    expect(readWhich(answer, OFFERED)).toEqual({ ok: false, why });
  });
});
