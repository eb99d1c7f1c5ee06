import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { surveyBytecode } from "../../src/app/bytecode.ts";
import { undo } from "../../src/app/undo.ts";
import type { Host } from "../../src/system/host.ts";
import { byTime, oldFile, withInterpreter } from "../bytecode/planted.ts";
import { snapshot } from "../support/snapshot.ts";
import { plantEnvironment } from "../support/trees.ts";
import { inWorkspace, planted } from "./bytecode-workspace.ts";
import { cleanAll, namesIn, requestFor, trashOf } from "./workspace.ts";

const KEPT = ["b.cpython-399.opt-1.pyc", "b.cpython-399.opt-2.pyc", "notes.txt"];

it("sums by owner and class, directories' own blocks included", async () => {
  const { tree, host } = planted();
  const { result, outlook } = await surveyBytecode(host, requestFor([tree.path]), "all");
  const { owners, frees } = await outlook();
  const blocks = execFileSync("find", [
    tree.path,
    "(",
    "-name",
    "*.pyc*",
    "-o",
    "-name",
    "__pycache__",
    ")",
    "-printf",
    "%b\n",
  ]);
  const allocated = blocks
    .toString()
    .trim()
    .split("\n")
    .reduce((sum, count) => sum + 512 * Number(count), 0);
  expect(owners).toHaveLength(1);
  const [owner] = owners;
  expect(owner).toMatchObject({
    kind: "project",
    path: tree.at("app"),
    directories: 2,
    files: 12,
    removable: 9,
    allocated,
    frees,
  });
  const files = Object.fromEntries(Object.entries(owner!.classes).map(([one, sum]) => [one, sum.files]));
  expect(files).toEqual({
    current: 4,
    stale: 2,
    orphan: 1,
    outdated: 1,
    temporary: 1,
    "unchecked-hash": 1,
    sourceless: 1,
    unknown: 1,
  });
  expect(result.findings.filter(({ artifact }) => artifact === "bytecode").map(({ path }) => path)).toEqual([
    tree.at("app/__pycache__"),
  ]);
});

it("cleans all that comes back, leaves the rest where it is, and brings everything back", async () => {
  const space = planted();
  const { tree } = space;
  // Whoever takes something out of a directory and puts it back has changed that directory's time.
  const look = () =>
    snapshot(tree.path, {
      timesOf: (name) => /\.pyc|\/__pycache__$/.test(name) && !name.endsWith("mixed/__pycache__"),
    });
  const before = look();
  const result = await cleanAll(inWorkspace(space), { bytecode: "all" });
  expect(result.status).toBe("done");
  expect(namesIn(tree.at("app"))).toEqual(["a.py", "mixed", "pyproject.toml"]);
  expect(namesIn(tree.at("app/mixed"))).toEqual(["__pycache__", "b.py", "program.pyc"]);
  expect(namesIn(tree.at("app/mixed/__pycache__"))).toEqual(KEPT);
  expect(result.left.map(({ path }) => path).toSorted()).toEqual(
    [
      tree.at("app/mixed/__pycache__", KEPT[0]!),
      tree.at("app/mixed/__pycache__", KEPT[1]!),
      tree.at("app/mixed/program.pyc"),
    ].toSorted(),
  );
  await undo(space.host, null);
  expect(look()).toEqual(before);
});

it("takes with the stale rule what no interpreter here can use, and nothing else", async () => {
  const space = planted();
  const { tree } = space;
  const names = (): string[] => [...namesIn(tree.at("app/__pycache__")), ...namesIn(tree.at("app/mixed/__pycache__"))];
  const before = names();
  const result = await cleanAll(inWorkspace(space), { bytecode: "stale" });
  const gone = ["a.cpython-34.pyc", "b.cpython-34.pyc"];
  expect([result.plan.steps.length, result.left]).toEqual([2, []]);
  expect(names()).toEqual(before.filter((name) => !gone.includes(name)));
});

