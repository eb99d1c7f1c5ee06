import { pythonOf } from "../../../support/tools.ts";
import { PEBBLE_MANIFEST, type Maker } from "../workshop.ts";

export const builders: readonly Maker[] = [
  {
    name: "build",
    async make({ pythonOf: run, file }) {
      file("pyproject.toml", PEBBLE_MANIFEST);
      file("pebble.py", "WEIGHT = 1\n");
      await run("testing", "-m", "build", "--no-isolation");
      return [
        { artifact: "dist", path: "dist", safety: "medium" },
        { artifact: "egg-info", path: "pebble.egg-info", safety: "medium" },
      ];
    },
  },
  {
    name: "setup-py",
    async make({ pythonOf: run, file }) {
      file("setup.py", 'from setuptools import setup\nsetup(name="pebble", version="1.0", packages=["pebble"])\n');
      file("pebble/__init__.py", "WEIGHT = 1\n");
      await run("testing", "setup.py", "-q", "bdist_wheel");
      return [
        { artifact: "build", path: "build", safety: "low" },
        { artifact: "dist", path: "dist", safety: "medium" },
        { artifact: "egg-info", path: "pebble.egg-info", safety: "medium" },
      ];
    },
  },
  {
    name: "uv-build",
    async make({ tool, file }) {
      file("pyproject.toml", PEBBLE_MANIFEST);
      file("pebble.py", "WEIGHT = 1\n");
      await tool("uv", "build", "--quiet", "--no-build-isolation", "--python", pythonOf("testing"));
      return [
        { artifact: "dist", path: "dist", safety: "medium" },
        { artifact: "egg-info", path: "pebble.egg-info", safety: "medium" },
      ];
    },
  },
  {
    name: "eggs",
    async make(project) {
      const { directory } = await project.pebbles;
      project.file(
        "setup.py",
        'from setuptools import setup\nsetup(name="slab", version="1.0", setup_requires=["pebble"])\n',
      );
      await project.with({ PIP_FIND_LINKS: directory }).pythonOf("testing", "setup.py", "-q", "--version");
      return [{ artifact: "eggs", path: ".eggs", safety: "low" }];
    },
  },
  {
    name: "pdm-build",
    async make({ pythonOf: run, file }) {
      const system = '[build-system]\nrequires = ["pdm-backend"]\nbuild-backend = "pdm.backend"\n';
      file("pyproject.toml", `${system}[project]\nname = "pebble"\nversion = "1.0"\n`);
      file("pebble.py", "WEIGHT = 1\n");
      await run("testing", "-c", "from pdm.backend import build_editable; build_editable('.')");
      return [{ artifact: "pdm-build", path: ".pdm-build", safety: "low" }];
    },
  },
  {
    name: "wheelhouse",
    async make({ pythonOf: run, file, pebbles }) {
      file("pyproject.toml", PEBBLE_MANIFEST);
      await run("testing", "-m", "pip", "wheel", "-q", "-w", "wheelhouse", (await pebbles).wheel);
      return [{ artifact: "wheelhouse", path: "wheelhouse", safety: "medium" }];
    },
  },
];
