import type { Maker } from "../workshop.ts";

/** Stashes pip itself as an upgrade does, then dies before it could tidy up. */
const KILLED_UPGRADE = `
import os, pip
from pip._internal.req.req_uninstall import StashedUninstallPathSet
StashedUninstallPathSet().stash(os.path.dirname(pip.__file__) + os.sep)
os._exit(0)
`;

/** Builds no more than the beginning of a wheel, then kills the pip that asked for it. */
const KILLING_BACKEND = `
import os, signal
def prepare_metadata_for_build_wheel(directory, settings=None):
    os.makedirs(directory + "/slow-1.0.dist-info")
    with open(directory + "/slow-1.0.dist-info/METADATA", "w") as file: file.write("Metadata-Version: 2.1\\nName: slow\\nVersion: 1.0\\n")
    return "slow-1.0.dist-info"
def build_wheel(directory, settings=None, metadata=None):
    open(directory + "/slow-1.0-py3-none-any.whl", "w").close()
    os.kill(os.getppid(), signal.SIGKILL)
`;

/** Installs it once from a directory of packages and once by its path. */
const KILLED_INSTALLS = `
import os, signal, subprocess, sys, tarfile
with tarfile.open("source/slow-1.0.tar.gz", "w:gz") as archive: archive.add("source/slow-1.0", "slow-1.0")
os.mkdir("tmp")
for wanted in (["--find-links", "source", "slow"], ["source/slow-1.0.tar.gz"]):
    pip = subprocess.run([sys.executable, "-m", "pip", "install", "--target", "target", *wanted], env={**os.environ, "TMPDIR": os.path.abspath("tmp")})
    assert pip.returncode == -signal.SIGKILL
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
    name: "pip-killed-in-build",
    async make({ pythonOf, file }) {
      const manifest = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n';
      file("source/slow-1.0/pyproject.toml", manifest);
      file("source/slow-1.0/backend.py", KILLING_BACKEND);
      await pythonOf("testing", "-c", KILLED_INSTALLS);
      const kinds = ["build-env", "install", "modern-metadata", "req-build", "wheel"];
      const places = kinds.flatMap((kind) => (kind === "install" || kind === "req-build" ? [kind] : [kind, kind]));
      return places.map((kind) => ({ artifact: "pip-temporary", path: `tmp/pip-${kind}-*`, safety: "medium" }));
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
