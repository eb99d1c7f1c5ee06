import { ansibleTmp } from "../catalog/stores/ansible-tmp.ts";
import { black } from "../catalog/stores/black.ts";
import { cuda } from "../catalog/stores/cuda.ts";
import { easyocr } from "../catalog/stores/easyocr.ts";
import { gensim } from "../catalog/stores/gensim.ts";
import { huggingfaceAssets } from "../catalog/stores/huggingface-assets.ts";
import { huggingfaceModules } from "../catalog/stores/huggingface-modules.ts";
import { huggingfaceXet } from "../catalog/stores/huggingface-xet.ts";
import { ipython } from "../catalog/stores/ipython.ts";
import { jedi } from "../catalog/stores/jedi.ts";
import { jupyterRuntime } from "../catalog/stores/jupyter-runtime.ts";
import { keras } from "../catalog/stores/keras.ts";
import { matplotlib } from "../catalog/stores/matplotlib.ts";
import { nltk } from "../catalog/stores/nltk.ts";
import { numba } from "../catalog/stores/numba.ts";
import { pyrightPython } from "../catalog/stores/pyright-python.ts";
import { scikitLearn } from "../catalog/stores/scikit-learn.ts";
import { seaborn } from "../catalog/stores/seaborn.ts";
import { tensorflowDatasets } from "../catalog/stores/tensorflow-datasets.ts";
import { torchExtensions } from "../catalog/stores/torch-extensions.ts";
import { torchHub } from "../catalog/stores/torch-hub.ts";
import { torchInductor } from "../catalog/stores/torch-inductor.ts";
import { transformers } from "../catalog/stores/transformers.ts";
import { triton } from "../catalog/stores/triton.ts";
import { vllm } from "../catalog/stores/vllm.ts";
import { wandbStaging } from "../catalog/stores/wandb-staging.ts";
import { whisper } from "../catalog/stores/whisper.ts";
import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";
import { isNumberTaken } from "../system/own-process.ts";
import type { Inspector, StorePlace } from "./inspector.ts";
import { plainInspector, type PlainStore } from "./plain.ts";

const DAY_MS = 86_400_000;

/** Weights and data sets may be the user's own, which is why they are medium; what is plainly work of theirs stays. */
const isNobodysWork = (relative: string): boolean =>
  !/(^|\/)(\.git|\.hg|\.svn)(\/|$)|\.(ipynb|docx?|tex|md)$/i.test(relative);

