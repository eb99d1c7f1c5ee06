import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { apply, loadPlan, savePlan } from "../../src/app/apply.ts";
import type { Plan } from "../../src/model/plan.ts";
import { hostIn, plant } from "../support/trees.ts";
import { snapshot } from "../support/snapshot.ts";
import {
  cleanAll,
  gitIn,
  namesIn,
  plantProject,
  plantRepository,
  trashOf,
  workspace,
  type Workspace,
} from "./workspace.ts";
import { IS_ROOT } from "../support/expectation.ts";

async function planFor(work: Workspace, changes: Parameters<typeof cleanAll>[1] = {}): Promise<Plan> {
  return (await cleanAll(work, changes, { planOnly: true })).plan;
}

function reasons(report: Awaited<ReturnType<typeof apply>>): (string | null)[] {
  return report.outcomes.map(({ reason }) => reason);
}

test("a plan goes to a file and from there to work, once", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const file = savePlan(work.host, work.tree.at("plan.json"), await planFor(work));
  const before = snapshot(work.tree.at("demo"));
  const plan = loadPlan(work.host, file);
  expect(snapshot(work.tree.at("demo"))).toEqual(before);
  const report = await apply(work.host, plan);
  expect(report.outcomes.map(({ result }) => result)).toEqual(["done", "done", "done"]);
  expect(namesIn(work.tree.at("demo"))).toEqual(["app.py", "docs", "env", "pyproject.toml"]);
  await expect(apply(work.host, plan)).rejects.toMatchObject({ code: "plan-used" });
});

test("a plan file replaces an older plan and nothing else", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const plan = await planFor(work);
  const letter = work.tree.file("letter.txt", "mine");
  expect(() => savePlan(work.host, letter, plan)).toThrowError(expect.objectContaining({ code: "plan-file-taken" }));
  expect(readFileSync(letter, "utf8")).toBe("mine");
  const file = savePlan(work.host, work.tree.at("plan.json"), plan);
  savePlan(work.host, file, { ...plan, id: "another-plan" });
  expect(loadPlan(work.host, file).id).toBe("another-plan");
  expect(namesIn(work.tree.path)).toEqual(["demo", "letter.txt", "plan.json"]);
});

test("a plan of another machine or user is refused", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const file = savePlan(work.host, work.tree.at("plan.json"), await planFor(work));
  const other = { ...work.host, userId: work.host.userId + 1 };
  expect(() => loadPlan(other, file)).toThrowError(expect.objectContaining({ code: "plan-other-machine" }));
  expect(() => loadPlan(work.host, work.tree.at("none.json"))).toThrowError(
    expect.objectContaining({ code: "plan-unreadable" }),
  );
});

test("a plan changed by hand to a home, a mount point or a look-alike does nothing there", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  plant(work.tree.at("demo/photos"), { "only-copy.jpg": "photo" });
  const plan = await planFor(work, { permanent: true, only: ["mypy-cache"] });
  const [step] = plan.steps;
  const before = snapshot(work.tree.path);
  for (const name of ["demo/photos", "demo/docs/.mypy_cache", "demo"]) {
    const path = work.tree.at(name);
    const { dev, ino, mtimeNs } = await import("node:fs").then((fs) => fs.lstatSync(path, { bigint: true }));
    const identity = { device: String(dev), inode: String(ino), type: "directory" as const, modified: String(mtimeNs) };
    const report = await apply(work.host, {
      ...plan,
      id: `run-by-hand-${name.replaceAll(/\W/g, "-")}`,
      steps: [{ ...step!, path, identity }],
    });
    expect(report.outcomes.map(({ result }) => result)).toEqual(["skipped"]);
  }
  expect(snapshot(work.tree.path)).toEqual(before);
});

