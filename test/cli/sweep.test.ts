import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { expect, test } from "vitest";
import { sweepCleanDocument, sweepDocument } from "../../src/report/schema/sweep.ts";
import { namesIn, plantProject } from "../app/workspace.ts";
import { run, unwrapped, type Outcome } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { openTerminal } from "../support/terminal.ts";
import { plant, type PlantedPip } from "./planted-pip.ts";

const SOURCES = ["app.py", "docs", "env", "pyproject.toml"];
const EVERYTHING = [".mypy_cache", ".venv", "__pycache__", ...SOURCES];
const PIP = ["http-v2", "wheels"];

/** A project, a pip cache, and beside it a directory that no tool calls its cache. */
function plantBoth(): PlantedPip {
  const place = plant();
  plantProject(place.tree.at("a"));
  place.tree.file("pip-cache-of-mine/wheels/aa/gravel-3.1-py3-none-any.whl", "mine");
  return place;
}

function sweep({ tree, environment }: PlantedPip, ...args: string[]): Promise<Outcome> {
  return run(["sweep", "a", ...args], { cwd: tree.path, environment });
}

function left({ tree, cache }: PlantedPip): { readonly project: readonly string[]; readonly pip: readonly string[] } {
  expect(existsSync(tree.at("pip-cache-of-mine/wheels/aa/gravel-3.1-py3-none-any.whl"))).toBe(true);
  return { project: namesIn(tree.at("a")), pip: readdirSync(cache) };
}

test("shows projects, then caches, and changes nothing", async () => {
  const place = plantBoth();
  const before = snapshot(place.tree.path);
  const { code, stdout } = await sweep(place);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Projects\n\n✓ 1 project, \d+\.\d KiB can go\n/);
  expect(stdout).toMatch(
    /\n\nCaches\n\n✓ 1 cache, \d+\.\d KiB, of which [^\n]*\n\n \[1\] ○ pip cache .*pip cache purge\n/,
  );
  const { sections } = v.parse(sweepDocument, JSON.parse((await sweep(place, "--json")).stdout));
  expect(sections.projects!.findings).toHaveLength(3);
  expect(sections.caches?.caches.map(({ store, path }) => [store, path])).toEqual([["pip", place.cache]]);
  expect(snapshot(place.tree.path)).toEqual(before);
});

test("cleans both with --yes, projects first, as one document", async () => {
  const place = plantBoth();
  const { tree, cache } = place;
  // A pip that notes what the project held when it was run.
  const purge = `ls -A ${tree.at("a")} > ${tree.at("seen.txt")}; rm -r ${cache}/http-v2 ${cache}/wheels`;
  tree.file(
    "bin/pip",
    `#!/bin/sh\n[ "$1" = --version ] && { echo "pip 26.3"; exit; }\n[ "$2" = purge ] || exit 0\n${purge}\n`,
  );
  chmodSync(tree.at("bin/pip"), 0o755);
  const { code, stdout } = await sweep(place, "--clean", "--yes", "--json");
  const { sections } = v.parse(sweepCleanDocument, JSON.parse(stdout));
  expect([code, sections.projects!.status, sections.caches?.status]).toEqual([0, "done", "done"]);
  expect(sections.projects!.items.map(({ act, result }) => `${act} ${result}`)).toEqual(Array(3).fill("trash done"));
  expect(sections.caches?.items.map(({ act, result }) => `${act} ${result}`)).toEqual(["owner done"]);
  expect(left(place)).toEqual({ project: SOURCES, pip: [] });
  expect(readFileSync(place.tree.at("seen.txt"), "utf8").trim().split("\n")).toEqual(SOURCES);
  const undo = await run(["undo", sections.projects!.run!], { environment: place.environment });
  expect(undo.code).toBe(0);
  expect(left(place)).toEqual({ project: EVERYTHING, pip: [] });
});

