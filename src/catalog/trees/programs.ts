import type { ForeignTree } from "../../model/artifact.ts";

/** Interpreters and programs that the user or the system installed: environments count there, build leftovers don't. */
export const programs: readonly ForeignTree[] = [
  {
    id: "installed-python",
    title: "an installed Python",
    recognise: { holdsEntry: "bin" },
    proof: {
      all: [
        { not: { entry: "pyvenv.cfg", type: "any" } },
        {
          any: [
            { entry: "lib/python*/os.py", type: "program", seen: "standard library in lib/python*" },
            { entry: "lib/pypy*/os.py", type: "program", seen: "standard library in lib/pypy*" },
          ],
        },
        {
          any: [
            { entry: "bin/python*", type: "program", seen: "interpreter at bin/python*" },
            { entry: "bin/pypy*", type: "program", seen: "interpreter at bin/pypy*" },
          ],
        },
      ],
    },
    inside: "environments",
    sources: [
      {
        fact: "bin/python3 and lib/python3.X/os.py, no pyvenv.cfg",
        seen: "pyenv's CPython 3.13.0 and Debian's 3.11 on disk",
        checked: "2026-11-21",
      },
    ],
  },
  {
    id: "installed-python-windows",
    title: "an installed Python",
    recognise: { holdsEntry: "python.exe" },
    proof: {
      all: [
        { not: { entry: "pyvenv.cfg", type: "any" } },
        { entry: "Lib/os.py", type: "file", seen: "standard library in Lib" },
      ],
    },
    inside: "environments",
    sources: [
      { fact: "python.exe and Lib/os.py", seen: "python.org's documentation for Windows", checked: "2026-11-21" },
    ],
  },
  {
    id: "uv-data",
    title: "uv's tools and interpreters",
    recognise: { names: ["uv"] },
    proof: {
      any: [
        { entry: "tools/*/uv-receipt.toml", type: "file", seen: "tool installed by uv" },
        { entry: "python/*/bin/python*", type: "program", seen: "interpreter installed by uv" },
        { entry: "data/tools/*/uv-receipt.toml", type: "file", seen: "tool installed by uv" },
      ],
    },
    inside: "environments",
    sources: [{ fact: "tools/NAME/uv-receipt.toml, python/VERSION", seen: "uv 0.13.8 on disk", checked: "2026-11-21" }],
  },
  {
    id: "pipx",
    title: "pipx's programs",
    recognise: { holdsEntry: "venvs" },
    proof: {
      all: [
        {
          any: [
            { entry: "venvs/*/pipx_metadata.json", type: "file", seen: "program installed by pipx" },
            { entry: "shared/pyvenv.cfg", type: "file", seen: "pipx's shared libraries" },
          ],
        },
      ],
    },
    inside: "environments",
    sources: [
      { fact: "venvs/NAME/pipx_metadata.json, shared, logs", seen: "pipx's source: paths.py", checked: "2026-11-21" },
    ],
  },
  {
    id: "homebrew-cellar",
    title: "Homebrew's programs",
    recognise: { names: ["Cellar"] },
    proof: { entry: "*/*/INSTALL_RECEIPT.json", type: "file", seen: "formula installed by Homebrew" },
    inside: "nothing",
    sources: [
      { fact: "FORMULA/VERSION/INSTALL_RECEIPT.json", seen: "Homebrew's source: tab.rb", checked: "2026-11-21" },
    ],
  },
  {
    id: "flatpak",
    title: "Flatpak's programs",
    recognise: { names: ["flatpak", ".flatpak"] },
    proof: {
      all: [
        { entry: "repo/objects", type: "directory" },
        { entry: "exports", type: "directory" },
        { some: /^(app|runtime)$/, type: "directory", seen: "app or runtime" },
      ],
    },
    inside: "nothing",
    sources: [{ fact: "repo, exports, app and runtime", seen: "Flatpak's documentation", checked: "2026-11-21" }],
  },
  {
    id: "nix-store",
    title: "the Nix or Guix store",
    recognise: { names: ["store"] },
    proof: { up: { name: /^(nix|gnu)$/, seen: "nix or gnu" } },
    inside: "nothing",
    sources: [
      { fact: "/nix/store and /gnu/store are read-only", seen: "Nix's and Guix's manuals", checked: "2026-11-21" },
    ],
  },
  {
    id: "containers",
    title: "container images",
    recognise: { names: ["docker", "storage", "containerd"] },
    proof: {
      any: [
        {
          all: [
            { entry: "image", type: "directory" },
            { some: /^(overlay2|vfs|btrfs|fuse-overlayfs)$/, type: "directory" },
          ],
        },
        { some: /^overlay-(images|layers)$/, type: "directory", seen: "overlay-images" },
        { some: /^io\.containerd\./, type: "directory", seen: "io.containerd.*" },
      ],
    },
    inside: "nothing",
    sources: [
      {
        fact: "docker/overlay2, containers/storage/overlay-images",
        seen: "Docker's and Podman's manuals",
        checked: "2026-11-21",
      },
    ],
  },
  {
    id: "editor-extensions",
    title: "an editor's extensions",
    recognise: { names: ["extensions"] },
    proof: {
      entry: "extensions.json",
      type: "file",
      content: /"identifier"/,
      seen: "extensions.json that lists what is installed",
    },
    inside: "nothing",
    sources: [
      {
        fact: "extensions/extensions.json lists them; Python extensions carry their own packages",
        seen: "Visual Studio Code's documentation",
        checked: "2026-11-21",
      },
    ],
  },
];
