import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveFiles } from "../support/file-server.ts";
import { makeLibrariesInsteadOfCuda } from "../support/instead-of-cuda.ts";
import { mustRun } from "../support/run.ts";
import { lastingTree, temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { hasAllFor, pythonOf, whyLeftOut } from "../support/tools.ts";
import { expectMadeAgain } from "./made-again.ts";

/** What the tools would fetch from their own servers, small. `argv` is the directory. */
const MAKE_DOWNLOADS = `
import hashlib, io, os, sys, torch, whisper, zipfile
from easyocr.model.vgg_model import Model
os.mkdir(sys.argv[1]); os.chdir(sys.argv[1])
torch.save({"weight": torch.ones(2)}, "tiny.pth")
with zipfile.ZipFile("main.zip", "w") as archive:
    archive.writestr("owner-models-0a1b2c3/", "")
    archive.writestr("owner-models-0a1b2c3/hubconf.py", "def tiny(): return 1\\n")
sizes = dict(n_mels=8, n_audio_ctx=4, n_audio_state=8, n_audio_head=1, n_audio_layer=1, n_vocab=8)
sizes.update(n_text_ctx=4, n_text_state=24, n_text_head=6, n_text_layer=4)
model = whisper.Whisper(whisper.ModelDimensions(**sizes))
file = io.BytesIO(); torch.save(dict(dims=sizes, model_state_dict=model.state_dict()), file)
hash = hashlib.sha256(file.getvalue()).hexdigest()
os.makedirs(f"whisper/{hash}"); open(f"whisper/{hash}/tiny.pt", "wb").write(file.getvalue())
english = Model(input_channel=1, output_channel=256, hidden_size=256, num_class=97)
torch.save({f"module.{key}": value for key, value in english.state_dict().items()}, "english_g2.pth")
with zipfile.ZipFile("english_g2.zip", "w") as archive: archive.write("english_g2.pth")
`;

/** Each has the real tool fill its store; `argv` is the directory with the downloads and the address it is served at. */
const FILLS = {
  "torch-hub": `
import torch
torch.hub._git_archive_link = lambda *names: f"{address}/main.zip"
assert torch.hub.load("owner/models:main", "tiny", trust_repo=True, skip_validation=True) == 1
assert torch.hub.load_state_dict_from_url(f"{address}/tiny.pth")["weight"].sum() == 2`,
  "torch-extensions": `
import ctypes
from torch.utils.cpp_extension import load_inline
source = 'extern "C" int add(int a, int b) { return a + b; }'
library = load_inline("fused", cpp_sources=source, no_implicit_headers=True, is_python_module=False)
assert ctypes.CDLL(library).add(1, 2) == 3`,
  // Headers compiled beforehand would take most of the time.
  "torch-inductor": `
import torch, torch._inductor.config
torch._inductor.config.cpp_cache_precompile_headers = False
assert torch.compile(lambda x: x.sin() + 1)(torch.zeros(4)).sum() == 4`,
  whisper: `
import os, whisper
whisper._MODELS["tiny"] = f"{address}/whisper/{os.listdir(served + '/whisper')[0]}/tiny.pt"
assert whisper.load_model("tiny").dims.n_mels == 8`,
  // Without its detector, whose weights alone are 80 MB.
  easyocr: `
import easyocr
model = easyocr.config.recognition_models["gen2"]["english_g2"]
model.update(url=f"{address}/english_g2.zip", md5sum=easyocr.utils.calculate_md5(f"{served}/english_g2.pth"))
easyocr.Reader(["en"], gpu=False, detector=False, verbose=False)`,
};

/** For cards that the machine need not have. It is a file, for triton reads a kernel's own source. */
const COMPILE = `
import triton, triton.language as tl
from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource

@triton.jit
def add(x, y, BLOCK: tl.constexpr):
    place = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    tl.store(y + place, tl.load(x + place) + 1)

for target, made in [(GPUTarget("cuda", 80, 32), "cubin"), (GPUTarget("hip", "gfx942", 64), "hsaco")]:
    source = ASTSource(fn=add, signature={"x": "*fp32", "y": "*fp32", "BLOCK": "constexpr"}, constexprs={"BLOCK": 64})
    assert triton.compile(source, target=target).asm[made]
`;

const leftOut = ["torch", "triton"].filter((group) => whyLeftOut(group) !== undefined);
const shared = lastingTree();
let instead = "";

beforeAll(async () => {
  if (leftOut.includes("torch")) return;
  const find = "import importlib.util as util; print(util.find_spec('torch').submodule_search_locations[0])";
  const torch = await mustRun(pythonOf("torch"), ["-c", find], { environment: shared.environment });
  instead = await makeLibrariesInsteadOfCuda(shared, torch.trim());
  await python(shared, shared.environment, MAKE_DOWNLOADS, shared.at("served"));
});

afterAll(() => shared.remove());

function python(
  { path }: TemporaryTree,
  environment: Readonly<Record<string, string>>,
  script: string,
  ...args: readonly string[]
): Promise<string> {
  const all = { ...environment, LD_LIBRARY_PATH: instead };
  return mustRun(pythonOf("torch"), ["-c", script, ...args], { cwd: path, environment: all });
}

test.each(leftOut)("%s is left out only because this machine is none that it is made for", (group) => {
  expect(hasAllFor(group)).toBe(false);
});

// Compiling takes long on a busy machine.
describe(
  "what the real tool leaves is found, known whole, and made again when it is gone",
  { timeout: 600_000 },
  () => {
    test.skipIf(leftOut.includes("torch")).each(Object.entries(FILLS))("%s", async (id, fill) => {
      const tree = temporaryTree();
      const address = await serveFiles(shared.at("served"));
      const environment = {
        ...tree.environment,
        // Where it finds the ninja of its own environment.
        PATH: `${dirname(pythonOf("torch"))}:${tree.environment["PATH"]}`,
        USER: "me",
        NO_PROXY: "127.0.0.1",
        no_proxy: "127.0.0.1",
        // Trials of what the processor knows would take most of the time.
        TORCHINDUCTOR_VEC_ISA_OK: "0",
      };
      const script = `import sys; served, address = sys.argv[1:]${fill}`;
      await expectMadeAgain(id, tree, environment, () =>
        python(tree, environment, script, shared.at("served"), address),
      );
    });

    test.skipIf(leftOut.includes("triton"))("triton", async () => {
      const tree = temporaryTree();
      const { path, environment } = tree;
      const script = tree.file("compile.py", COMPILE);
      await expectMadeAgain("triton", tree, environment, () =>
        mustRun(pythonOf("triton"), [script], { cwd: path, environment }),
      );
    });
  },
);
