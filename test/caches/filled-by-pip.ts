import { chmodSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { AbsolutePath } from "../../src/model/path.ts";
import { findProgram } from "../../src/system/commands.ts";
import { thisHost, type Host } from "../../src/system/host.ts";
import type { PackageIndex } from "../support/package-index.ts";
import { mustRun } from "../support/run.ts";
import { type TemporaryTree } from "../support/temporary-tree.ts";
import { machinePython } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";

export interface FilledByPip {
  readonly tree: TemporaryTree;
  readonly host: Host;
  readonly cache: AbsolutePath;
  /** The real pip installs `pebble` and `gravel` into a directory of this name; true when both are there. */
  readonly install: (target: string) => Promise<boolean>;
}

/** A cache that the machine's own pip filled. Nothing but git, sync and, if asked, pip is found by `PATH`. */
export async function filledByPip(tree: TemporaryTree, index: PackageIndex, hasPip: boolean): Promise<FilledByPip> {
  const environment = { ...tree.environment, PIP_INDEX_URL: index.url, PIP_TRUSTED_HOST: index.host };
  const install = async (target: string): Promise<boolean> => {
    const words = ["-m", "pip", "install", "-q", "--target", tree.at(target), "pebble", "gravel"];
    await mustRun(machinePython(), words, { cwd: tree.path, environment });
    return ["pebble/__init__.py", "gravel.py"].every((name) => existsSync(tree.at(target, name)));
  };
  await install("installed");
  mkdirSync(tree.at("programs"));
  for (const name of ["git", "sync"]) symlinkSync(findProgram(thisHost(), name)!, tree.at("programs", name));
  if (hasPip) chmodSync(tree.file("programs/pip", `#!/bin/sh\nexec ${machinePython()} -m pip "$@"\n`), 0o755);
  const host = hostIn(tree.home, { ...tree.environment, PATH: tree.at("programs") });
  const cache = join(tree.home, ".cache/pip") as AbsolutePath;
  return { tree, host: { ...host, currentDirectory: tree.path }, cache, install };
}