test("what was cleaned is told, with exit 1, where the owner of a cache fails", async () => {
  const place = plantBoth();
  place.tree.file("bin/pip", '#!/bin/sh\n[ "$1" = --version ] && { echo "pip 26.3"; exit; }\nexit 7\n');
  chmodSync(place.tree.at("bin/pip"), 0o755);
  const { code, stdout } = await sweep(place, "--clean", "--yes");
  expect(code).toBe(1);
  expect(stdout).toMatch(/^✓ Moved 1 environment and 2 other items to the trash[^]*ended with 7/);
  expect(left(place)).toEqual({ project: SOURCES, pip: PIP });
});

test("--dry-run shows both and does nothing; nobody to ask is a refusal", async () => {
  const place = plantBoth();
  const before = snapshot(place.tree.at("a"));
  const { code, stdout } = await sweep(place, "--clean", "--dry-run");
  expect(code).toBe(0);
  expect(stdout).toMatch(/\.venv[^]*pip/);
  expect((await sweep(place, "--clean")).code).toBe(3);
  expect((await sweep(place, "--yes")).code).toBe(2);
  expect(snapshot(place.tree.at("a"))).toEqual(before);
  expect(left(place)).toEqual({ project: EVERYTHING, pip: PIP });
});

test.each([
  ["--only", "mypy"],
  ["--exclude", "pip"],
  ["--min-size", "1GB"],
  ["--pick", "a/.mypy_cache"],
])("%s %s leaves pip's cache alone", async (...options) => {
  const place = plantBoth();
  expect((await sweep(place, "--clean", "--yes", ...options)).code).toBe(0);
  expect(left(place).pip).toEqual(PIP);
  expect(existsSync(place.tree.at("asked.txt"))).toBe(false);
});

test("--only pip takes pip's cache and no project's environment", async () => {
  const place = plantBoth();
  expect((await sweep(place, "--clean", "--yes", "--only", "pip")).code).toBe(0);
  expect(left(place)).toEqual({ project: EVERYTHING, pip: [] });
});

test("--only uv knows the store, and takes no project's environment; a name that is neither is usage", async () => {
  const place = plantBoth();
  const { code, stdout } = await sweep(place, "--clean", "--yes", "--only", "uv", "--json");
  const { sections } = v.parse(sweepCleanDocument, JSON.parse(stdout));
  expect([code, Object.keys(sections), sections.caches!.status]).toEqual([0, ["caches"], "nothing"]);
  const both = await sweep(place, "--json", "--only", "mypy-cache,PIP");
  const shown = v.parse(sweepDocument, JSON.parse(both.stdout)).sections;
  expect(shown.projects!.findings.map(({ artifact }) => artifact)).toEqual(["mypy-cache"]);
  expect(shown.caches!.caches.map(({ store }) => store)).toEqual(["pip"]);
  const wrong = await sweep(place, "--exclude", "huggingfase");
  expect([wrong.code, wrong.stderr]).toEqual([
    2,
    expect.stringMatching(/'--exclude' knows no artifact or cache 'huggingfase'[^]*Did you mean huggingface\?/),
  ]);
  const nothing = await sweep(place, "--clean", "--yes", "--only", "uv", "--pick", "a/.venv");
  expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining("leave nothing to look for")]);
  expect(left(place)).toEqual({ project: EVERYTHING, pip: PIP });
});

test("plain undo brings the whole sweep back as far as it can be, and says what it cannot", async () => {
  const place = plantBoth();
  const before = snapshot(place.tree.at("a/.venv"));
  expect((await sweep(place, "--clean", "--yes")).code).toBe(0);
  expect(left(place)).toEqual({ project: SOURCES, pip: [] });
  const { code, stdout } = await run(["undo"], { environment: place.environment });
  expect([code, stdout]).toEqual([0, expect.stringContaining("Brought back 1 environment and 2 other items")]);
  expect(unwrapped(stdout)).toContain(`what was removed for good does not come back: ${place.cache}\n`);
  expect(snapshot(place.tree.at("a/.venv"))).toEqual(before);
  expect(left(place)).toEqual({ project: EVERYTHING, pip: [] });
  const again = await run(["undo"], { environment: place.environment });
  expect([again.code, again.stderr]).toEqual([3, expect.stringContaining("nothing can be brought back")]);
});

