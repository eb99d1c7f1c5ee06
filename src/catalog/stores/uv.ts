import type { Store } from "../../model/store.ts";

export const uv: Store = {
  id: "uv",
  tool: "uv",
  title: "uv cache",
  locations: [
    { variable: "UV_CACHE_DIR" },
    {
      setting: { files: [{ variable: "UV_CONFIG_FILE" }], format: "toml", section: "", key: "cache-dir" },
    },
    {
      unless: ["UV_CONFIG_FILE", "UV_NO_CONFIG"],
      projectSetting: {
        files: [
          { name: "uv.toml", section: "" },
          { name: "pyproject.toml", section: "tool.uv" },
        ],
        key: "cache-dir",
      },
    },
    {
      unless: ["UV_CONFIG_FILE", "UV_NO_CONFIG"],
      setting: {
        files: [
          { variable: "XDG_CONFIG_HOME", below: "uv/uv.toml", on: ["linux", "darwin"] },
          { home: ".config/uv/uv.toml", on: ["linux", "darwin"] },
          { variable: "APPDATA", below: "uv/uv.toml", on: ["win32"] },
          { absolute: "/etc/xdg/uv/uv.toml", on: ["linux", "darwin"] },
          { absolute: "/etc/uv/uv.toml", on: ["linux", "darwin"] },
          { variable: "ProgramData", below: "uv/uv.toml", on: ["win32"] },
        ],
        format: "toml",
        section: "",
        key: "cache-dir",
      },
    },
    { variable: "XDG_CACHE_HOME", below: "uv", on: ["linux", "darwin"] },
    { home: ".cache/uv", on: ["linux", "darwin"] },
    { variable: "LOCALAPPDATA", below: "uv/cache", on: ["win32"] },
    { home: "AppData/Local/uv/cache", on: ["win32"] },
  ],
  proof: {
    all: [
      { cachedirTag: true },
      {
        some: /^(archive|wheels|built-wheels|sdists|simple|flat-index|git|interpreter|builds|environments|python|binaries)-v\d+$/,
        type: "directory",
        seen: "bucket of uv",
      },
    ],
  },
  parts: [
    {
      id: "archives",
      title: "unpacked wheels",
      entry: /^archive-v\d+$/,
      safety: "low",
      removedBy: "owner-in-part",
    },
    {
      id: "wheels",
      title: "wheels and where they came from",
      entry: /^wheels-v\d+$/,
      safety: "low",
      removedBy: "owner-in-part",
    },
    {
      id: "sdists",
      title: "source distributions and what was built from them",
      entry: /^(sdists|built-wheels)-v\d+$/,
      safety: "low",
      removedBy: "owner-in-part",
    },
    {
      id: "environments",
      title: "environments of scripts and tools",
      entry: /^environments-v\d+$/,
      safety: "low",
      removedBy: "owner-in-part",
    },
    {
      id: "others",
      title: "answers of indexes, repositories, interpreters and downloads",
      entry: /^(simple|flat-index|git|interpreter|builds|python|binaries|osv)-v\d+$/,
      safety: "low",
      removedBy: "owner-in-part",
    },
    {
      id: "marks",
      title: "lock and marks",
      entry: /^(CACHEDIR\.TAG|\.gitignore|\.lock|\.git|\.tmp\w*)$/,
      safety: "safe",
      removedBy: "nobody",
    },
  ],
  isLinkedInto: true,
  owner: {
    programs: ["uv"],
    arguments: ["cache", "prune"],
    place: ["--cache-dir", "{path}"],
    quietly: ["--no-config", "--no-progress", "--offline", "--color", "never"],
    environment: { UV_LOCK_TIMEOUT: "10" },
    version: ["--version"],
    check: ["cache", "size", "--preview-features", "cache-size"],
    timeLimitMs: 10 * 60_000,
  },
  restoredBy: "the next uv sync or uv pip install",
  sources: [
    {
      fact:
        "UV_CACHE_DIR, then cache-dir of the nearest uv.toml or pyproject.toml with [tool.uv], then of the user's " +
        "uv.toml and the machine's, then XDG_CACHE_HOME, then ~/.cache, also on macOS; UV_CONFIG_FILE replaces all " +
        "files, UV_NO_CONFIG leaves them out; no ~ is read, and what is relative counts from the current directory",
      seen: "uv's documentation and uv 0.13.8, `uv cache dir`",
      checked: "2026-11-21",
    },
    {
      fact: "buckets are archive-v0, wheels-v7, sdists-v10, simple-v27, interpreter-v5, builds-v0 …",
      seen: "uv 0.13.8 on disk",
      checked: "2026-11-21",
    },
    {
      fact:
        "`uv cache prune` removes unpacked wheels that no link in the wheels and source buckets names, everything in " +
        "environments, and every file and directory at the top that is not its own",
      seen: "uv 0.13.8, run on a cache with additions",
      checked: "2026-11-21",
    },
    {
      fact: "a held .lock makes it wait for UV_LOCK_TIMEOUT seconds, then it ends with 2 and has removed nothing",
      seen: "uv 0.13.8, run",
      checked: "2026-11-21",
    },
    {
      fact: "an older prune followed a link out of the cache and removed what it led to",
      seen: "astral-sh/uv#19542",
      checked: "2026-11-21",
    },
    {
      fact: "cleaning breaks environments that were made with links into the cache",
      seen: "astral-sh/uv#12003 and #13270",
      checked: "2026-11-21",
    },
    {
      fact: "`uv cache clean NAME` takes all versions: what wheels, sdists and simple file under the name, and the unpacked wheels that only they name",
      seen: "uv 0.13.8, run; the paths before and after are compared in a test",
      checked: "2026-11-21",
    },
    {
      fact: "`uv cache size` prints bytes and is experimental: --preview-features cache-size keeps it from warning",
      seen: "uv 0.13.8, run",
      checked: "2026-11-21",
    },
  ],
};
