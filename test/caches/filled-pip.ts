import { chmodSync, cpSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { findProgram } from "../../src/system/commands.ts";
import { thisHost, type Host } from "../../src/system/host.ts";
import { openIndex, type PackageIndex } from "../support/package-index.ts";
import { mustRun } from "../support/run.ts";
import { lastingTree, temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { machinePython } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";

export const NEW = "26.3";
/** The last but one that does not know `http-v2`. */
export const OLD = "23.2.1";

let served: TemporaryTree;
let index: PackageIndex;

/** Fills one cache by each version, once for the tests of a file. */
export function fillOnce(): void {
  beforeAll(fill);
  afterAll(() => {
    index?.close();
    served?.remove();
  });
}

async function fill(): Promise<void> {
  served = lastingTree();
  index = await openIndex(served.at("packages"), "pebble-1.0", "pebble-2.0", "grain-0.5");
  const download = ["-m", "pip", "download", "-q", "--no-deps", "--no-cache-dir", "-d", served.at("pips")];
  await mustRun(machinePython(), [...download, `pip==${NEW}`], { environment: served.environment });
  await mustRun(machinePython(), [...download, `pip==${OLD}`], { environment: served.environment });
  for (const version of [NEW, OLD]) {
    // From within the wheel it would be compiled anew at each start.
    const wheel = served.at(`pips/pip-${version}-py3-none-any.whl`);
    await mustRun(machinePython(), ["-m", "zipfile", "-e", wheel, unpacked(version)], { environment: {} });
    const args = ["install", "-q", "--cache-dir", served.at(`filled-${version}`), "--target"];
    const options = { cwd: served.path, environment: settings(served) };
    await mustRun(plantPip(served, version), [...args, served.at("first"), "pebble", "grain", "gravel"], options);
    await mustRun(plantPip(served, version), [...args, served.at("second"), "pebble==1.0"], options);
  }
}

function unpacked(version: string): AbsolutePath {
  return served.at(`pip-${version}.unpacked`);
}

/** The real pip of that version as a program. */
function plantPip(tree: TemporaryTree, version: string): string {
  const script = `#!/bin/sh\nexec ${machinePython()} ${unpacked(version)}/pip "$@"\n`;
  const program = tree.file(`pip-${version}/pip`, script);
  chmodSync(program, 0o755);
  return program;
}

function settings(tree: TemporaryTree): Record<string, string> {
  return {
    ...tree.environment,
    PIP_INDEX_URL: index.url,
    PIP_TRUSTED_HOST: index.host,
    PIP_ROOT_USER_ACTION: "ignore",
    PIP_CONFIG_FILE: "/dev/null",
  };
}

export interface Filled {
  readonly tree: TemporaryTree;
  readonly cache: AbsolutePath;
  /** With that version of pip first on `PATH`; none with null. */
  hostWith(version: string | null): Host;
  install(version: string, target: string, ...args: string[]): Promise<string>;
}

/** A copy of the cache that the real pip of that version filled. */
export function filled(version: string): Filled {
  const tree = temporaryTree();
  const environment = settings(tree);
  const install: Filled["install"] = (pip, target, ...args) =>
    mustRun(plantPip(tree, pip), ["install", "-q", "--target", tree.at(target), ...args], {
      cwd: tree.path,
      environment,
    });
  const cache = join(tree.home, ".cache/pip") as AbsolutePath;
  cpSync(served.at(`filled-${version}`), cache, { recursive: true, preserveTimestamps: true });
  // Nothing but git and what a test plants is found by `PATH`.
  tree.directory("programs");
  symlinkSync(findProgram(thisHost(), "git")!, tree.at("programs/git"));
  return {
    tree,
    cache,
    install,
    hostWith(pip) {
      const own = pip === null ? [] : [dirname(plantPip(tree, pip))];
      const path = [...own, tree.at("programs")].join(":");
      return { ...hostIn(tree.home, { ...environment, PATH: path }), currentDirectory: tree.path };
    },
  };
}
