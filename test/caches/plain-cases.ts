export interface PlainCase {
  /** What the tool leaves, as seen in its source or a run of it. */
  readonly made: Readonly<Record<string, string | null>>;
  /** Names at the top that may go. */
  readonly goes: readonly string[];
  readonly safety: string;
  /** A file of the user's: whatever holds it must not go by our own step, or be in the way of everything. */
  readonly mine: string;
  /** A directory that only looks like the store. */
  readonly lookAlike: Readonly<Record<string, string | null>>;
  readonly linux: readonly string[];
  readonly darwin: readonly string[];
  readonly win32: readonly string[];
  /** A variable that moves it, and where to. */
  readonly moved?: readonly [Readonly<Record<string, string>>, string];
}

const HASH = "0123456789abcdef".repeat(4);
export const WINDOWS = { LOCALAPPDATA: "C:\\L", APPDATA: "C:\\R", TEMP: "C:\\T", USERNAME: "me" };
const SERVER = "https___cas_serv-bpSYPuBh1nTqriAV";
const CODE = "c5au5a2mphshn5mjfphssnhp6upkood6f3jju32shuhiunzavhf6";
const KERNEL = "A".repeat(52);
export const everywhere = (name: string) => ({
  linux: [`/home/me/${name}`],
  darwin: [`/Users/me/${name}`],
  win32: [`C:/Users/me/${name}`],
});

