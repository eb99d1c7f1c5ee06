import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serveFiles } from "../support/file-server.ts";
import { mustRun } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { pythonOf } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { contentsOf } from "./store-place.ts";
import { expectMadeAgain } from "./made-again.ts";

/** What lies beside the hub's cache: files of libraries, and what transformers fetched before it used the hub's cache. */

const KEEP = `
from huggingface_hub import cached_assets_path
(cached_assets_path("datasets", "SQuAD", "download") / "train.json").write_text("{}")
`;

test("huggingface-assets: what a library keeps there is found, known whole, and made again", async () => {
  const tree = temporaryTree();
  const options = { cwd: tree.path, environment: tree.environment };
  await expectMadeAgain("huggingface-assets", tree, tree.environment, () =>
    mustRun(pythonOf("huggingface"), ["-c", KEEP], options),
  );
  expect(contentsOf(hostIn(tree.home, tree.environment), "huggingface-assets").entries).toMatchObject([
    { kind: "library", name: "datasets", safety: "medium" },
  ]);
});

/** The part of transformers 4.0 that downloads, without the rest, which needs packages that are not made any more. */
const FETCH = `
import sys, types
package = types.ModuleType("transformers")
package.__path__, package.__version__ = [sys.argv[1] + "/transformers"], "4.0.1"
sys.path.insert(0, sys.argv[1]); sys.modules["transformers"] = package
from transformers import file_utils
print(file_utils.cached_path(sys.argv[2]))
`;

test("transformers: what an old one fetched is found, known whole, and fetched again", async () => {
  const tree = temporaryTree();
  tree.file("server/config.json", "{}");
  const environment = { ...tree.environment, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
  const python = (...args: string[]): Promise<string> =>
    mustRun(pythonOf("data-sets"), args, { cwd: tree.path, environment });
  const packages = ["transformers==4.0.1", "filelock==3.20.0"];
  await python("-m", "pip", "install", "-q", "--no-deps", "--no-compile", "--target", tree.at("old"), ...packages);
  const address = `${await serveFiles(tree.at("server"))}/config.json`;
  const path = await expectMadeAgain("transformers", tree, environment, () =>
    python("-c", FETCH, tree.at("old"), address),
  );
  expect(path).toBe(join(tree.home, ".cache/huggingface/transformers"));
  expect(readdirSync(path).filter((name) => name.endsWith(".lock"))).toHaveLength(1);
  expect(existsSync(join(tree.home, ".cache/huggingface/hub"))).toBe(false);
});
