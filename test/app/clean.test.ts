import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clean } from "../../src/app/clean.ts";
import { hostIn } from "../support/trees.ts";
import { snapshot } from "../support/snapshot.ts";
import {
  cleanAll,
  gitIn,
  namesIn,
  plantProject,
  plantRepository,
  requestFor,
  trashOf,
  workspace,
} from "./workspace.ts";

const paths = (items: readonly { readonly path: string }[]): string[] => items.map(({ path }) => path).sort();

test("what is proven goes to the trash, what only looks like it stays", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const result = await cleanAll(work);
  expect(result.status).toBe("done");
  expect(result.report!.outcomes.map(({ path, result: what }) => [path, what]).sort()).toEqual([
    [work.tree.at("demo/.mypy_cache"), "done"],
    [work.tree.at("demo/.venv"), "done"],
    [work.tree.at("demo/__pycache__"), "done"],
  ]);
  expect(namesIn(work.tree.at("demo"))).toEqual(["app.py", "docs", "env", "pyproject.toml"]);
  expect(namesIn(work.tree.at("demo/docs/.mypy_cache"))).toEqual(["notes.txt"]);
  expect(namesIn(trashOf(work), "files")).toEqual([".mypy_cache", ".venv", "__pycache__"]);
  expect([result.forecast.frees, result.later.frees > 0, result.report!.freed]).toEqual([0, true, null]);
  expect(result.left).toEqual([]);
});

test("the pinned list of an environment is kept beside the journal before it goes", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const { plan } = await cleanAll(work, { only: ["venv"] });
  const runs = join(work.tree.home, ".local/state/pyshed/runs");
  expect(readFileSync(join(runs, `${plan.id}.pins/1.txt`), "utf8")).toBe("demo==1.0\n");
  expect(statSync(runs).mode & 0o777).toBe(0o700);
  expect(statSync(join(runs, `${plan.id}.ndjson`)).mode & 0o777).toBe(0o600);
  expect(existsSync(join(work.tree.home, ".local/state/pyshed/lock"))).toBe(false);
});

test("with permanent nothing is in the trash and what was freed is measured", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const before = snapshot(work.tree.at("demo/docs"));
  const { report, forecast, later } = await cleanAll(work, { permanent: true });
  expect(namesIn(work.tree.at("demo"))).toEqual(["app.py", "docs", "env", "pyproject.toml"]);
  expect(snapshot(work.tree.at("demo/docs"))).toEqual(before);
  expect(existsSync(trashOf(work))).toBe(false);
  expect(report!.freed).not.toBeNull();
  expect([forecast.frees > 0, later.frees]).toEqual([true, 0]);
});

test("a plan alone, and a no, change nothing", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const before = snapshot(work.tree.path);
  const planned = await cleanAll(work, {}, { planOnly: true });
  expect([planned.status, planned.plan.steps.length, planned.report]).toEqual(["planned", 3, null]);
  const questions = { permit: async () => [planned.items[0]!.finding.id], confirm: async () => false };
  expect((await clean(work.host, requestFor([work.root]), questions)).status).toBe("declined");
  expect(snapshot(work.tree.path)).toEqual(before);
  expect(namesIn(work.tree.home)).toEqual(["tmp"]);
});

test("what was used a short while ago is asked about, and stays without a yes", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const asked: string[] = [];
  const questions = {
    permit: async (
      items: readonly { readonly decision: { readonly reasons: readonly { readonly text: string }[] } }[],
    ) => {
      asked.push(...items.flatMap(({ decision }) => decision.reasons.map(({ text }) => text)));
      return [];
    },
    confirm: async () => true,
  };
  const result = await clean(work.host, requestFor([work.root]), questions);
  expect(asked).toEqual(["used today", "used today", "used today"]);
  expect(result.status).toBe("nothing");
  expect(result.left.map(({ reasons }) => reasons)).toEqual([["used today"], ["used today"], ["used today"]]);
  expect(namesIn(work.tree.at("demo"))).toContain(".venv");
});

