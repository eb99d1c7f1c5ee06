import { chmodSync, cpSync, existsSync, linkSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findDuplicates } from "../../src/app/duplicates.ts";
import { history } from "../../src/app/history.ts";
import { scan } from "../../src/app/scan.ts";
import { previewUndo, undo } from "../../src/app/undo.ts";
import { setExtendedAttribute } from "../support/extended-attributes.ts";
import { snapshot, type Snapshot } from "../support/snapshot.ts";
import {
  hashOf,
  inodeAt,
  inSite,
  listNow,
  plantStated,
  recordOf,
  setTime,
  SITE,
} from "../support/stated-environment.ts";
import { plant } from "../support/trees.ts";
import { dedupeAll, dedupeRequest, leftOf } from "./dedupe-workspace.ts";
import { workspace, type Workspace } from "./workspace.ts";

const LONG = "VALUE = 1\n".repeat(1000);
const FILES = { "demo/__init__.py": "# demo\n", "demo/data.py": LONG, "demo/lib/native.so": LONG.repeat(9) };

/** Everything below the tree but the times of directories. */
function treeOf({ tree }: Workspace): Snapshot {
  return snapshot(tree.path, { timesOf: (path) => /\.\w+$/.test(path) && !path.endsWith("-info") });
}

function isLinked({ tree }: Workspace, file: string, one = "a/.venv", other = "b/.venv"): boolean {
  return inodeAt(inSite(tree.at(one), file)) === inodeAt(inSite(tree.at(other), file));
}

function twoAlike(work: Workspace): void {
  plantStated(work.tree.at("a/.venv"), FILES);
  plantStated(work.tree.at("b/.venv"), FILES);
}

test("shows what is the same by package, environment and pair, and reads no contents for it", async () => {
  const work = workspace();
  twoAlike(work);
  plantStated(work.tree.at("c/.venv"), { "other/data.py": `${LONG}#` }, { name: "other" });
  // Contents that are not what RECORD says: whoever read them would see that nothing is the same.
  writeFileSync(inSite(work.tree.at("a/.venv"), "demo/data.py"), LONG.replace("1", "2"));
  const { duplicates } = await findDuplicates(work.host, dedupeRequest(work.root));
  const { totals, packages, pairs, environments } = duplicates;
  expect(packages).toEqual([expect.objectContaining({ name: "demo", environments: 2 })]);
  expect(pairs).toEqual([
    expect.objectContaining({ first: work.tree.at("a/.venv"), second: work.tree.at("b/.venv"), shared: 0 }),
  ]);
  const bytes = 4096 + 12_288 + 90_112;
  expect(totals).toMatchObject({ environments: 3, same: bytes, shared: 0, gain: bytes, links: 3, hardLinks: 3 });
  expect(environments.map(({ same }) => same)).toEqual([bytes, bytes, 0]);
});

test("links what is the same, and undo makes the tree what it was", async () => {
  const work = workspace();
  twoAlike(work);
  for (const name of ["a", "b"]) {
    for (const file of Object.keys(FILES)) setTime(inSite(work.tree.at(`${name}/.venv`), file), 1_750_000_000.5);
  }
  setTime(inSite(work.tree.at("b/.venv"), "demo/data.py"), 1_700_000_000.25);
  for (const name of ["a", "b"]) listNow(work.tree.at(`${name}/.venv`));
  const before = treeOf(work);
  const result = await dedupeAll(work);
  expect(leftOf(result)).toEqual([]);
  for (const file of Object.keys(FILES)) expect(isLinked(work, file)).toBe(true);
  expect(result.duplicates.totals.recompiled).toBe(1);
  expect(Object.keys(treeOf(work))).toEqual(Object.keys(before));
  const again = await findDuplicates(work.host, dedupeRequest(work.root));
  expect(again.duplicates.totals).toMatchObject({ gain: 0, links: 0, shared: result.duplicates.totals.same });
  expect(history(work.host)[0]).toMatchObject({ kind: "dedupe", interrupted: false });

  expect((await previewUndo(work.host, null)).items).toHaveLength(result.plan.steps.length);
  const report = await undo(work.host, null);
  expect(report.outcomes.every(({ result: one }) => one === "done")).toBe(true);
  expect(treeOf(work)).toEqual(before);
  await expect(undo(work.host, null)).rejects.toMatchObject({ code: "nothing-to-undo" });
});

