import { everywhere, type PlainCase } from "./plain-cases.ts";

const CHECKSUMS = `${"0a1b".repeat(16)}.${"2c3d".repeat(16)}`;

/** More stores that our own step cleans: of tools that are no libraries. */
export const TOOL_CASES: Readonly<Record<string, PlainCase>> = {
  "huggingface-assets": {
    made: { "datasets/squad/download/train.json": "{}", "other-lib/default/default/x.bin": "" },
    goes: ["datasets", "other-lib"],
    safety: "medium",
    mine: "datasets/own.json",
    lookAlike: { "datasets/squad/download/x": "" },
    ...everywhere(".cache/huggingface/assets"),
    moved: [{ HF_ASSETS_CACHE: "~/a", HF_HOME: "/hf" }, "/home/me/a"],
  },
  ipython: {
    made: { rootmodules_cache: "", bookmarks: "", "autorestore/x": "", dhist: "", stored_aliases: "" },
    goes: ["rootmodules_cache"],
    safety: "safe",
    mine: "syscmdlist/own.txt",
    lookAlike: { bookmarks: "", "autorestore/x": "" },
    ...everywhere(".ipython/profile_default/db"),
    moved: [{ IPYTHONDIR: "~/i" }, "/home/me/i/profile_default/db"],
  },
  "jupyter-runtime": {
    made: {
      "jpserver-99999999.json": "{}",
      "jpserver-99999999-open.html": "",
      "kernel-0a1b.json": "{}",
      jupyter_cookie_secret: "secret",
    },
    goes: ["jpserver-99999999-open.html", "jpserver-99999999.json"],
    safety: "low",
    mine: "nbserver-99999998.json/own.txt",
    lookAlike: { "kernel.json": "{}", "jpserver.log": "" },
    linux: ["/home/me/.local/share/jupyter/runtime"],
    darwin: ["/Users/me/Library/Jupyter/runtime"],
    win32: ["C:/R/jupyter/runtime"],
    moved: [{ JUPYTER_RUNTIME_DIR: "/r", JUPYTER_DATA_DIR: "/d" }, "/r"],
  },
  "wandb-staging": {
    made: { tmp8bjny3de: "", "artifact_manifests/1795000000.5_0123456789abcdef.manifest_contents.jl.gz": "" },
    goes: ["artifact_manifests", "tmp8bjny3de"],
    safety: "medium",
    mine: "artifact_manifests/own.csv",
    lookAlike: { "data.csv": "", "tmp/x": "" },
    linux: ["/home/me/.local/share/wandb/artifacts/staging"],
    darwin: ["/Users/me/Library/Application Support/wandb/artifacts/staging"],
    win32: ["C:/L/wandb/wandb/artifacts/staging", "C:/Users/me/AppData/Local/wandb/wandb/artifacts/staging"],
    moved: [{ WANDB_DATA_DIR: "/w" }, "/w/artifacts/staging"],
  },
  transformers: {
    made: { [CHECKSUMS]: "", [`${CHECKSUMS}.json`]: "{}", [`${CHECKSUMS}.lock`]: "" },
    goes: [CHECKSUMS, `${CHECKSUMS}.json`],
    safety: "low",
    mine: "model.bin",
    lookAlike: { [CHECKSUMS]: "", "config.json": "{}" },
    ...everywhere(".cache/huggingface/transformers"),
    moved: [{ TRANSFORMERS_CACHE: "/t", HF_HOME: "/hf" }, "/t"],
  },
};