test("plain undo after a later cleaning leaves the sweep before it alone", async () => {
  const place = plantBoth();
  expect((await sweep(place, "--clean", "--yes")).code).toBe(0);
  place.tree.file("a/.mypy_cache/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");
  place.tree.file("a/.mypy_cache/3.11/app.data.json", "{}");
  const options = { cwd: place.tree.path, environment: place.environment };
  expect((await run(["clean", "a", "--yes", "--only", "mypy"], options)).code).toBe(0);
  expect((await run(["undo"], options)).code).toBe(0);
  expect(left(place).project).toEqual([".mypy_cache", ...SOURCES]);
});

test("where both are shown, the last line says what they free together", async () => {
  const place = plantBoth();
  expect((await sweep(place)).stdout).toMatch(/\n\n✓ Together \d+\.\d KiB can go\n$/);
  const { sections, totals } = v.parse(sweepDocument, JSON.parse((await sweep(place, "--json")).stdout));
  expect(totals.frees).toBe(sections.projects!.totals.frees + sections.caches!.totals.frees);
  expect((await sweep(place, "--only", "pip")).stdout).not.toContain("Together");
});

test("a plan holds findings alone, and is all that is written", async () => {
  const place = plantBoth();
  const { code, stdout } = await sweep(place, "--clean", "--plan", "-");
  expect([code, JSON.parse(stdout).steps.length]).toEqual([0, 3]);
  expect(left(place)).toEqual({ project: EVERYTHING, pip: PIP });
});

test("on a terminal each section asks for itself", async () => {
  const place = plantBoth();
  const options = { environment: place.environment, cwd: place.tree.path };
  const terminal = openTerminal(["sweep", "a", "--clean"], options);
  await terminal.waitFor("(e.g. 1,3-5, all, none)");
  terminal.type("none\r");
  await terminal.waitFor("Caches");
  await terminal.waitFor("(e.g. 1,2 or all)");
  expect(left(place)).toEqual({ project: EVERYTHING, pip: PIP });
  terminal.type("1\r");
  await terminal.waitFor("[y/N]");
  terminal.type("y\r");
  expect(await terminal.end()).toBe(0);
  expect(left(place)).toEqual({ project: EVERYTHING, pip: [] });
});

test("Ctrl-C at the first question ends it all", async () => {
  const place = plantBoth();
  const terminal = openTerminal(["sweep", "a", "--clean"], { environment: place.environment, cwd: place.tree.path });
  await terminal.waitFor("(e.g. 1,3-5, all, none)");
  terminal.type("\u0003");
  expect(await terminal.end()).toBe(130);
  expect(terminal.screen()).not.toContain("pip cache");
  expect(left(place)).toEqual({ project: EVERYTHING, pip: PIP });
});

test("interpreters that are only shown are neither asked about nor missed", async () => {
  const { tree, environment } = plant();
  plantProject(tree.at("a"));
  tree.file("pyenv/versions/3.11.7/bin/python", "#!/bin/sh\n");
  tree.file("pyenv/versions/3.11.7/lib/python3.11/os.py", "");
  const withPyenv = { ...environment, PYENV_ROOT: tree.at("pyenv"), PIP_CACHE_DIR: tree.at("none") };
  const { code, stdout } = await run(["sweep", "a", "--clean", "--yes"], { cwd: tree.path, environment: withPyenv });
  expect([code, stdout]).toEqual([0, expect.stringContaining("Moved 1 environment")]);
  expect(namesIn(tree.at("a"))).toEqual(SOURCES);
  expect(existsSync(tree.at("pyenv/versions/3.11.7/bin/python"))).toBe(true);
  const all = await run(["caches", "--clean-all", "--force"], { cwd: tree.path, environment: withPyenv });
  expect(all.code).toBe(0);
});