/** Stores that our own step cleans, by their names. */
export const CASES: Readonly<Record<string, PlainCase>> = {
  "ansible-tmp": {
    made: {
      "ansible-local-4711abc/ansiballz_cache/ansible.modules.command-ZIP_DEFLATED-none": "",
      "ansible-tmp-1795276793.3307934-23979-222358280039271/AnsiballZ_command.py": "",
    },
    goes: ["ansible-local-4711abc", "ansible-tmp-1795276793.3307934-23979-222358280039271"],
    safety: "safe",
    mine: "playbook.yml",
    lookAlike: { "tmp.txt": "" },
    ...everywhere(".ansible/tmp"),
    moved: [{ ANSIBLE_HOME: "~/a" }, "/home/me/a/tmp"],
  },
  black: {
    made: {
      "26.10.1/cache.-.88.1.pickle": "",
      "26.10.1/Grammar3.11.7.final.0.pickle": "",
      "26.10.1/PatternGrammar3.11.7.final.0.pickle": "",
    },
    goes: ["26.10.1"],
    safety: "safe",
    mine: "26.10.1/model.pickle",
    lookAlike: { "26.10.1/notes.txt": "" },
    linux: ["/home/me/.cache/black"],
    darwin: ["/Users/me/Library/Caches/black"],
    win32: ["C:/L/black/black/Cache", "C:/Users/me/AppData/Local/black/black/Cache"],
    moved: [{ BLACK_CACHE_DIR: "/b" }, "/b"],
  },
  cuda: {
    made: { index: "", [`3/7/${HASH.slice(0, 14)}`]: "", [`a/${HASH}`]: "" },
    goes: ["3", "a", "index"],
    safety: "safe",
    mine: "3/notes.txt",
    lookAlike: { index: "", "a-b/x": "" },
    linux: ["/home/me/.nv/ComputeCache"],
    darwin: [],
    win32: ["C:/R/NVIDIA/ComputeCache"],
    moved: [{ CUDA_CACHE_PATH: "/fast/nv" }, "/fast/nv"],
  },
  easyocr: {
    made: {
      "model/craft_mlt_25k.pth": "",
      "model/pretrained_ic15_res18.pt": "",
      "model/latin.pth": "",
      "user_network/mine.py": "x = 1",
    },
    goes: ["model"],
    safety: "medium",
    mine: "model/training/notes.txt",
    lookAlike: { "model/thesis.docx": "" },
    ...everywhere(".EasyOCR"),
    moved: [{ EASYOCR_MODULE_PATH: "/e" }, "/e"],
  },
  "huggingface-modules": {
    made: {
      "__init__.py": "",
      "transformers_modules/__init__.py": "",
      "transformers_modules/owner/model/0a1b/modeling.py": "",
      "transformers_modules/__pycache__/__init__.cpython-311.pyc": "",
    },
    goes: ["transformers_modules"],
    safety: "low",
    mine: "transformers_modules/own.ipynb",
    lookAlike: { "mine/__init__.py": "", "thing/x": "" },
    ...everywhere(".cache/huggingface/modules"),
    moved: [{ HF_MODULES_CACHE: "/m", HF_HOME: "/hf" }, "/m"],
  },
  gensim: {
    made: {
      "information.json": "{}",
      "text8/__init__.py": "",
      "text8/text8.gz": "",
      "text8/__pycache__/__init__.cpython-311.pyc": "",
    },
    goes: ["text8"],
    safety: "medium",
    mine: "text8/own.txt",
    lookAlike: { "text8/text8.gz": "" },
    ...everywhere("gensim-data"),
    moved: [{ GENSIM_DATA_DIR: "/g" }, "/g"],
  },
  "huggingface-xet": {
    made: {
      [`${SERVER}/chunk-cache/ab/x`]: "",
      [`${SERVER}/shard-cache/${HASH}.mdb`]: "",
      [`${SERVER}/staging/shard-session/xorb_metadata/${HASH}.mdb`]: "",
      "logs/xet.log": "",
      token: "hf_secret",
    },
    goes: [SERVER],
    safety: "low",
    mine: `${SERVER}/own.bin`,
    lookAlike: { "some-thing/cache/x": "" },
    ...everywhere(".cache/huggingface/xet"),
    moved: [{ HF_XET_CACHE: "/x", HF_HOME: "/hf" }, "/x"],
  },
  jedi: {
    made: { [`CPython-311-33/${HASH}-${HASH}.pkl`]: "", "PARSO-CACHE-LOCK": "" },
    goes: ["CPython-311-33"],
    safety: "safe",
    mine: "CPython-311-33/model.pkl",
    lookAlike: { "CPython/Include/x.h": "" },
    linux: ["/home/me/.cache/jedi"],
    darwin: ["/Users/me/Library/Caches/Jedi"],
    win32: ["C:/L/Jedi/Jedi", "C:/Users/me/Jedi/Jedi"],
    moved: [{ XDG_CACHE_HOME: "/x" }, "/x/jedi"],
  },
  keras: {
    made: { "keras.json": '{"floatx": "float32"}', "models/vgg16.h5": "", "datasets/mnist.npz": "" },
    goes: ["datasets", "models"],
    safety: "medium",
    mine: "models/training.ipynb",
    lookAlike: { "models/user.py": "", "keras.json": '{"keras": 1}' },
    ...everywhere(".keras"),
    moved: [{ KERAS_HOME: "~/k" }, "/home/me/k"],
  },
  matplotlib: {
    made: {
      "fontlist-v3.11.0.json": "{}",
      [`tex.cache/01/23/${HASH}.png`]: "",
      matplotlibrc: "lines.linewidth: 2\n",
      "stylelib/mine.mplstyle": "",
    },
    goes: ["fontlist-v3.11.0.json", "tex.cache"],
    safety: "low",
    mine: "tex.cache/thesis.tex",
    lookAlike: { matplotlibrc: "", "stylelib/mine.mplstyle": "", "fonts.json": "" },
    linux: ["/home/me/.cache/matplotlib"],
    darwin: ["/Users/me/.matplotlib"],
    win32: ["C:/L/matplotlib"],
    moved: [{ MPLCONFIGDIR: "/m" }, "/m"],
  },
  nltk: {
    made: { "corpora/stopwords.zip": "", "corpora/stopwords/english": "", "tokenizers/punkt.zip": "" },
    goes: ["corpora", "tokenizers"],
    safety: "medium",
    mine: "corpora/notes.md",
    lookAlike: { "corpora.txt": "" },
    linux: ["/home/me/nltk_data"],
    darwin: ["/Users/me/nltk_data"],
    win32: ["C:/R/nltk_data", "C:/Users/me/nltk_data"],
    moved: [{ NLTK_DATA: "/n" }, "/n"],
  },
  numba: {
    made: { [`app_${HASH.slice(0, 40)}/nb.f-2.py311.nbi`]: "", [`app_${HASH.slice(0, 40)}/nb.f-2.py311.1.nbc`]: "" },
    goes: [`app_${HASH.slice(0, 40)}`],
    safety: "low",
    mine: `app_${HASH.slice(0, 40)}/own.py`,
    lookAlike: { "app/own.py": "" },
    linux: [],
    darwin: [],
    win32: [],
    moved: [{ NUMBA_CACHE_DIR: "/n" }, "/n"],
  },
  "pyright-python": {
    made: { "1.1.414/package.json": "{}", "1.1.414/node_modules/pyright/package.json": "{}", "nodeenv/bin/node": "" },
    goes: ["1.1.414", "nodeenv"],
    safety: "low",
    mine: "1.1.414/own.ts",
    lookAlike: { "1.1.414/own.ts": "" },
    ...everywhere(".cache/pyright-python"),
    moved: [{ PYRIGHT_PYTHON_CACHE_DIR: "/p" }, "/p/pyright-python"],
  },
  "scikit-learn": {
    made: {
      "20newsgroup_vectorizedremove-headers-footers_py3.pkl": "",
      "cal_housing_py3.pkz": "",
      "cal_housing.tgz.part_x8k2_q1": "",
      "covertype/samples_py3": "",
      "openml/openml.org/x.gz": "",
    },
    goes: ["20newsgroup_vectorizedremove-headers-footers_py3.pkl", "cal_housing_py3.pkz", "covertype", "openml"],
    safety: "medium",
    mine: "covertype/analysis.ipynb",
    lookAlike: { "housing.csv": "" },
    ...everywhere("scikit_learn_data"),
    moved: [{ SCIKIT_LEARN_DATA: "~/s" }, "/home/me/s"],
  },
  seaborn: {
    made: { "tips.csv": "", "iris.csv": "" },
    goes: ["iris.csv", "tips.csv"],
    safety: "medium",
    mine: "My Results 2026.csv",
    lookAlike: { "Results-2026.csv": "" },
    linux: ["/home/me/.cache/seaborn"],
    darwin: ["/Users/me/Library/Caches/seaborn"],
    win32: ["C:/L/seaborn/seaborn/Cache"],
    moved: [{ SEABORN_DATA: "~/s" }, "/home/me/s"],
  },
  "tensorflow-datasets": {
    made: {
      "mnist/3.0.1/dataset_info.json": "{}",
      "mnist/3.0.1/mnist-train.tfrecord-00000-of-00001": "",
      "downloads/manual/own.tar": "",
    },
    goes: ["mnist"],
    safety: "medium",
    mine: "mnist/3.0.1/paper.docx",
    lookAlike: { "mnist/train.csv": "" },
    ...everywhere("tensorflow_datasets"),
    moved: [{ TFDS_DATA_DIR: "/t" }, "/t"],
  },
  "torch-extensions": {
    made: {
      "py311_cu124/fused/build.ninja": "",
      "py311_cu124/fused/fused.so": "",
      "py311_cu124/fused/main.cpp": "",
      "py311_cu124/fused/lock": "",
      "own_directory/build.ninja": "",
      "own_directory/.ninja_deps": "",
      "own_directory/own_directory.so": "",
    },
    goes: ["own_directory", "py311_cu124"],
    safety: "low",
    mine: "py311_cu124/fused/kernel.cpp",
    lookAlike: { "build/main.cpp": "" },
    linux: ["/home/me/.cache/torch_extensions"],
    darwin: ["/Users/me/Library/Caches/torch_extensions"],
    win32: ["C:/L/torch_extensions/torch_extensions/Cache"],
    moved: [{ TORCH_EXTENSIONS_DIR: "/t" }, "/t"],
  },
  "torch-hub": {
    made: {
      "checkpoints/resnet18-f37072fd.pth": "",
      "pytorch_vision_main/hubconf.py": "",
      trusted_list: "",
      [`main.zip.${HASH.slice(0, 32)}.partial`]: "",
    },
    goes: ["checkpoints", "pytorch_vision_main"],
    safety: "medium",
    mine: "pytorch_vision_main/.git/HEAD",
    lookAlike: { "pytorch_vision_main/setup.py": "" },
    ...everywhere(".cache/torch/hub"),
    moved: [{ TORCH_HOME: "~/t" }, "/home/me/t/hub"],
  },
  "torch-inductor": {
    made: {
      [`fxgraph/5a/${CODE}/${CODE}`]: "",
      [`5a/${CODE}.so.load_ok`]: "",
      [`triton/0/${KERNEL}/add.ptx`]: "",
      [`precompiled_headers/locks/${CODE}.lock`]: "",
      "locks/x.lock": "",
      "dynamo/code_state.pkl": "",
    },
    goes: ["5a", "fxgraph", "precompiled_headers", "triton"],
    safety: "safe",
    mine: "5a/own.py",
    lookAlike: { "5a/own.py": "", "precompiled_headers/own.h": "" },
    linux: ["/tmp/torchinductor_me"],
    darwin: ["/tmp/torchinductor_me"],
    win32: ["C:/T/torchinductor_me"],
    moved: [{ TMPDIR: "/var/tmp", USER: "a/b" }, "/var/tmp/torchinductor_a_b"],
  },
  triton: {
    made: { [`${KERNEL}/add.ptx`]: "", [`${KERNEL}/add.json`]: "", [`${KERNEL}/__grp__add.json`]: "" },
    goes: [KERNEL],
    safety: "safe",
    mine: `${KERNEL}/own.py`,
    lookAlike: { "AAAA/add.ptx": "" },
    ...everywhere(".triton/cache"),
    moved: [{ TRITON_HOME: "/t" }, "/t/.triton/cache"],
  },
  vllm: {
    made: {
      "torch_compile_cache/1517964802/rank_0_0/x.py": "",
      "deep_gemm/cache/kernel.cubin": "",
      "modelinfos/vllm-Llama.json": "{}",
      "gpu_p2p_access_cache_for_0,1.json": "{}",
    },
    goes: ["deep_gemm", "torch_compile_cache"],
    safety: "safe",
    mine: "torch_compile_cache/notes.md",
    lookAlike: { "models/x.bin": "" },
    ...everywhere(".cache/vllm"),
    moved: [{ VLLM_CACHE_ROOT: "~/v" }, "/home/me/v"],
  },
  whisper: {
    made: { "small.en.pt": "", "large-v3.pt": "" },
    goes: ["large-v3.pt", "small.en.pt"],
    safety: "low",
    mine: "interview.wav",
    lookAlike: { "mine.pt": "" },
    ...everywhere(".cache/whisper"),
    moved: [{ XDG_CACHE_HOME: "/x" }, "/x/whisper"],
  },
};