test.each<[string, (work: Workspace) => void, string]>([
  ["is gone", ({ tree }) => rmSync(tree.at("demo/.mypy_cache"), { recursive: true }), "it is gone"],
  [
    "was made anew",
    ({ tree }) => {
      renameSync(tree.at("demo/.mypy_cache"), tree.at("elsewhere"));
      plant(tree.at("demo/.mypy_cache"), {
        "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n",
        "3.11/a.json": "{}",
      });
    },
    "something else has taken its place since it was planned",
  ],
  [
    "is a link now",
    ({ tree }) => {
      renameSync(tree.at("demo/.mypy_cache"), tree.at("elsewhere"));
      symlinkSync(tree.at("elsewhere"), tree.at("demo/.mypy_cache"));
    },
    "it is not found to be an artifact any more",
  ],
  ["was touched", ({ tree }) => utimesSync(tree.at("demo/.mypy_cache"), 1, 1), "it has changed since it was planned"],
  [
    "is no cache any more",
    ({ tree }) => {
      renameSync(tree.at("demo/.mypy_cache/3.11"), tree.at("elsewhere"));
      rmSync(tree.at("demo/.mypy_cache/CACHEDIR.TAG"));
      writeFileSync(tree.at("demo/.mypy_cache/notes.txt"), "mine");
    },
    "it is not found to be an artifact any more",
  ],
])("a step whose place %s is left", async (_, change, expected) => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const plan = await planFor(work, { only: ["mypy-cache"] });
  change(work);
  const before = snapshot(work.tree.path);
  expect(reasons(await apply(work.host, plan))).toEqual([expected]);
  expect(snapshot(work.tree.path)).toEqual(before);
  expect(existsSync(trashOf(work))).toBe(false);
});

test("evidence is asked again: what git tracks by now, and what is used by now, stays", async () => {
  const work = workspace();
  const repository = plantRepository(work.tree, "demo");
  copyFileSync("/bin/sleep", join(repository, ".venv/bin/python3"));
  const plan = await planFor(work, { protection: "none", named: [join(repository, ".venv")] });
  expect(plan.steps).toHaveLength(3);
  gitIn(work.tree, repository, "add", "-f", ".mypy_cache");
  // Not a child of ours: those are the programs that pyshed itself runs.
  const program = join(repository, ".venv/bin/python3");
  const pid = Number(execFileSync("sh", ["-c", '"$0" 600 >/dev/null 2>&1 & echo $!', program], { encoding: "utf8" }));
  onTestFinished(() => void process.kill(pid, "SIGKILL"));
  const report = await apply(work.host, plan);
  const byName = Object.fromEntries(report.outcomes.map(({ path, reason }) => [path.split("/").at(-1), reason]));
  expect(byName).toEqual({
    ".mypy_cache": "git tracks 2 files of it",
    ".venv": `python3 (pid ${pid}) runs from it`,
    __pycache__: null,
  });
  expect(namesIn(repository)).toEqual(expect.arrayContaining([".mypy_cache", ".venv"]));
});

test("an environment that has come to hold files of its own is left", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const plan = await planFor(work, { only: ["venv"] });
  plant(work.tree.at("demo/.venv/lib/python3.11/site-packages/demo"), {
    "notes.ipynb": "{}",
    "mine.py": "VALUE = 1\n",
  });
  const [reason] = reasons(await apply(work.host, plan));
  expect(reason).toMatch(/^it is (medium|data) now: /);
  expect(existsSync(work.tree.at("demo/.venv/pyvenv.cfg"))).toBe(true);
});

test.runIf(IS_ROOT)("under sudo the things of others stay, unless they are named", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const host = hostIn(work.tree.home, { ...work.tree.environment, SUDO_UID: "65534" });
  const asSudo = { ...work, host };
  const first = await cleanAll(asSudo, { only: ["mypy-cache"], protection: "none" });
  expect(first.left[0]!.reasons).toEqual(["it belongs to user 0 and sudo was called by user 65534"]);
  expect(existsSync(work.tree.at("demo/.mypy_cache"))).toBe(true);
  const second = await cleanAll(asSudo, {
    only: ["mypy-cache"],
    protection: "none",
    named: [work.tree.at("demo/.mypy_cache")],
  });
  expect(second.status).toBe("done");
});
