import type { PlainCase } from "./plain-cases.ts";

/** More stores that our own step cleans: of tools that are no libraries. */
export const TOOL_CASES: Readonly<Record<string, PlainCase>> = {
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
};
