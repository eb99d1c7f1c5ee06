import type { Maker } from "../workshop.ts";

/** What Jupyter's server does when somebody saves a notebook, and saves it again. */
const SAVE = `
import os, sys, time
import nbformat
from jupyter_server.services.contents.largefilemanager import LargeFileManager
manager = LargeFileManager(root_dir=os.getcwd())
model = {"type": "notebook", "format": "json", "content": nbformat.v4.new_notebook()}
manager.save(model, "analysis.ipynb")
manager.create_checkpoint("analysis.ipynb")
model["content"].cells.append(nbformat.v4.new_code_cell("1 + 1"))
time.sleep(0.05)
if "later" in sys.argv:
    manager.save(model, "analysis.ipynb")
else:
    os.remove("analysis.ipynb")
`;

export const notebooks: readonly Maker[] = [
  {
    name: "jupyter",
    async make({ pythonOf }) {
      await pythonOf("jupyter", "-c", SAVE, "later");
      return [{ artifact: "ipynb-checkpoints", path: ".ipynb_checkpoints", safety: "low" }];
    },
  },
  {
    name: "jupyter-notebook-lost",
    async make({ pythonOf }) {
      await pythonOf("jupyter", "-c", SAVE, "lost");
      return [{ artifact: "ipynb-checkpoints", path: ".ipynb_checkpoints", safety: "data" }];
    },
  },
];
