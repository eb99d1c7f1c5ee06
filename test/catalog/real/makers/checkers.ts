import { dirname } from "node:path";
import { pythonOf } from "../../../support/tools.ts";
import type { Leaf, Maker, Project } from "../workshop.ts";

const CACHE: Leaf = { artifact: "bytecode", path: "__pycache__", safety: "safe" };

function module({ file }: Project): void {
  file("stone.py", "def weigh(count: int) -> int:\n    return count * 2\n");
}

export const checkers: readonly Maker[] = [
  {
    name: "pytest",
    async make(project) {
      module(project);
      project.file("test_stone.py", "from stone import weigh\n\ndef test_weigh():\n    assert weigh(2) == 4\n");
      await project.tool("pytest", "-q", "-p", "no:hypothesispytest");
      return [{ artifact: "pytest-cache", path: ".pytest_cache", safety: "safe" }, CACHE];
    },
  },
  {
    name: "hypothesis",
    async make(project) {
      const test = "@given(st.integers())\ndef test_weigh(count):\n    assert weigh(count) > 2";
      const imports = "from hypothesis import given, strategies as st\nfrom stone import weigh\n";
      module(project);
      project.file("check.py", `${imports}\n${test}\n\ntry:\n    test_weigh()\nexcept AssertionError:\n    pass\n`);
      await project.pythonOf("testing", "check.py");
      return [{ artifact: "hypothesis", path: ".hypothesis", safety: "medium" }, CACHE];
    },
  },
  {
    name: "mypy",
    async make(project) {
      module(project);
      await project.tool("mypy", "stone.py");
      return [{ artifact: "mypy-cache", path: ".mypy_cache", safety: "safe" }];
    },
  },
  {
    name: "ruff",
    async make(project) {
      module(project);
      await project.tool("ruff", "check", "-q", ".");
      return [{ artifact: "ruff-cache", path: ".ruff_cache", safety: "safe" }];
    },
  },
  {
    name: "coverage",
    async make(project) {
      module(project);
      await project.tool("coverage", "run", "stone.py");
      await project.tool("coverage", "html", "-q");
      return [
        { artifact: "coverage-data", path: ".coverage", safety: "low" },
        { artifact: "coverage-html", path: "htmlcov", safety: "low" },
      ];
    },
  },
  {
    name: "coverage-in-parallel",
    async make(project) {
      module(project);
      await project.tool("coverage", "run", "--parallel-mode", "stone.py");
      return [{ artifact: "coverage-data", path: ".coverage.*.*", safety: "low" }];
    },
  },
  {
    name: "pytype",
    group: "pytype",
    async make(project) {
      module(project);
      await project.tool("pytype", "stone.py");
      return [{ artifact: "pytype", path: ".pytype", safety: "safe" }];
    },
  },
  {
    name: "pyre",
    group: "pyre",
    async make(project) {
      module(project);
      project.file(".pyre_configuration", '{"source_directories": ["."]}\n');
      // It looks for its engine on the PATH.
      const path = `${dirname(pythonOf("pyre"))}:${process.env["PATH"]}`;
      await project.with({ PATH: path }).tool("pyre", "--noninteractive", "check");
      return [{ artifact: "pyre", path: ".pyre", safety: "low" }];
    },
  },
  {
    name: "rope",
    async make(project) {
      module(project);
      const rename = [
        "from rope.base.project import Project",
        "from rope.contrib.autoimport.sqlite import AutoImport",
        "from rope.refactor.rename import Rename",
        "project = Project('.')",
        "AutoImport(project, memory=False).generate_cache()",
        "stone = project.get_resource('stone.py')",
        "project.do(Rename(project, stone, 5).get_changes('heave'))",
        "project.close()",
      ];
      await project.pythonOf("testing", "-c", rename.join("\n"));
      return [{ artifact: "rope", path: ".ropeproject", safety: "low" }];
    },
  },
];