test("only what is chosen goes", async () => {
  const work = workspace();
  plantProject(work.tree.at("a"));
  plantProject(work.tree.at("b"));
  await clean(work.host, requestFor([work.root]), {
    choose: async (items) => ({
      chosen: items
        .filter(({ finding }) => finding.path === work.tree.at("b/.mypy_cache"))
        .map(({ finding }) => finding.id),
      named: [],
    }),
    permit: async (asked) => asked.map(({ finding }) => finding.id),
    confirm: async ({ plan }) => plan.steps.length === 1,
  });
  expect(namesIn(work.tree.at("a"))).toEqual([
    ".mypy_cache",
    ".venv",
    "__pycache__",
    "app.py",
    "docs",
    "env",
    "pyproject.toml",
  ]);
  expect(namesIn(work.tree.at("b"))).toEqual([".venv", "__pycache__", "app.py", "docs", "env", "pyproject.toml"]);
});

test("medium goes only when it is named, by path or by a pick of its own", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  work.tree.file("demo/.venv/lib/python3.11/site-packages/mine.py", "no RECORD owns it\n");
  const first = await cleanAll(work, { only: ["venv"] });
  expect([first.status, paths(first.left)]).toEqual(["nothing", [work.tree.at("demo/.venv")]]);
  expect(first.items[0]!.mayGo).toBe(true);
  const questions = {
    permit: async (asked: readonly { readonly finding: { readonly id: string } }[]) =>
      asked.map(({ finding }) => finding.id),
    confirm: async () => true,
  };
  const ranged = await clean(work.host, requestFor([work.root], { only: ["venv"] }), {
    ...questions,
    choose: async (items) => ({ chosen: items.map(({ finding }) => finding.id), named: [] }),
  });
  expect(ranged.status).toBe("nothing");
  expect((await cleanAll(work, { only: ["venv"], named: [work.tree.at("demo/.venv")] })).status).toBe("done");
  expect(namesIn(work.tree.at("demo"))).not.toContain(".venv");
});

test("a root that is an environment itself stays, and the sentence names its parent", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const environment = work.tree.at("demo/.venv");
  const { status, left } = await clean(work.host, requestFor([environment]), {
    permit: async (asked) => asked.map(({ finding }) => finding.id),
    confirm: async () => true,
  });
  expect(status).toBe("nothing");
  expect(left).toMatchObject([
    {
      path: environment,
      reasons: [`it is what was searched itself; name its parent to clean it: ${work.tree.at("demo")}`],
    },
  ]);
  expect(existsSync(join(environment, "pyvenv.cfg"))).toBe(true);
});

test("protection is honoured level by level", async () => {
  const work = workspace();
  const repository = plantRepository(work.tree, "demo");
  writeFileSync(join(repository, "app.py"), "VALUE = 2\n");
  const only = ["mypy-cache"];
  const verdicts = async (protection: "none" | "warn" | "block" | "paranoid") =>
    (await cleanAll(work, { protection, only }, { planOnly: true })).items.map(({ decision }) => [
      decision.verdict,
      ...decision.reasons.filter(({ code }) => code !== "recently-used").map(({ code, weight }) => `${code} ${weight}`),
    ]);
  expect(await verdicts("none")).toEqual([["ask"]]);
  expect(await verdicts("warn")).toEqual([["ask", "uncommitted ask"]]);
  expect(await verdicts("block")).toEqual([["refuse", "uncommitted refuse"]]);
  expect(await verdicts("paranoid")).toEqual([["refuse", "uncommitted refuse"]]);
  gitIn(work.tree, repository, "commit", "-qam", "Second");
  expect(await verdicts("block")).toEqual([["ask", "unpushed ask"]]);
  expect(await verdicts("paranoid")).toEqual([["refuse", "unpushed refuse"]]);
  gitIn(work.tree, repository, "push", "-q");
  expect(await verdicts("paranoid")).toEqual([["ask"]]);
  writeFileSync(join(repository, ".gitignore"), ".venv/\n__pycache__/\ndocs/.mypy_cache/\n");
  gitIn(work.tree, repository, "commit", "-qam", "Third");
  gitIn(work.tree, repository, "push", "-q");
  expect(await verdicts("paranoid")).toEqual([["refuse", "not-ignored refuse"]]);
});

