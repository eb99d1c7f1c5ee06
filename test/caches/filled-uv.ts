import { dirname, join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Host } from "../../src/system/host.ts";
import { openIndex, type PackageIndex } from "../support/package-index.ts";
import { mustRun } from "../support/run.ts";
import { lastingTree, temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { machinePython, tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";

let index: PackageIndex;
let served: TemporaryTree;

/** Opens an index for the tests of a file. */
export function serveOnce(): void {
  beforeAll(async () => {
    served = lastingTree();
    index = await openIndex(served.at("packages"), "pebble-1.0", "pebble-2.0", "grain-0.5", "wrench-1.0");
  });
  afterAll(() => {
    index?.close();
    served?.remove();
  });
}

export interface Filled {
  readonly tree: TemporaryTree;
  readonly host: Host;
  readonly cache: AbsolutePath;
  readonly uv: (...args: string[]) => Promise<string>;
}

/** A cache that the real uv filled, with an environment that holds links to one of its three unpacked wheels. */
export async function filled(tree = temporaryTree(), linkMode = "hardlink"): Promise<Filled> {
  const environment = {
    ...tree.environment,
    PATH: `${dirname(tool("uv"))}:${tree.environment["PATH"]}`,
    UV_INDEX_URL: index.url,
    UV_DEFAULT_INDEX: index.url,
    UV_LINK_MODE: linkMode,
  };
  const uv = (...args: string[]) => mustRun(tool("uv"), args, { cwd: tree.path, environment });
  await uv("venv", "-q", "--python", machinePython(), "kept");
  await uv("pip", "install", "-q", "--python", "kept", "pebble==2.0");
  await uv("venv", "-q", "--python", machinePython(), "gone");
  await uv("pip", "install", "-q", "--python", "gone", "pebble==1.0", "grain", "gravel");
  await mustRun("rm", ["-rf", tree.at("gone")], { environment: {} });
  const host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
  return { tree, host, cache: join(tree.home, ".cache/uv") as AbsolutePath, uv };
}