const STORES: readonly PlainStore[] = [
  { store: ansibleTmp, kind: "run", makes: () => true, obstacles: whatIsOfToday("a run") },
  {
    store: black,
    kind: "version",
    makes: (_, relative) => /^(cache\.|Grammar|PatternGrammar)[\w.-]*\.pickle$/.test(relative),
  },
  {
    store: cuda,
    kind: "kernels",
    makes: (entry, relative) => (entry === "index" ? relative === "" : /^([0-9a-f]\/)?[0-9a-f]{8,}$/.test(relative)),
  },
  {
    store: easyocr,
    kind: "models",
    makes: (_, relative) => /^[\w.-]+\.(pth|pt|zip)$/.test(relative),
  },
  {
    store: gensim,
    kind: "data-set",
    makes: (entry, relative) =>
      /^(__pycache__\/)?__init__\.([\w-]+\.)?pyc?$/.test(relative) ||
      relative.startsWith(`${entry.replace(/_tmp$/, "")}.`),
  },
  {
    store: huggingfaceAssets,
    kind: "library",
    makes: (_, relative) => /^[^/]+\/[^/]+\/./.test(relative) && isNobodysWork(relative),
  },
  {
    store: huggingfaceModules,
    kind: "modules",
    makes: (_, relative) => /^([\w.-]+\/)*([\w.-]+\.(py|pyc|json|lock)|\.no_exist)$/.test(relative),
  },
  {
    store: huggingfaceXet,
    kind: "server",
    makes: (_, relative) => /^((chunk|shard)[-_]cache|staging)\//.test(relative),
  },
  { store: ipython, kind: "list", makes: (_, relative) => relative === "" },
  { store: jedi, kind: "interpreter", makes: (_, relative) => /^[0-9a-f]{64}-[0-9a-f]{64}\.pkl$/.test(relative) },
  { store: jupyterRuntime, kind: "note", makes: (_, relative) => relative === "", whyNot: whyServerRuns },
  { store: keras, kind: "directory", makes: (_, relative) => relative !== "" && isNobodysWork(relative) },
  {
    store: matplotlib,
    kind: "file",
    makes: (entry, relative) =>
      entry === "tex.cache"
        ? /^([0-9a-f]{2}\/)*[0-9a-f]{32,64}\.(tex|dvi|png|log|aux|baseline)$/.test(relative)
        : relative === "",
  },
  { store: nltk, kind: "packages", makes: (_, relative) => relative !== "" && isNobodysWork(relative) },
  { store: numba, kind: "module", makes: (_, relative) => /^[^/]+\.(nbi|nbc)$/.test(relative) },
  {
    store: pyrightPython,
    kind: "version",
    makes: (entry, relative) => entry === "nodeenv" || /^(package(-lock)?\.json$|node_modules\/)/.test(relative),
    makesLinks: true,
  },
  { store: scikitLearn, kind: "data-set", makes: (_, relative) => isNobodysWork(relative) },
  { store: seaborn, kind: "data-set", makes: (_, relative) => relative === "" },
  {
    store: tensorflowDatasets,
    kind: "data-set",
    makes: (_, relative) =>
      /^([\w.-]+\/){1,2}([\w.-]+\.(json|txt|tfrecord|array_record|riegeli)[\w.-]*)$/.test(relative),
  },
  {
    store: torchExtensions,
    kind: "extensions",
    makes: (_, relative) =>
      /^([\w.]+\/)?([\w.]+\/)?(build\.ninja|\.ninja_(log|deps)|lock|main\.cpp|cuda\.cu|[\w.-]+\.(o|so|pyd|obj|dll|exp|lib|d))$/.test(
        relative,
      ),
  },
  {
    store: torchHub,
    kind: "downloads",
    makes: (entry, relative) =>
      relative !== "" && (entry === "checkpoints" ? /^[^/]+$/.test(relative) : isNobodysWork(relative)),
    makesLinks: true,
  },
  { store: torchInductor, kind: "code", makes: (_, relative) => /(^|\/)[A-Za-z0-9]{40,}/.test(relative) },
  { store: transformers, kind: "download", makes: (_, relative) => relative === "" },
  {
    store: triton,
    kind: "kernel",
    makes: (_, relative) =>
      /^([^/]+\.(json|ttir|ttgir|llir|ptx|cubin|so|pyd|amdgcn|hsaco|source|spv)|__grp__[^/]+|lock)$/.test(relative),
  },
  { store: vllm, kind: "compiled", makes: (_, relative) => relative !== "" && isNobodysWork(relative) },
  {
    store: wandbStaging,
    kind: "file",
    makes: (entry, relative) =>
      entry === "artifact_manifests" ? /^[\d.]+_[0-9a-f]+\.manifest_contents\.jl\.gz$/.test(relative) : relative === "",
    obstacles: whatIsOfToday("an upload"),
  },
  { store: whisper, kind: "model", makes: (_, relative) => relative === "" },
];

/** Inspectors of the stores that need no more than their parts. */
export const plainStores: readonly Inspector[] = STORES.map(plainInspector);

/** Somebody may still be at work on what is younger than a day. */
function whatIsOfToday(who: string): (place: StorePlace) => string[] {
  return ({ host, path, measured }) => {
    const isOfToday = (name: string): boolean => {
      const changed = statusOrNothing(join(path, name))?.modified ?? Infinity;
      return host.now() - Math.max(changed, measured.entries.get(name)!.newest) < DAY_MS;
    };
    const young = [...measured.entries.keys()].find(isOfToday);
    return young === undefined ? [] : [`${join(path, young)} is of the last day, and ${who} may still need it`];
  };
}

/** A note names its server by the number of its process. */
function whyServerRuns(note: AbsolutePath): string | null {
  const pid = Number(/-(\d+)/.exec(nameOf(note))?.[1]);
  return isNumberTaken(pid) ? `${note} may be of a server that runs: there is a process ${pid}` : null;
}
