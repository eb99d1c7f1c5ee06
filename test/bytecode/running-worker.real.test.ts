import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { namesIn } from "../app/workspace.ts";
import { pyshedIn } from "../cli/cleaning.ts";
import { mustRun } from "../support/run.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { pythonOf } from "../support/tools.ts";

/** A queue in directories, so that no other server is needed. Each task imports a module of its own when it is run. */
const TASKS = `import importlib, os
from celery import Celery
here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
app = Celery("work", broker="filesystem://", backend="file://" + here + "/results")
app.conf.broker_transport_options = {"data_folder_in": here + "/queue", "data_folder_out": here + "/queue", "control_folder": here + "/control"}
@app.task
def say(module):
    return importlib.import_module(module).WORD
`;

interface Worker {
  readonly pid: number;
  /** What the worker returned for a task. */
  ask(module: string): Promise<string>;
}

async function startWorker(tree: TemporaryTree): Promise<Worker> {
  const environment = tree.at("venv");
  cpSync(join(pythonOf("worker"), "../.."), environment, { recursive: true, verbatimSymlinks: true });
  for (const name of ["queue", "control", "results"]) tree.directory(name);
  const python = join(environment, "bin/python");
  const env = { PATH: "/usr/bin:/bin", HOME: tree.home };
  const words = [
    "-m",
    "celery",
    "-A",
    "work",
    "worker",
    "--pool",
    "prefork",
    "--concurrency",
    "1",
    "--without-mingle",
    "--loglevel",
    "INFO",
  ];
  const child = spawn(python, words, {
    cwd: tree.at("site"),
    env: { ...env, C_FORCE_ROOT: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  });
  let said = "";
  await new Promise<void>((ready, fail) => {
    child.once("exit", () => fail(new Error(said)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text: Buffer) => {
        said += text.toString();
        if (/celery@\S+ ready/.test(said)) ready();
      });
    }
  });
  const program = "import sys, work; print(work.say.delay(sys.argv[1]).get(timeout=120))";
  return {
    pid: child.pid!,
    ask: async (module) =>
      (await mustRun(python, ["-B", "-c", program, module], { cwd: tree.at("site"), environment: env })).trim(),
  };
}

test(
  "a running celery worker goes on when all bytecode under it goes, its packages' included",
  { timeout: 600_000 },
  async () => {
    const tree = temporaryTree();
    tree.file("site/pyproject.toml", "[project]\nname = 'site'\nversion = '1'\n");
    tree.file("site/work.py", TASKS);
    for (const name of ["early", "late", "last"]) tree.file(`site/${name}.py`, `WORD = "${name}"\n`);
    const worker = await startWorker(tree);
    expect(await worker.ask("early")).toBe("early");
    expect(namesIn(tree.at("site/__pycache__"))).toContainEqual(expect.stringMatching(/^early\./));

    const shown = await pyshedIn(tree, "bytecode", "site");
    expect(shown.stdout).toMatch(/\(pid \d+\)\s+runs\s+from\s+this\s+tree/);
    expect((await pyshedIn(tree, "bytecode", "site", "--clean", "--dry-run", "--force")).stdout).toContain(
      "Nothing to clean",
    );

    expect((await pyshedIn(tree, "bytecode", "site", "--clean", "--yes", "--permanent")).code).toBe(0);
    expect(existsSync(tree.at("site/__pycache__"))).toBe(false);
    expect(await worker.ask("late")).toBe("late");
    await pyshedIn(tree, "bytecode", "venv", "--clean", "--yes", "--permanent");
    const [library] = namesIn(tree.at("venv/lib"));
    expect(existsSync(tree.at("venv/lib", library!, "site-packages/kombu/transport/__pycache__"))).toBe(false);
    expect([await worker.ask("last"), await worker.ask("early")]).toEqual(["last", "early"]);
    // It is the same process all the time.
    expect(() => process.kill(worker.pid, 0)).not.toThrow();
  },
);
