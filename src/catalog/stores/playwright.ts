import type { Store } from "../../model/store.ts";

export const playwright: Store = {
  id: "playwright",
  tool: "playwright",
  title: "playwright browsers",
  locations: [
    { variable: "PLAYWRIGHT_BROWSERS_PATH" },
    { variable: "XDG_CACHE_HOME", below: "ms-playwright", on: ["linux"] },
    { home: ".cache/ms-playwright", on: ["linux"] },
    { home: "Library/Caches/ms-playwright", on: ["darwin"] },
    { variable: "LOCALAPPDATA", below: "ms-playwright", on: ["win32"] },
    { home: "AppData/Local/ms-playwright", on: ["win32"] },
  ],
  proof: { entry: "*/INSTALLATION_COMPLETE", type: "file" },
  parts: [
    {
      id: "browsers",
      title: "browsers and what they need",
      entry: /^(chromium|firefox|webkit|ffmpeg|winldd|android)[a-z_]*-\d+$/,
      safety: "low",
      removedBy: "owner",
    },
    {
      id: "marks",
      title: "who installed them, locks and marks",
      entry: /^(\.links|__dirlock|\.docker-info|b|daemon|mcp-.*)$/,
      safety: "safe",
      removedBy: "nobody",
    },
  ],
  owner: {
    programs: ["playwright"],
    arguments: ["uninstall", "--all"],
    place: [],
    quietly: [],
    environment: { PLAYWRIGHT_BROWSERS_PATH: "{path}" },
    version: ["--version"],
    timeLimitMs: 10 * 60_000,
  },
  restoredBy: "playwright install",
  sources: [
    {
      fact: "it lies in PLAYWRIGHT_BROWSERS_PATH, XDG_CACHE_HOME/ms-playwright, ~/Library/Caches/ms-playwright or LOCALAPPDATA/ms-playwright",
      seen: "playwright 1.65.2: driver/package/lib/coreBundle.js",
      checked: "2026-11-21",
    },
    {
      fact: "a browser lies in NAME-REVISION with INSTALLATION_COMPLETE; .links names the installations that want it",
      seen: "playwright 1.65.2: driver/package/lib/coreBundle.js",
      checked: "2026-11-21",
    },
  ],
};
