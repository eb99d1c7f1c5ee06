import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { serveFiles } from "../support/file-server.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { machineProgram } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { contentsOf, theCache } from "./store-place.ts";

const pyenv = machineProgram("pyenv");

test.runIf(pyenv)(
  "(needs pyenv) the sources that pyenv fetched go, what it installed from them stays, and it fetches them again",
  async () => {
    const tree = temporaryTree();
    const root = tree.directory("pyenv");
    const cache = join(root, "cache");
    mkdirSync(cache);
    const environment = { ...tree.environment, PYENV_ROOT: root, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
    const options = { cwd: tree.path, environment };
    tree.file("server/Python-3.99.0/bin/python", "#!/bin/sh\n");
    await mustRun(
      "/bin/sh",
      ["-c", "chmod +x Python-3.99.0/bin/python && tar czf Python-3.99.0.tar.gz Python-3.99.0"],
      {
        ...options,
        cwd: tree.at("server"),
      },
    );
    const address = await serveFiles(tree.at("server"));
    const recipe = tree.file("3.99.0", `install_package "Python-3.99.0" "${address}/Python-3.99.0.tar.gz" copy\n`);
    const install = (): Promise<string> => mustRun(pyenv!, ["install", "--force", recipe], options);
    await install();

    const host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
    const sources = theCache(host, "pyenv");
    expect([sources.path, sources.isCurrent, sources.obstacles]).toEqual([cache, true, []]);
    expect(contentsOf(host, "pyenv").entries.map(({ name, version }) => [name, version])).toEqual([
      ["Python-3.99.0.tar.gz", "3.99.0"],
    ]);
    expect(contentsOf(host, "pyenv-versions").entries.map(({ name, safety }) => [name, safety])).toEqual([
      ["3.99.0", "data"],
    ]);
    const versions = snapshot(join(root, "versions"));
    const request = { names: ["pyenv", "pyenv-versions"], chosen: null, named: [], permanent: true };
    const { report } = await cleanCaches(host, request, { confirm: () => Promise.resolve(true), isMeasured: false });
    expect(report?.outcomes.map(({ result, path }) => [result, path])).toEqual([
      ["done", join(cache, "Python-3.99.0.tar.gz")],
    ]);
    expect(snapshot(join(root, "versions"))).toEqual(versions);
    expect(await mustRun(pyenv!, ["versions", "--bare"], options)).toBe("3.99.0\n");
    await install();
    expect(existsSync(join(cache, "Python-3.99.0.tar.gz"))).toBe(true);
  },
);
