import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dedupe, type DedupeResult } from "../../src/app/dedupe.ts";
import { findDuplicates } from "../../src/app/duplicates.ts";
import { explainSharing } from "../../src/app/explain-sharing.ts";
import { undo } from "../../src/app/undo.ts";
import type { LinkMeans } from "../../src/model/duplicates.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { EnvironmentSharing } from "../../src/model/sharing.ts";
import type { Host } from "../../src/system/host.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { snapshot, type Snapshot } from "../support/snapshot.ts";
import { usedBytes } from "../support/statfs.ts";
import { lastingTree } from "../support/temporary-tree.ts";
import { emptyDirectory, hostIn } from "../support/trees.ts";
import { IS_ROOT } from "../support/expectation.ts";

/**
 * Promise 6 for links: what linking is forecast to give back is what it gives back, on file systems of their own, with
 * environments that pip made; and what they are for goes on.
 */
/** toolz brings its own tests along. */
const PACKAGES = ["flask", "requests", "toolz", "pytest"];

const NAMES = ["one", "two", "three"] as const;
/** Two environments that pip made, each by itself; every test has copies of them on a file system of its own. */
const shop = lastingTree();

beforeAll(() => {
  const environment = { ...process.env, HOME: shop.home, PIP_NO_CACHE_DIR: "1" };
  const run = (program: string, ...argv: string[]): void =>
    void execFileSync(program, argv, { env: environment, stdio: ["ignore", "ignore", "pipe"] });
  for (const name of NAMES.slice(0, 2)) {
    const place = shop.at(name, "venv");
    run("python3", "-m", "venv", place);
    run(join(place, "bin/pip"), "install", "-q", "--disable-pip-version-check", ...PACKAGES);
  }
});
afterAll(() => shop.remove());

function made(home: AbsolutePath): { readonly host: Host; readonly places: readonly [string, string, string] } {
  const copy = (from: string, to: string): void => void execFileSync("cp", ["-a", "--reflink=never", from, to]);
  mkdirSync(join(home, "projects"));
  for (const [index, name] of NAMES.entries()) copy(shop.at(NAMES[index % 2]!), join(home, "projects", name));
  execFileSync("sync", ["-f", home]);
  const places = NAMES.map((name) => join(home, "projects", name, "venv")) as [string, string, string];
  // The journal lies elsewhere: what is measured here is the links.
  const state = emptyDirectory();
  return { host: hostIn(home, { UV_CACHE_DIR: join(home, "uv-cache"), XDG_STATE_HOME: state }), places };
}

function link(host: Host, root: string): Promise<DedupeResult> {
  const request = { roots: [root], depth: null, oneFileSystem: true, withBytecode: false };
  return dedupe(host, request, { confirm: async () => true });
}

function expectClose(actual: number, least: number, most: number): void {
  const tolerance = Math.max(2 ** 20, most / 100);
  expect(actual).toBeGreaterThanOrEqual(least - tolerance);
  expect(actual).toBeLessThanOrEqual(most + tolerance);
}

/** The environment's own interpreter says that its packages are whole, and runs them. */
function expectWorking(place: string): void {
  const python = join(place, "bin/python");
  const check = spawnSync(python, ["-m", "pip", "check"], { encoding: "utf8" });
  expect(check.stdout + check.stderr).toContain("No broken requirements");
  const script =
    "import flask, requests, jinja2\n" +
    "app = flask.Flask('x')\n" +
    "app.add_url_rule('/', view_func=lambda: jinja2.Template('{{ 6 * 7 }}').render())\n" +
    "print(app.test_client().get('/').text, requests.__version__)";
  expect(execFileSync(python, ["-c", script], { encoding: "utf8" })).toMatch(/^42 \d/);
  const suite = spawnSync(python, ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--pyargs", "toolz"], {
    encoding: "utf8",
    cwd: place,
  });
  expect(suite.stdout).toMatch(/\d{2,} passed/);
  expect(suite.status).toBe(0);
}

/** Content, modes and names; what is linked to what does not count. */
function contentsOf(place: string): Snapshot {
  const all = snapshot(place, { timesOf: () => false });
  return Object.fromEntries(
    Object.entries(all)
      .filter(([path]) => !path.includes("__pycache__"))
      .map(([path, text]) => [path, text.replace(/, links \d+ like .*/, "")]),
  );
}

/** What --explain says of an environment when it looks at nothing else. */
async function sharedFilesOf(host: Host, place: string): Promise<number> {
  const request = { roots: [place as AbsolutePath], depth: null, oneFileSystem: true, withBytecode: false };
  return ((await explainSharing(host, place, request)) as EnvironmentSharing).extents!.files;
}

