import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { mustRun } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { expectMadeAgain } from "./made-again.ts";
import { theCache } from "./store-place.ts";

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };

test("notes of a Jupyter server that was killed go; those of one that runs, secrets and kernels stay", async () => {
  const tree = temporaryTree();
  const place = join(tree.home, ".local/share/jupyter/runtime");
  const start = async (): Promise<ChildProcess> => {
    const args = ["--no-browser", "--allow-root", "--port=0", "--ServerApp.ip=127.0.0.1"];
    const server = spawn(tool("jupyter-server"), args, { cwd: tree.path, env: tree.environment, stdio: "ignore" });
    onTestFinished(() => void server.kill("SIGKILL"));
    const isReady = (): boolean => existsSync(join(place, `jpserver-${server.pid}-open.html`));
    await vi.waitFor(() => expect(isReady()).toBe(true), 60_000);
    return server;
  };
  const notesOf = ({ pid }: ChildProcess): string[] => [`jpserver-${pid}-open.html`, `jpserver-${pid}.json`];
  const killed = await start();
  const ended = once(killed, "exit");
  killed.kill("SIGKILL");
  await ended;
  const running = await start();
  const host = { ...hostIn(tree.home, tree.environment), currentDirectory: tree.path };
  tree.file("kernel.json", "{}");
  await mustRun("cp", [tree.at("kernel.json"), join(place, "kernel-0a1b.json")], { environment: tree.environment });
  const found = theCache(host, "jupyter-runtime");
  expect([found.path, found.isCurrent, found.obstacles]).toEqual([place, true, []]);

  const request = { names: ["jupyter-runtime"], chosen: null, named: [], permanent: true };
  const { report } = await cleanCaches(host, request, yes);
  expect(report?.outcomes.map(({ result, path }) => [result, path]).toSorted()).toEqual(
    notesOf(killed).map((name) => ["done", join(place, name)]),
  );
  const stays = [...notesOf(running), "jupyter_cookie_secret", "kernel-0a1b.json"];
  expect(readdirSync(place).toSorted()).toEqual(stays.toSorted());
  expect(await mustRun(tool("jupyter-server"), ["list"], { cwd: tree.path, environment: tree.environment })).toContain(
    `:: ${tree.path}`,
  );
});

/** As somebody types it: a bookmark and a stored variable beside what IPython notes for itself. */
const SESSION = `
%rehashx
from IPython.core import completerlib
completerlib.TIMEOUT_STORAGE = 0
completerlib.get_root_modules() and None
%bookmark here
results = [1, 2]
%store results
exit
`;

test("what IPython knows of modules and commands goes and comes again; what was stored stays", async () => {
  const tree = temporaryTree();
  const ipython = (input: string): Promise<string> =>
    mustRun(tool("ipython"), ["--no-banner", "--simple-prompt"], {
      cwd: tree.path,
      environment: tree.environment,
      input,
    });
  const place = await expectMadeAgain("ipython", tree, tree.environment, () => ipython(SESSION));
  expect(readdirSync(place).toSorted()).toEqual(["autorestore", "bookmarks", "rootmodules_cache", "syscmdlist"]);
  const host = { ...hostIn(tree.home, tree.environment), currentDirectory: tree.path };
  const history = readFileSync(join(tree.home, ".ipython/profile_default/history.sqlite"));
  const request = { names: ["ipython"], chosen: null, named: [], permanent: true };
  const { report } = await cleanCaches(host, request, yes);
  expect(report?.outcomes.map(({ result }) => result)).toEqual(["done", "done"]);
  expect(readdirSync(place).toSorted()).toEqual(["autorestore", "bookmarks"]);
  expect(readFileSync(join(tree.home, ".ipython/profile_default/history.sqlite"))).toEqual(history);
  expect(await ipython("%store -r\nresults\n%bookmark -l\nexit\n")).toMatch(/\[1, 2\][^]*here -> /);
});
