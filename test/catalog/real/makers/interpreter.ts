import type { Maker } from "../workshop.ts";

/** Stashes pip itself as an upgrade does, then dies before it could tidy up. */
const KILLED_UPGRADE = `
import os, pip
from pip._internal.req.req_uninstall import StashedUninstallPathSet
StashedUninstallPathSet().stash(os.path.dirname(pip.__file__) + os.sep)
os._exit(0)
`;

export const interpreter: readonly Maker[] = [
  {
    name: "bytecode",
    async make({ python, file }) {
      file("package/__init__.py");
      file("package/deep/__init__.py");
      await python("-m", "compileall", "-q", "package");
      return [
        { artifact: "bytecode", path: "package/__pycache__", safety: "safe" },
        { artifact: "bytecode", path: "package/deep/__pycache__", safety: "safe" },
      ];
    },
  },
  {
    name: "stray-bytecode",
    async make({ python, file }) {
      file("stone.py", "WEIGHT = 1\n");
      await python("-m", "compileall", "-q", "-b", ".");
      return [{ artifact: "stray-bytecode", path: "stone.pyc", safety: "safe" }];
    },
  },
  {
    name: "pip-killed",
    async make({ python, own }) {
      await python("-m", "venv", "env");
      await own("env/bin/python", "-c", KILLED_UPGRADE);
      return [
        { artifact: "venv", path: "env", safety: "low", creator: "venv" },
        { artifact: "pip-leftovers", path: "env/lib/python3.*/site-packages/~ip", safety: "medium", inside: true },
      ];
    },
  },
];