describe.skipIf(!IS_ROOT)("links give back what was forecast", () => {
  const cases: readonly ["ext4" | "btrfs" | "xfs", LinkMeans][] = [
    ["ext4", "hard links"],
    ["btrfs", "shared extents"],
    ["xfs", "shared extents"],
  ];
  it.each(cases)("on %s by %s", { timeout: 600_000 }, async (type, means) => {
    const home = ownFileSystem(type, 700);
    const { host, places } = made(home);
    const before = places.map(contentsOf);
    expect(await sharedFilesOf(host, places[0])).toBe(0);
    const used = await usedBytes(home);
    const result = await link(host, join(home, "projects"));
    expect(result.duplicates.fileSystems).toEqual([expect.objectContaining({ type, means })]);
    expect(result.report!.outcomes.filter(({ result: one }) => one !== "done")).toEqual([]);
    const { forecast } = result.plan;
    expect(forecast.frees).toBeGreaterThan(10 * 2 ** 20);
    const freed = used - (await usedBytes(home));
    expectClose(freed, forecast.frees, forecast.freesUpTo);
    expectClose(result.report!.freed!.bytes, forecast.frees, forecast.freesUpTo);
    expect(places.map(contentsOf)).toEqual(before);
    expect((await sharedFilesOf(host, places[0])) > 0).toBe(means === "shared extents");
    const again = await findDuplicates(host, { roots: [home], depth: null, oneFileSystem: true, withBytecode: false });
    expect(again.duplicates.totals).toMatchObject({ gain: 0, gainUpTo: 0, links: 0 });
    for (const place of places) expectWorking(place);

    // An upgrade in one environment is nothing to the others.
    const others = [contentsOf(places[1]), contentsOf(places[2])];
    const pip = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--force-reinstall", "markupsafe<3"];
    execFileSync(join(places[0], "bin/python"), pip, { env: { ...process.env, HOME: home }, stdio: "pipe" });
    expect(contentsOf(places[0])).not.toEqual(before[0]);
    expect([contentsOf(places[1]), contentsOf(places[2])]).toEqual(others);

    const upgraded = contentsOf(places[0]);
    const report = await undo(host, null);
    expect(report.outcomes.filter(({ result: one }) => one !== "done")).toEqual([]);
    expect(places.map(contentsOf)).toEqual([upgraded, ...others]);
    const flask = places.map((place) => statSync(join(place, siteOf(place), "flask/app.py")));
    expect(flask.map(({ nlink }) => nlink)).toEqual([1, 1, 1]);
    for (const place of places) expectWorking(place);
    const restored = await findDuplicates(host, {
      roots: [home],
      depth: null,
      oneFileSystem: true,
      withBytecode: false,
    });
    expect(restored.duplicates.totals.shared).toBe(0);
  });

  it("XFS made without shared blocks takes hard links", { timeout: 300_000 }, async () => {
    const home = ownFileSystem("xfs", 400, ["-m", "reflink=0"]);
    execFileSync("python3", ["-m", "venv", "--without-pip", join(home, "venv")]);
    const request = { roots: [home], depth: null, oneFileSystem: true, withBytecode: false };
    const { duplicates } = await findDuplicates(hostIn(home), request);
    expect(duplicates.fileSystems).toEqual([expect.objectContaining({ type: "xfs", means: "hard links" })]);
  });

  it("a disk that fills up in the middle of undo loses nothing", { timeout: 300_000 }, async () => {
    const home = ownFileSystem("ext4", 160);
    const { host, places } = made(home);
    const before = places.map(contentsOf);
    await link(host, join(home, "projects"));
    spawnSync("dd", ["if=/dev/zero", `of=${join(home, "ballast")}`, "bs=1M"], { stdio: "ignore" });
    const room = 4 * 2 ** 20;
    execFileSync("truncate", ["-s", `-${room}`, join(home, "ballast")]);
    const report = await undo(host, null);
    expect(report.outcomes.some(({ reason }) => reason?.includes("no space is left"))).toBe(true);
    expect(places.map(contentsOf)).toEqual(before);
    execFileSync("rm", [join(home, "ballast")]);
    const rest = await undo(host, null);
    expect(rest.outcomes.filter(({ result }) => result !== "done")).toEqual([]);
    expect(places.map(contentsOf)).toEqual(before);
    for (const place of places) expectWorking(place);
  });
});

function siteOf(place: string): string {
  return execFileSync(join(place, "bin/python"), ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], {
    encoding: "utf8",
  })
    .trim()
    .slice(place.length + 1);
}
