import { execFileSync } from "node:child_process";
import { linkSync, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { explainSharing } from "../../src/app/explain-sharing.ts";
import type { EnvironmentSharing, FileSharing } from "../../src/model/sharing.ts";
import { IS_ROOT } from "../support/expectation.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { inSite, plantStated, recordOf, SITE } from "../support/stated-environment.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { plant } from "../support/trees.ts";
import { dedupeAll, dedupeRequest } from "./dedupe-workspace.ts";
import { workspace, type Workspace } from "./workspace.ts";

const LONG = "VALUE = 1\n".repeat(1000);
const FILES = { "demo/data.py": LONG, "demo/other.py": `${LONG}# other\n` };
const INSTALLER = { "demo-1.0.dist-info/INSTALLER": "uv" };

async function explain(work: Workspace, path: string, settings: Readonly<Record<string, string>> = {}) {
  const host = { ...work.host, environment: { ...work.host.environment, ...settings } };
  return explainSharing(host, path, dedupeRequest(work.root));
}

test("a file: its links, who holds them as far as known, its twins and its bytecode", async () => {
  const work = workspace();
  for (const name of ["a", "b", "c"]) plantStated(work.tree.at(`${name}/.venv`), FILES);
  await dedupeAll(work);
  const path = inSite(work.tree.at("a/.venv"), "demo/data.py");
  linkSync(path, work.tree.at("kept.py"));
  const own = inSite(work.tree.at("c/.venv"), "demo/data.py");
  rmSync(own);
  plant(work.tree.at("c/.venv"), { [`${SITE}/demo/data.py`]: LONG });
  plant(inSite(work.tree.at("a/.venv"), "demo/__pycache__"), {
    "data.cpython-311.pyc": "the same bytes",
    "data.cpython-312.pyc": "bytes of a",
    "data_other.cpython-311.pyc": "another source",
  });
  plant(inSite(work.tree.at("b/.venv"), "demo/__pycache__"), {
    "data.cpython-311.pyc": "the same bytes",
    "data.cpython-312.pyc": "bytes of b",
  });
  const file = (await explain(work, path)) as FileSharing;
  expect(file).toMatchObject({ kind: "file", package: "demo 1.0", isStated: true, links: 3, size: LONG.length });
  expect(file.names).toEqual([inSite(work.tree.at("b/.venv"), "demo/data.py")]);
  expect(file.twins).toEqual([own]);
  expect(file.bytecode.map((one) => [one.path.split(".").at(-2), one.isUnique]).sort()).toEqual([
    ["cpython-311", false],
    ["cpython-312", true],
  ]);
  const environment = (await explain(work, work.tree.at("a/.venv"))) as EnvironmentSharing;
  expect(environment).toMatchObject({ linked: 2, linkedElsewhere: 1, bytecode: { files: 3, unique: 2 } });
  expect(environment.holders).toEqual([
    { path: work.tree.at("b/.venv"), files: 2 },
    { path: work.tree.at("c/.venv"), files: 1 },
  ]);
});

/** An environment that uv filled by copying, and uv's cache with the same wheel. */
function copiedByUv(work = workspace()): { readonly work: Workspace; readonly place: string; readonly cache: string } {
  const place = work.tree.at("a/.venv");
  plantStated(place, { ...FILES, ...INSTALLER });
  const cache = join(work.tree.home, ".cache/uv");
  plant(join(cache, "archive-v0/abc"), { ...FILES, "demo-1.0.dist-info/RECORD": recordOf(FILES) });
  return { work, place, cache };
}

test("why uv copied: its own setting, in the environment or in a file", async () => {
  const { work, place } = copiedByUv();
  expect((await explain(work, place, { UV_LINK_MODE: "copy" })).copiedByUv).toEqual({
    because: "UV_LINK_MODE is set to copy",
    mend: "unset UV_LINK_MODE",
  });
  plant(work.tree.at("a"), { "pyproject.toml": '[tool.uv]\nlink-mode = "copy"\n' });
  const { copiedByUv: why } = await explain(work, place);
  expect(why?.because).toBe(`link-mode is "copy" in ${work.tree.at("a/pyproject.toml")}`);
  expect(why?.mend).toContain("remove link-mode");
});

test("why uv copied: the cache is gone, or lies on another filesystem", async () => {
  const { work, place, cache } = copiedByUv();
  const elsewhere = mkdtempSync("/dev/shm/pyshed-test-");
  onTestFinished(() => rmSync(elsewhere, { recursive: true }));
  expect(statSync(elsewhere).dev).not.toBe(statSync(place).dev);
  plant(join(elsewhere, "archive-v0/abc"), { "demo/data.py": LONG });
  const { copiedByUv: why } = await explain(work, place, { UV_CACHE_DIR: elsewhere });
  expect(why?.because).toContain("lies on another filesystem");
  expect(why?.mend).toContain("set UV_CACHE_DIR to a directory on the environment's filesystem");
  rmSync(cache, { recursive: true });
  expect((await explain(work, place)).copiedByUv?.because).toContain("is not there any more");
});

test("the directory for uv's cache that is proposed is one for all projects on the filesystem", async () => {
  const { work } = copiedByUv();
  const elsewhere = realpathSync(mkdtempSync("/dev/shm/pyshed-test-"));
  onTestFinished(() => rmSync(elsewhere, { recursive: true }));
  for (const name of ["p", "q"]) plantStated(join(elsewhere, name, ".venv"), { ...FILES, ...INSTALLER });
  const mended = await Promise.all(["p", "q"].map((name) => explain(work, join(elsewhere, name, ".venv"))));
  const [one, other] = mended.map(({ copiedByUv: why }) => why!.mend!.split("such as ")[1]!);
  expect(one).toBe(other);
  expect(statSync(dirname(one!)).dev).toBe(statSync(elsewhere).dev);
  expect(statSync(dirname(one!)).dev).not.toBe(statSync(work.root).dev);
});

test("what is named is explained, also where the search does not come", async () => {
  const work = workspace();
  for (const name of ["x/a", "x/y/z/b"]) plantStated(work.tree.at(name, ".venv"), FILES);
  const request = { ...dedupeRequest(work.root), depth: 1 };
  const environment = (await explainSharing(work.host, work.tree.at("x/y/z/b/.venv"), request)) as EnvironmentSharing;
  expect(environment).toMatchObject({ kind: "environment", files: 6, same: 0 });
  const path = inSite(work.tree.at("x/y/z/b/.venv"), "demo/data.py");
  expect(await explainSharing(work.host, path, request)).toMatchObject({ kind: "file", package: "demo 1.0" });
});

test("uv did not copy where it linked, nor where pip installed", async () => {
  const { work, place, cache } = copiedByUv();
  expect((await explain(work, place)).copiedByUv?.mend).toContain("pyshed dedupe --apply");
  for (const file of Object.keys(FILES)) {
    rmSync(inSite(place, file));
    linkSync(join(cache, "archive-v0/abc", file), inSite(place, file));
  }
  expect((await explain(work, place)).copiedByUv).toBeNull();
  plantStated(work.tree.at("p/.venv"), { ...FILES, "demo-1.0.dist-info/INSTALLER": "pip" });
  expect((await explain(work, work.tree.at("p/.venv"))).copiedByUv).toBeNull();
});

test.runIf(IS_ROOT).each(["xfs", "btrfs"] as const)(
  "uv did not copy where it cloned, small files and large ones: %s",
  async (type) => {
    const { work, place, cache } = copiedByUv(workspace(temporaryTree(ownFileSystem(type, 320))));
    expect((await explain(work, place)).copiedByUv).not.toBeNull();
    for (const file of Object.keys(FILES)) {
      const own = inSite(place, file);
      execFileSync("cp", ["--reflink=always", join(cache, "archive-v0/abc", file), own]);
    }
    const environment = (await explain(work, place)) as EnvironmentSharing;
    expect(environment.extents).toMatchObject({ files: Object.keys(FILES).length });
    expect(environment.copiedByUv).toBeNull();
  },
);

test("what is in no environment, and what has no content, is refused", async () => {
  const { work, place } = copiedByUv();
  plant(place, { [`${SITE}/empty.py`]: "" });
  for (const path of [work.tree.file("a/notes.txt", "x"), inSite(place, "empty.py"), work.tree.at("nowhere")]) {
    await expect(explain(work, path)).rejects.toMatchObject({ code: "not-explained" });
  }
});
