import { test } from "vitest";
import { mustRun } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { pythonOf } from "../support/tools.ts";
import { plant } from "../support/trees.ts";
import { expectMadeAgain } from "./made-again.ts";

const LOAD = `
import sys
from transformers import AutoConfig
assert AutoConfig.from_pretrained(sys.argv[1], trust_remote_code=True).model_type == "own"
`;

test("what the real transformers keeps of a model's code is found, known whole, and made again when it is gone", async () => {
  const tree = temporaryTree();
  const model = tree.directory("model");
  plant(model, {
    "config.json": JSON.stringify({ model_type: "own", auto_map: { AutoConfig: "configuration_own.OwnConfig" } }),
    "configuration_own.py": `
from transformers import PretrainedConfig
class OwnConfig(PretrainedConfig):
    model_type = "own"
`,
  });
  const { path, environment } = tree;
  await expectMadeAgain("huggingface-modules", tree, environment, () =>
    mustRun(pythonOf("huggingface"), ["-c", LOAD, model], { cwd: path, environment }),
  );
});