test("an environment with links is as restorable as before", async () => {
  const work = workspace();
  plantStated(work.tree.at("a/.venv"), FILES);
  plantStated(work.tree.at("b/.venv"), FILES);
  const old = Date.now() / 1000 - 86_400 * 30;
  // Installed a month apart: the older files must lead, or else the older environment looks changed.
  for (const file of [...Object.keys(FILES), "demo-1.0.dist-info/RECORD"])
    setTime(inSite(work.tree.at("b/.venv"), file), old);
  await dedupeAll(work);
  expect(isLinked(work, "demo/data.py")).toBe(true);
  const request = { roots: [work.root], depth: null, oneFileSystem: true, only: [], exclude: [], idleDays: null };
  const { findings } = await scan(work.host, request);
  expect(findings.flatMap(({ reasons }) => reasons.filter((reason) => reason.includes("changed")))).toEqual([]);
});

test("leaves out what was edited, what is editable, configuration, and what no list states", async () => {
  const work = workspace();
  const files = { ...FILES, "demo/settings.pth": "/srv/x\n" };
  const more = `../../../etc/demo/demo.json,sha256=${hashOf("{}")},2\n`;
  for (const name of ["a", "b"]) {
    const place = work.tree.at(`${name}/.venv`);
    plantStated(place, files, { more });
    plantStated(place, { "edited/code.py": `${LONG}# c`, "edited/more.py": "# more\n" }, { name: "edited" });
    const directUrl = JSON.stringify({ url: "file:///srv/x", dir_info: { editable: true } });
    plantStated(place, { "editable/code.py": `${LONG}# e` }, { name: "editable", directUrl });
    plant(place, { "etc/demo/demo.json": "{}", "notes.txt": LONG, [`${SITE}/mine.py`]: LONG });
  }
  writeFileSync(inSite(work.tree.at("a/.venv"), "edited/code.py"), `${LONG}# edited\n`);
  const result = await dedupeAll(work);
  expect(leftOf(result)).toEqual([]);
  const linked = result.plan.steps.flatMap(({ links }) => links().files.map(([path]) => path)).sort();
  expect(linked).toEqual(
    Object.keys(FILES)
      .map((file) => `${SITE}/${file}`)
      .sort(),
  );
  const [a] = result.duplicates.environments;
  expect(a?.leftOut).toEqual([
    { name: "editable", version: "1.0", reason: "it is editable" },
    { name: "edited", version: "1.0", reason: "1 file changed since it was installed" },
  ]);
});

test("a RECORD that lies links nothing: contents are compared", async () => {
  const work = workspace();
  plantStated(work.tree.at("a/.venv"), FILES);
  const other = LONG.replaceAll("1", "2");
  plantStated(work.tree.at("b/.venv"), { ...FILES, "demo/data.py": other }, { lies: { "demo/data.py": LONG } });
  const result = await dedupeAll(work);
  expect(leftOf(result)).toEqual([expect.stringContaining(`demo/data.py: its content is not what`)]);
  expect(readFileSync(inSite(work.tree.at("b/.venv"), "demo/data.py"), "utf8")).toBe(other);
  expect(readFileSync(inSite(work.tree.at("a/.venv"), "demo/data.py"), "utf8")).toBe(LONG);
  expect(isLinked(work, "demo/lib/native.so")).toBe(true);
  await undo(work.host, null);
  expect(isLinked(work, "demo/lib/native.so")).toBe(false);
});

test("names in a RECORD that leave the environment, and links inside it, lead nowhere", async () => {
  const work = workspace();
  const outside = work.tree.file("outside/secret.py", LONG);
  const more = ["../../../../../outside/secret.py", outside, "linked/secret.py"]
    .map((path) => `${path},sha256=${hashOf(LONG)},${LONG.length}\n`)
    .join("");
  for (const name of ["a", "b"]) {
    plantStated(work.tree.at(`${name}/.venv`), FILES, { more });
    symlinkSync(work.tree.at("outside"), inSite(work.tree.at(`${name}/.venv`), "linked"));
  }
  const result = await dedupeAll(work);
  expect(leftOf(result)).toEqual([]);
  expect(result.plan.steps.flatMap(({ links }) => links().files)).toHaveLength(3);
  expect(snapshot(work.tree.at("outside"))["secret.py"]).not.toContain("links");
});

