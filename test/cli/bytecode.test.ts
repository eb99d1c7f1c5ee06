import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { bytecodeDocument } from "../../src/report/schema/bytecode.ts";
import { cleanDocument } from "../../src/report/schema/clean.ts";
import { gitIn, namesIn } from "../app/workspace.ts";
import { byHash, byTime, oldFile, plantEveryClass, withInterpreter } from "../bytecode/planted.ts";
import { giveTo, NOBODY, openToAll, runAsUser } from "../support/ordinary-user.ts";
import { run, unwrapped, type Outcome } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";

interface Planted {
  readonly tree: TemporaryTree;
  readonly pyshed: (...args: readonly string[]) => Promise<Outcome>;
}

function planted(): Planted {
  const tree = temporaryTree();
  plantEveryClass(tree);
  const environment = { ...withInterpreter(tree), LC_ALL: "C.UTF-8", COLUMNS: "160" };
  return { tree, pyshed: (...args) => run(args, { cwd: tree.path, environment }) };
}

describe("bytecode", () => {
  it("shows whose it is and what it is good for", async () => {
    const { tree, pyshed } = planted();
    const before = snapshot(tree.path);
    const { code, stdout, stderr } = await pyshed("bytecode");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^✓ 12 bytecode files, \d+\.\d KiB, of which \d+\.\d KiB can go\n/);
    expect(stdout).toMatch(
      /\[1\] app +12 +\d+\.\d KiB {3}2 stale, 1 orphan, 1 outdated, 1 temporary, 1 unchecked-hash, 1 sourceless, 1 unknown\n/,
    );
    expect(stdout).toMatch(/ {2}stale +2 +\d+\.\d KiB {3}no interpreter here can use it\n/);
    expect(stdout).toMatch(/Interpreters here: .*cpython-399/);
    expect(snapshot(tree.path)).toEqual(before);
    expect(namesIn(tree.home)).toEqual(["tmp"]);
  });

  it("keeps to the width of the terminal, but cuts no path and parts no count from its class", async () => {
    const { tree } = planted();
    const deep = `${"d".repeat(90)}/lib`;
    const source = oldFile(tree, `${deep}/x.py`, "X = 1\n");
    oldFile(tree, `${deep}/__pycache__/x.cpython-399.pyc`, byTime(source));
    gitIn(tree, tree.at(deep), "init", "-q");
    const environment = { ...withInterpreter(tree), LC_ALL: "C.UTF-8", COLUMNS: "80" };
    const { stdout } = await run(["bytecode"], { cwd: tree.path, environment });
    const lines = stdout.split("\n");
    expect(lines.filter((line) => line.length > 80 && !line.includes(tree.path))).toEqual([]);
    expect(stdout).toContain(`\n⚠ ${tree.at(deep)}:\n`);
    expect(stdout).toContain(`__pycache__/ to\n  ${tree.at(deep, ".gitignore")}\n`);
    expect(stdout).toMatch(/ {3}2 stale, 1 orphan,\n {20,}1 outdated,\n/);
  });

  it("says what gives no answer, and does not count it among the interpreters", async () => {
    const { tree } = planted();
    const cut = tree.file("../bin/python3.4", Buffer.concat([Buffer.from("\x7fELF"), Buffer.alloc(996)]));
    chmodSync(cut, 0o755);
    const environment = { ...withInterpreter(tree), LC_ALL: "C.UTF-8", COLUMNS: "300" };
    const { stdout } = await run(["bytecode"], { cwd: tree.path, environment });
    expect(stdout).toContain("python3.4 does not say what it can use, so nothing of cpython-34 is called stale\n");
    expect(stdout).toMatch(/Interpreters here: .*cpython-399/);
    expect(stdout).not.toMatch(/Interpreters here: .*cpython-34\b/);
    expect(stdout).not.toMatch(/^ {2}stale /m);
  });

  it("leaves the one cache for all out, also as a root, and says so", async () => {
    const { tree } = planted();
    const cache = tree.at("central");
    const entry = `central${tree.at("app/a")}.cpython-399.pyc`;
    oldFile(tree, entry, byTime(tree.at("app/a.py")));
    const environment = {
      ...withInterpreter(tree),
      PYTHONPYCACHEPREFIX: cache,
      LC_ALL: "C.UTF-8",
      COLUMNS: "300",
    };
    const options = { cwd: tree.path, environment };
    const said = `Without the one cache for all, ${cache}: 'pyshed bytecode central' tells what it holds\n`;
    const all = await run(["bytecode"], options);
    expect([all.code, all.stdout]).toEqual([0, expect.stringMatching(/^✓ 12 bytecode files/)]);
    expect(all.stdout).toContain(`\n${said}`);
    expect((await run(["bytecode", cache], options)).stdout).toBe(`✓ No bytecode\n${said}`);
    expect((await run(["bytecode", "app"], options)).stdout).not.toContain("Without the one cache");
    expect((await run(["bytecode", "--clean", "--dry-run"], options)).stdout).not.toContain("central");
  });

  it("offers no cleaning where nothing can go", async () => {
    const tree = temporaryTree();
    oldFile(tree, "program.pyc", byHash("X = 1\n", true));
    const { stdout } = await run(["bytecode"], { cwd: tree.path, environment: withInterpreter(tree) });
    expect(stdout).toContain("of which 0 B can go");
    expect(stdout).not.toContain("--clean");
  });

  it("writes the same as JSON", async () => {
    const { tree, pyshed } = planted();
    const document = v.parse(bytecodeDocument, JSON.parse((await pyshed("bytecode", "--json")).stdout));
    expect(document.totals).toMatchObject({
      files: 12,
      removable: 9,
      directories: 2,
      classes: { stale: { files: 2 } },
    });
    expect(document.kept.map(({ path, safety }) => [path.slice(tree.path.length), safety])).toEqual([
      ["/app/mixed/__pycache__/b.cpython-399.opt-1.pyc", "medium"],
      ["/app/mixed/__pycache__/b.cpython-399.opt-2.pyc", "data"],
      ["/app/mixed/program.pyc", "data"],
    ]);
    expect(document.compileTime).toMatchObject({ basis: "from-size", sampled: 0, interpreter: null });
    expect(document.interpreters).toContainEqual(
      expect.objectContaining({ tag: "cpython-399", magic: 9999, how: "asked" }),
    );
  });

  it("cleans by a plan, a dry run and a yes alike, and undo brings it back", async () => {
    const { tree, pyshed } = planted();
    const before = snapshot(tree.path);
    const dry = await pyshed("bytecode", "--clean", "--dry-run");
    expect([dry.code, dry.stdout]).toEqual([0, expect.stringMatching(/^Would move 4 items to the trash/)]);
    const planned = await pyshed("bytecode", "--clean", "--plan", "plan.json");
    expect(planned.code).toBe(0);
    expect(JSON.parse(readFileSync(tree.at("plan.json"), "utf8"))).toMatchObject({ bytecode: "all" });
    const withPlan = snapshot(tree.path);
    expect(Object.keys(withPlan)).toEqual([...Object.keys(before), "plan.json"]);
    const applied = await pyshed("apply", "plan.json");
    expect([applied.code, applied.stdout]).toEqual([0, expect.stringMatching(/^✓ Moved 4 items to the trash/)]);
    expect(namesIn(tree.at("app"))).toEqual(["a.py", "mixed", "pyproject.toml"]);
    expect((await pyshed("undo")).code).toBe(0);
    expect(Object.keys(snapshot(tree.path))).toEqual(Object.keys(withPlan));
  });

  it("takes no program that a plan names", async () => {
    const { tree, pyshed } = planted();
    await pyshed("bytecode", "--clean", "--plan", "plan.json");
    const plan = readFileSync(tree.at("plan.json"), "utf8");
    // A plan that was tampered with names a program.
    writeFileSync(tree.at("plan.json"), plan.replace("/b.pyc", "/program.pyc"));
    const { stdout, code } = await pyshed("apply", "plan.json");
    expect(code).toBe(1);
    expect(stdout).toContain("program.pyc is sourceless now");
    expect(namesIn(tree.at("app/mixed"))).toContain("program.pyc");
  });

  it("takes with --stale only that, for good with --permanent", async () => {
    const { tree, pyshed } = planted();
    const outcome = await pyshed("bytecode", "--stale", "--yes", "--permanent", "--json");
    const document = v.parse(cleanDocument, JSON.parse(outcome.stdout));
    expect([outcome.code, document.items.map(({ path, result }) => [path.slice(tree.path.length), result])]).toEqual([
      0,
      [
        ["/app/__pycache__/a.cpython-34.pyc", "done"],
        ["/app/mixed/__pycache__/b.cpython-34.pyc", "done"],
      ],
    ]);
    expect(namesIn(tree.home, ".local/share/Trash")).toEqual([]);
  });

  it("says what lies in a read-only tree, and leaves it", async () => {
    const { tree } = planted();
    giveTo(NOBODY, tree.path, tree.home);
    openToAll(tree.path);
    chmodSync(tree.at("app"), 0o555);
    const environment = { ...withInterpreter(tree), LC_ALL: "C.UTF-8" };
    const options = { cwd: tree.path, environment };
    const advice = v.parse(
      bytecodeDocument,
      JSON.parse((await runAsUser(["bytecode", "--json"], options)).stdout),
    ).advice;
    expect(advice.map(({ kind, text }) => [kind, text])).toContainEqual([
      "read-only",
      "1 place stays: this user may not change anything there",
    ]);
    const cleaned = await runAsUser(["bytecode", "--clean", "--yes"], options);
    expect([cleaned.code, unwrapped(cleaned.stdout)]).toEqual([
      1,
      expect.stringContaining("app/__pycache__: this user may not change anything there"),
    ]);
    expect(namesIn(tree.at("app"))).toContain("__pycache__");
    expect(namesIn(tree.at("app/mixed/__pycache__"))).not.toContain("b.cpython-34.pyc");
  });

  it("refuses cleaning options without a cleaning, and cleaning without an answer", async () => {
    const { tree, pyshed } = planted();
    const before = snapshot(tree.path);
    expect((await pyshed("bytecode", "--yes")).code).toBe(2);
    for (const args of [["--clean"], ["--stale"], ["--clean", "--force"]]) {
      expect((await pyshed("bytecode", ...args)).code).toBe(3);
    }
    expect((await pyshed("bytecode", "nowhere")).code).toBe(2);
    expect(snapshot(tree.path)).toEqual(before);
  });
});