test("tracked files stay at every level, and so does everything where git cannot be asked", async () => {
  const work = workspace();
  const repository = plantRepository(work.tree, "demo");
  gitIn(work.tree, repository, "add", "-f", ".mypy_cache");
  gitIn(work.tree, repository, "commit", "-qm", "Tracked");
  for (const protection of ["none", "warn", "block", "paranoid"] as const) {
    await cleanAll(work, { protection, only: ["mypy-cache"] });
    expect(existsSync(join(repository, ".mypy_cache/CACHEDIR.TAG"))).toBe(true);
  }
  const withoutGit = { ...work, host: hostIn(work.tree.home, { ...work.tree.environment, PATH: work.tree.path }) };
  const { status, left } = await cleanAll(withoutGit, { protection: "none" });
  expect(status).toBe("nothing");
  expect(left).toHaveLength(3);
  expect(left[0]!.reasons[0]).toBe("cannot tell whether git tracks it: there is no git program");
});

test("an environment with a checkout in it stays", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const checkout = work.tree.directory("demo/.venv/src/mine");
  gitIn(work.tree, checkout, "init", "-q");
  writeFileSync(join(checkout, "only-copy.py"), "VALUE = 1\n");
  const { left } = await cleanAll(work, { protection: "none", permanent: true, named: [work.tree.at("demo/.venv")] });
  expect(paths(left)).toEqual([work.tree.at("demo/.venv")]);
  expect(readFileSync(join(checkout, "only-copy.py"), "utf8")).toBe("VALUE = 1\n");
});

test("what changes between the question and the act is left, and the others go", async () => {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const result = await clean(work.host, requestFor([work.root]), {
    permit: async (asked) => asked.map(({ finding }) => finding.id),
    async confirm() {
      rmSync(work.tree.at("demo/.mypy_cache/CACHEDIR.TAG"));
      writeFileSync(work.tree.at("demo/__pycache__/new.cpython-311.pyc"), "new");
      return true;
    },
  });
  expect(result.left.map(({ path, reasons }) => [path, ...reasons]).sort()).toEqual([
    [work.tree.at("demo/.mypy_cache"), "it has changed since it was planned"],
    [work.tree.at("demo/__pycache__"), "it has changed since it was planned"],
  ]);
  expect(namesIn(work.tree.at("demo"))).toEqual([
    ".mypy_cache",
    "__pycache__",
    "app.py",
    "docs",
    "env",
    "pyproject.toml",
  ]);
});

test("work that appears after the question is a reason to leave", async () => {
  const work = workspace();
  const repository = plantRepository(work.tree, "demo");
  const result = await clean(work.host, requestFor([work.root], { only: ["mypy-cache"] }), {
    permit: async (asked) => asked.map(({ finding }) => finding.id),
    async confirm() {
      writeFileSync(join(repository, "app.py"), "VALUE = 3\n");
      return true;
    },
  });
  expect(result.left).toMatchObject([{ reasons: ["uncommitted changes: 1 modified"] }]);
  expect(existsSync(join(repository, ".mypy_cache"))).toBe(true);
});

test("a stop comes after the current item", async () => {
  const work = workspace();
  for (const name of ["a", "b", "c"]) plantProject(work.tree.at(name));
  const stop = new AbortController();
  const { report, left } = await cleanAll(
    work,
    { only: ["mypy-cache"] },
    {
      signal: stop.signal,
      onEvent: (event) => event.type === "outcome" && stop.abort(),
    },
  );
  expect([report!.interrupted, report!.outcomes.length, left.length]).toEqual([true, 1, 2]);
  expect(left[0]!.reasons).toEqual(["pyshed was stopped before its turn"]);
  expect(["a", "b", "c"].filter((name) => existsSync(work.tree.at(name, ".mypy_cache")))).toHaveLength(2);
});