test("mode, owner and extended attributes must be the same", async () => {
  const work = workspace();
  twoAlike(work);
  chmodSync(inSite(work.tree.at("b/.venv"), "demo/data.py"), 0o600);
  setExtendedAttribute(inSite(work.tree.at("b/.venv"), "demo/lib/native.so"), "user.note", "mine");
  const result = await dedupeAll(work);
  expect(leftOf(result)).toEqual([expect.stringContaining("extended attributes")]);
  expect([isLinked(work, "demo/data.py"), isLinked(work, "demo/lib/native.so")]).toEqual([false, false]);
  expect(isLinked(work, "demo/__init__.py")).toBe(true);
});

test("links to uv's cache where the same file is there, and leaves the cache as it is", async () => {
  const work = workspace();
  twoAlike(work);
  const archive = join(work.tree.home, ".cache/uv/archive-v0/abc");
  plant(archive, { ...FILES, "demo-1.0.dist-info/RECORD": recordOf(FILES) });
  for (const file of Object.keys(FILES)) setTime(join(archive, file), Date.now() / 1000 - 60);
  const before = snapshot(archive);
  const result = await dedupeAll(work);
  expect(leftOf(result)).toEqual([]);
  for (const file of Object.keys(FILES)) {
    expect(inodeAt(join(archive, file))).toBe(inodeAt(inSite(work.tree.at("a/.venv"), file)));
    expect(isLinked(work, file)).toBe(true);
  }
  expect(Object.keys(snapshot(archive))).toEqual(Object.keys(before));
  // What has its other names in the cache frees nothing when it is linked elsewhere.
  const { duplicates } = await findDuplicates(work.host, dedupeRequest(work.root));
  expect(duplicates.totals).toMatchObject({ gain: 0, links: 0 });
  expect(duplicates.totals.shared).toBe(result.duplicates.totals.same);
  expect(result.duplicates.totals.gain).toBe(result.duplicates.totals.same);
});

test("what is younger than the installation does not lead, or else the environment would look changed", async () => {
  const work = workspace();
  twoAlike(work);
  const archive = join(work.tree.home, ".cache/uv/archive-v0/abc");
  plant(archive, { ...FILES, "demo-1.0.dist-info/RECORD": recordOf(FILES) });
  for (const file of Object.keys(FILES)) setTime(join(archive, file), Date.now() / 1000 + 86_400);
  await dedupeAll(work);
  expect(isLinked(work, "demo/data.py")).toBe(true);
  expect(inodeAt(join(archive, "demo/data.py"))).not.toBe(inodeAt(inSite(work.tree.at("a/.venv"), "demo/data.py")));
});

test("an edit that leaves the size as it is shows by its time", async () => {
  const work = workspace();
  twoAlike(work);
  const edited = inSite(work.tree.at("b/.venv"), "demo/data.py");
  writeFileSync(edited, LONG.replaceAll("1", "2"));
  setTime(edited, Date.now() / 1000 + 86_400);
  const { duplicates } = await dedupeAll(work);
  expect(duplicates.environments[1]?.leftOut).toEqual([
    { name: "demo", version: "1.0", reason: "1 file changed since it was installed" },
  ]);
  expect(duplicates.totals.links).toBe(0);
});

test("files with names elsewhere are not relinked, for that frees nothing", async () => {
  const work = workspace();
  twoAlike(work);
  for (const name of ["a", "b"]) {
    linkSync(inSite(work.tree.at(`${name}/.venv`), "demo/data.py"), work.tree.at(`${name}/kept.py`));
  }
  const { plan } = await dedupeAll(work);
  expect(plan.steps.flatMap(({ links }) => links().files.map(([path]) => path))).not.toContain(`${SITE}/demo/data.py`);
});

