import type { Store } from "../../model/store.ts";

export const pyenv: Store = {
  id: "pyenv",
  tool: "pyenv",
  title: "sources that pyenv fetched",
  locations: [
    { variable: "PYTHON_BUILD_CACHE_PATH", on: ["linux", "darwin"] },
    { variable: "PYENV_ROOT", below: "cache", on: ["linux", "darwin"] },
    { home: ".pyenv/cache", on: ["linux", "darwin"] },
  ],
  proof: {
    some: /^(Python|pypy|miniconda|Miniconda|Anaconda|Miniforge|graalpy|jython|stackless|openssl|readline)[\w.+-]*\.(tar\.(gz|xz|bz2)|tgz|zip|sh|jar)$/,
    type: "file",
    seen: "source of an interpreter",
  },
  parts: [
    {
      id: "sources",
      title: "sources and installers of interpreters",
      entry:
        /^(Python|pypy|miniconda|Miniconda|Anaconda|Miniforge|graalpy|jython|stackless|openssl|readline)[\w.+-]*\.(tar\.(gz|xz|bz2)|tgz|zip|sh|jar)$/,
      safety: "low",
      removedBy: "pyshed",
    },
    {
      id: "repositories",
      title: "repositories of interpreters",
      entry: /\.git$/,
      safety: "medium",
      removedBy: "nobody",
    },
  ],
  owner: null,
  restoredBy: "the next pyenv install",
  sources: [
    {
      fact: "pyenv install keeps what it fetches in PYTHON_BUILD_CACHE_PATH, else in cache below PYENV_ROOT (~/.pyenv) where that directory is there; installed versions do not need it",
      seen: "pyenv 2.6.30, run",
      checked: "2026-11-21",
    },
  ],
};
