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
  proof: {
    any: [
      { entry: "*/INSTALLATION_COMPLETE", type: "file" },
      // What its own cleaning leaves.
      { only: /^(\.links|__dirlock)$/, type: "directory" },
    ],
  },
  parts: [
    {
      id: "browsers",
      title: "browsers and what they need",
      entry: /^(chromium|firefox|webkit|ffmpeg|winldd|android)[\w.]*-\d+$/,
      safety: "low",
      removedBy: "owner",
    },
    { id: "links", title: "who installed them", entry: /^\.links$/, safety: "safe", removedBy: "owner-in-part" },
    {
      id: "marks",
      title: "locks and marks",
      entry: /^(__dirlock|\.docker-info|b|daemon|mcp-.*)$/,
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
      fact: "a browser lies in NAME-REVISION with INSTALLATION_COMPLETE; a file of .links names an installation, whose browsers.json says what it wants",
      seen: "playwright 1.65.2, run",
      checked: "2026-11-21",
    },
    {
      fact: "playwright uninstall --all removes the files in .links, then every browser",
      seen: "playwright 1.65.2, run",
      checked: "2026-11-21",
    },
  ],
};