test("what conda's lists state is the same as what a RECORD states", async () => {
  const work = workspace();
  plantStated(work.tree.at("a/.venv"), FILES);
  const paths = Object.entries(FILES).map(([file, content]) => ({
    _path: `${SITE}/${file}`,
    path_type: "hardlink",
    sha256: Buffer.from(hashOf(content), "base64url").toString("hex"),
    size_in_bytes: content.length,
  }));
  const outside = { ...paths[1]!, _path: "../outside/data.py" };
  const secret = work.tree.file("outside/data.py", LONG);
  const rewritten = { _path: "bin/tool", path_type: "hardlink", sha256: "0".repeat(64), size_in_bytes: 1 };
  plant(work.tree.at("conda"), {
    ...Object.fromEntries(Object.entries(FILES).map(([file, content]) => [`${SITE}/${file}`, content])),
    "bin/tool": "#!/here/bin/python\n",
    "conda-meta/history": "",
    "conda-meta/demo-1.0-0.json": JSON.stringify({
      name: "demo",
      version: "1.0",
      paths_data: {
        paths: [...paths, outside, { ...outside, _path: secret }, { ...rewritten, sha256_in_prefix: "1".repeat(64) }],
      },
    }),
  });
  const result = await dedupeAll(work);
  expect(leftOf(result)).toEqual([]);
  expect(isLinked(work, "demo/data.py", "a/.venv", "conda")).toBe(true);
  expect(inodeAt(secret)).not.toBe(inodeAt(inSite(work.tree.at("conda"), "demo/data.py")));
});

test("an environment in use is left, with the reason", async () => {
  const work = workspace();
  twoAlike(work);
  const host = { ...work.host, environment: { ...work.host.environment, VIRTUAL_ENV: work.tree.at("b/.venv") } };
  const before = treeOf(work);
  const result = await dedupeAll({ ...work, host });
  expect(result.left).toEqual([{ path: work.tree.at("b/.venv"), reasons: [expect.stringContaining("in use")] }]);
  expect(result.status).toBe("nothing");
  expect(treeOf(work)).toEqual(before);
});

test("bytecode is left out unless it is asked for, and only the same bytes are linked", async () => {
  const work = workspace();
  twoAlike(work);
  for (const name of ["a", "b"]) {
    plant(work.tree.at(`${name}/.venv/${SITE}/demo/__pycache__`), {
      "data.cpython-311.pyc": `compiled from one place${LONG}`,
      "other.cpython-311.pyc": `compiled in ${name}${LONG}`,
    });
  }
  const without = await findDuplicates(work.host, dedupeRequest(work.root));
  expect(without.duplicates.totals).toMatchObject({ links: 3 });
  expect(without.duplicates.withBytecode).toBe(false);
  const withIt = await findDuplicates(work.host, dedupeRequest(work.root, { withBytecode: true }));
  expect(withIt.duplicates.totals).toMatchObject({ links: 4 });
});

test("upgrading in one environment afterwards leaves the other byte for byte, and undo leaves the upgrade", async () => {
  const work = workspace();
  twoAlike(work);
  await dedupeAll(work);
  const other = snapshot(work.tree.at("a/.venv"), { timesOf: () => false })[`${SITE}/demo/data.py`]!;
  const upgraded = inSite(work.tree.at("b/.venv"), "demo/data.py");
  cpSync(upgraded, `${upgraded}.old`);
  plant(work.tree.at("b/.venv"), { [`${SITE}/demo/new.py`]: "VALUE = 2\n" });
  // As installers do it: the new file takes the name of the old one.
  const { renameSync } = await import("node:fs");
  renameSync(inSite(work.tree.at("b/.venv"), "demo/new.py"), upgraded);
  expect(
    snapshot(work.tree.at("a/.venv"), { timesOf: () => false })[`${SITE}/demo/data.py`]!.replace(/, links.*/, ""),
  ).toBe(other.replace(/, links.*/, ""));
  const { outcomes } = await undo(work.host, null);
  // Only what was a link still was given a copy of its own.
  expect(outcomes).toEqual([expect.objectContaining({ result: "done", files: 2 })]);
  expect(readFileSync(upgraded, "utf8")).toBe("VALUE = 2\n");
  expect(readFileSync(inSite(work.tree.at("a/.venv"), "demo/data.py"), "utf8")).toBe(LONG);
  expect(existsSync(inSite(work.tree.at("b/.venv"), "demo/new.py"))).toBe(false);
});
