import { expect, it } from "vitest";
import { NO_BYTES } from "../../src/model/plan.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { RunReport } from "../../src/model/run.ts";
import { renderCentral } from "../../src/report/central-text.ts";
import { renderRunEnd } from "../../src/report/run-text.ts";
import { MIB } from "./sample.ts";

const LOOK = { colour: false, symbols: false, columns: 80 };

function holding(useless: number): string {
  const part = { name: "/p", files: 12, allocated: 2 * MIB };
  const contents = { files: 12, allocated: 3 * MIB, directories: 4, useless, byOwner: [part], byInterpreter: [part] };
  const path = "/home/me/.cache/pycache" as AbsolutePath;
  return renderCentral({ path, isInEffect: true, obstacle: null, setBy: [], scheduled: null, contents }, LOOK);
}

it("says what the one cache for all takes and how much of that is useless, within the terminal", () => {
  expect(holding(0)).toContain("\n12 files, 3.0 MiB with directories; all of it may be of use\n");
  expect(holding(1)).toContain("; nothing can use 1 file of it\n");
  expect(
    holding(1)
      .split("\n")
      .filter((line) => line.length > 80),
  ).toEqual([]);
});

it.each([
  [1, "Moved 1 file into the one cache for all; 'pyshed undo' moves it back"],
  [2, "Moved 2 files into the one cache for all; 'pyshed undo' moves them back"],
])("counts %i moved files, not the directories that they were in", (files, said) => {
  const outcome = {
    step: "1",
    act: "move",
    path: "/p/__pycache__" as AbsolutePath,
    artifact: "bytecode",
    project: null,
    bytes: NO_BYTES,
    result: "done",
    reason: null,
    hint: null,
    guarantee: "by handle",
    files,
  } as const;
  const report: RunReport = {
    run: "r",
    kind: "move",
    outcomes: [outcome],
    interrupted: false,
    freed: null,
    journal: null,
    notices: [],
  };
  expect(renderRunEnd({ report, forecast: NO_BYTES, later: NO_BYTES, environments: new Set() }, LOOK)).toBe(
    `ok ${said}\n`,
  );
});
