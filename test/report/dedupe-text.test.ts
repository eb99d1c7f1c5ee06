import { expect, it } from "vitest";
import type { Duplicates } from "../../src/model/duplicates.ts";
import { NO_BYTES } from "../../src/model/plan.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { EnvironmentSharing } from "../../src/model/sharing.ts";
import { linkQuestion, renderDuplicates } from "../../src/report/dedupe-text.ts";
import { renderSharing } from "../../src/report/sharing-text.ts";
import { MIB } from "./sample.ts";

const LOOK = { colour: false, symbols: false, columns: 80 };
const ENVIRONMENT = "/p/.venv" as AbsolutePath;
const SAME = { same: 300 * MIB, shared: 100 * MIB, gain: 150 * MIB, gainUpTo: 200 * MIB };

function duplicatesOf(links: number, hardLinks: number): Duplicates {
  const one = { path: ENVIRONMENT, files: 9, allocated: 400 * MIB, ...SAME, leftOut: [] };
  return {
    roots: ["/p" as AbsolutePath],
    environments: [one],
    packages: [{ name: "numpy", environments: 2, ...SAME, gainUpTo: SAME.gain }],
    pairs: [{ first: ENVIRONMENT, second: "/q/env" as AbsolutePath, same: 9 * MIB, shared: MIB }],
    fileSystems: [{ path: "/" as AbsolutePath, type: "ext4", means: "hard links", reason: null }],
    totals: { ...SAME, environments: 1, files: 9, allocated: 400 * MIB, links, hardLinks, recompiled: 3 },
    withBytecode: false,
    cache: `/${"c".repeat(90)}` as AbsolutePath,
    durationMs: 1,
    interrupted: false,
    problems: [],
  };
}

function shown(links: number, hardLinks: number): string {
  return renderDuplicates(duplicatesOf(links, hardLinks), { look: LOOK, top: 0 });
}

it("explains hard links within the line, and only these", () => {
  const plan = { id: "r", steps: [], forecast: NO_BYTES };
  expect(linkQuestion(duplicatesOf(9, 9), plan, LOOK).text).toBe(
    "Hard links are one file with several names: whoever edits one in place edits\n" +
      "  it in all environments.\n" +
      "pip, uv and conda replace files and do not edit them; packages that were\n" +
      "  edited are left out.\n",
  );
  expect(linkQuestion(duplicatesOf(9, 0), plan, LOOK).text).toBe("");
});

it.each([
  [1, 1, "1 file would become a hard link."],
  [1200, 1200, "1,200 files would become hard links."],
  [1200, 0, "1,200 files would share the blocks of a twin."],
  [1200, 1000, "1,200 files would be linked: 1,000 by hard link, the others by shared blocks."],
])("says what %i files, %i of them by hard link, would become", (links, hardLinks, said) => {
  expect(shown(links, hardLinks)).toContain(`\n${said}\n`);
});

it("shows packages and environments with their gain, and pairs, which have none of their own, without", () => {
  expect(shown(1, 1).split("\n").slice(3, 12)).toEqual([
    "      same     shared    to gain   package",
    " 300.0 MiB  100.0 MiB  150.0 MiB   numpy, 2 environments",
    "",
    "      same     shared      to gain   environment",
    " 300.0 MiB  100.0 MiB <= 200.0 MiB   .venv",
    "",
    "      same     shared   two environments",
    "   9.0 MiB    1.0 MiB   .venv and /q/env",
    "",
  ]);
});

it("keeps to the width of the terminal, but cuts no path", () => {
  const text = shown(2, 2);
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([`  /${"c".repeat(90)}`]);
  expect(text.split("\n", 2)[1]).toMatch(/^ {2}\S.*150\.0 MiB to 200\.0 MiB to gain$/);
});

const SHARING: EnvironmentSharing = {
  kind: "environment",
  path: ENVIRONMENT,
  roots: ["/p" as AbsolutePath],
  cache: null,
  copiedByUv: { because: "it was copied ".repeat(8).trim(), mend: "unset UV_LINK_MODE" },
  files: 9,
  allocated: 400 * MIB,
  ...SAME,
  linked: 0,
  linkedElsewhere: 0,
  holders: [],
  extents: null,
  bytecode: { files: 0, unique: 0 },
};

it("explains an environment in lines that fit", () => {
  const lines = renderSharing(SHARING, LOOK).split("\n");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.slice(-7, -1)).toEqual([
    "  extents     unknown: the filesystem does not say",
    "  bytecode    none",
    "  uv copied   it was copied it was copied it was copied it was copied it was",
    "              copied it was copied it was copied it was copied",
    "  to mend it  unset UV_LINK_MODE",
    "  looked in   /p",
  ]);
});

it.each([
  [{ files: 1, unique: 1 }, "1 file, unique"],
  [{ files: 12, unique: 12 }, "12 files, all of them unique"],
  [{ files: 12, unique: 3 }, "12 files, 3 of them unique"],
])("counts bytecode: %j", (bytecode, said) => {
  expect(renderSharing({ ...SHARING, bytecode }, LOOK)).toContain(`  bytecode    ${said}\n`);
});

it.each([
  [{ files: 0, allocated: 0, inPart: 0 }, "no file shares its blocks"],
  [{ files: 1, allocated: MIB, inPart: 0 }, "1 file with shared blocks, 1.0 MiB"],
  [{ files: 1200, allocated: MIB, inPart: 2 }, "1,200 files with shared blocks, 1.0 MiB, 2 more in part"],
])("counts files with shared blocks: %j", (extents, said) => {
  expect(renderSharing({ ...SHARING, extents }, LOOK)).toContain(`  extents     ${said}\n`);
});