it("takes somebody's build only when it is named, and an unknown file not even then", async () => {
  const space = planted();
  const { tree } = space;
  const [build, cut] = KEPT.map((name) => tree.at("app/mixed/__pycache__", name));
  const named = [build!, cut!, tree.at("app/mixed/program.pyc")];
  await cleanAll(inWorkspace(space), { bytecode: "all", named });
  expect(namesIn(tree.at("app/mixed/__pycache__"))).toEqual(KEPT.slice(1));
  expect(namesIn(tree.at("app/mixed"))).toContain("program.pyc");
});

it("judges every file again right before it goes", async () => {
  const space = planted();
  const { tree, host } = space;
  const options = {
    onPoint(point: string) {
      if (point !== "locked") return;
      // Meanwhile the source of a program beside it goes, and an interpreter for what was stale comes.
      rmSync(tree.at("app/mixed/b.py"));
    },
  };
  const result = await cleanAll(inWorkspace(space), { bytecode: "all" }, options);
  const left = result.left.map(({ path, reasons }) => [path, reasons.join()]);
  expect(left).toContainEqual([tree.at("app/mixed/b.pyc"), expect.stringContaining("b.pyc is sourceless now")]);
  expect(namesIn(tree.at("app/mixed"))).toEqual(["__pycache__", "b.pyc", "program.pyc"]);
  expect(host.home).toBe(tree.home);
});

it("leaves what was stale when its interpreter comes meanwhile", async () => {
  const space = planted();
  const { tree } = space;
  let moment = Date.now();
  const host: Host = { ...space.host, now: () => moment };
  const options = {
    onPoint(point: string) {
      if (point !== "locked") return;
      moment += 60_000;
      withInterpreter(tree, "cpython-34 3310 3.4.0");
    },
  };
  const result = await cleanAll({ tree, host, root: tree.path }, { bytecode: "stale" }, options);
  expect(result.left.map(({ reasons }) => reasons.join())).toEqual(
    Array(2).fill(expect.stringContaining("is current now")),
  );
  expect(namesIn(trashOf(inWorkspace(space)))).not.toContain("files");
});

it("leaves a __pycache__ that holds more than when it was planned", async () => {
  const space = planted();
  const { tree } = space;
  const options = {
    onPoint(point: string) {
      if (point === "locked") writeFileSync(tree.at("app/__pycache__/notes.txt"), "mine");
    },
  };
  await cleanAll(inWorkspace(space), { bytecode: "all" }, options);
  expect(readFileSync(tree.at("app/__pycache__/notes.txt"), "utf8")).toBe("mine");
  expect(namesIn(tree.at("app/__pycache__"))).toContain("a.cpython-399.pyc");
});

it("takes single files from a __pycache__ that holds something else, and leaves that", async () => {
  const space = planted();
  const { tree } = space;
  tree.file("app/__pycache__/notes.txt", "mine");
  const files = namesIn(tree.at("app/__pycache__")).filter((name) => name !== "notes.txt");
  const { plan } = await cleanAll(inWorkspace(space), { bytecode: "all" });
  const paths = plan.steps.map(({ path }) => path).filter((path) => path.startsWith(tree.at("app/__pycache__")));
  expect(paths.toSorted()).toEqual(files.map((name) => tree.at("app/__pycache__", name)));
  expect(namesIn(tree.at("app/__pycache__"))).toEqual(["notes.txt"]);
});

it("knows the bytecode of environments, and an interpreter that only they use", async () => {
  const { tree, host } = planted();
  plantEnvironment(tree.at("venv"), "3.4");
  const source = oldFile(tree, "venv/lib/python3.4/site-packages/demo/x.py", "X = 1\n");
  oldFile(tree, "venv/lib/python3.4/site-packages/demo/__pycache__/x.cpython-34.pyc", byTime(source, 3310, 12));
  const { interpreters, outlook } = await surveyBytecode(host, requestFor([tree.path]), "all");
  const { owners } = await outlook();
  expect(interpreters).toContainEqual(
    expect.objectContaining({ path: tree.at("venv/bin/python"), how: "read", tag: "cpython-34" }),
  );
  expect(owners.map(({ kind, path }) => [kind, path])).toContainEqual(["environment", tree.at("venv")]);
  expect(owners.flatMap(({ classes }) => classes.stale ?? [])).toEqual([]);
});
