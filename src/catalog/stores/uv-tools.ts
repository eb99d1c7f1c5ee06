import type { Store } from "../../model/store.ts";

export const uvTools: Store = {
  id: "uv-tools",
  tool: "uv",
  title: "programs installed by uv",
  locations: [
    { variable: "UV_TOOL_DIR" },
    { variable: "XDG_DATA_HOME", below: "uv/tools", on: ["linux", "darwin"] },
    { home: ".local/share/uv/tools", on: ["linux", "darwin"] },
    { variable: "APPDATA", below: "uv/data/tools", on: ["win32"] },
    { home: "AppData/Roaming/uv/data/tools", on: ["win32"] },
  ],
  proof: { entry: "*/uv-receipt.toml", type: "file" },
  // What somebody installed is no leftover: shown, never removed.
  parts: [{ id: "programs", title: "installed programs", entry: /^/, safety: "data", removedBy: "nobody" }],
  owner: null,
  restoredBy: "uv tool install",
  sources: [
    {
      fact: "they lie in UV_TOOL_DIR, else in uv/tools of XDG_DATA_HOME or ~/.local/share, each with a uv-receipt.toml",
      seen: "uv 0.13.8, `uv tool dir` and `uv tool install`; Windows from uv's documentation",
      checked: "2026-11-21",
    },
  ],
};
