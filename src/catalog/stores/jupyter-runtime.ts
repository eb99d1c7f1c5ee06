import type { Store } from "../../model/store.ts";

export const jupyterRuntime: Store = {
  id: "jupyter-runtime",
  tool: "jupyter",
  title: "Jupyter server notes",
  locations: [
    { variable: "JUPYTER_RUNTIME_DIR" },
    { variable: "JUPYTER_DATA_DIR", below: "runtime" },
    { variable: "XDG_DATA_HOME", below: "jupyter/runtime", on: ["linux"] },
    { home: ".local/share/jupyter/runtime", on: ["linux"] },
    { home: "Library/Jupyter/runtime", on: ["darwin"] },
    { variable: "APPDATA", below: "jupyter/runtime", on: ["win32"] },
  ],
  proof: {
    some: /^((jpserver|nbserver)-\d+(\.json|-open\.html)|kernel-.+\.json|(jupyter|notebook)_cookie_secret)$/,
    type: "file",
    seen: "note or secret of a server",
  },
  parts: [
    {
      id: "servers",
      title: "notes of servers, by the number of their process",
      entry: /^(jpserver|nbserver)-\d+(\.json|-open\.html)$/,
      safety: "low",
      removedBy: "pyshed",
    },
    { id: "kernels", title: "how to reach kernels", entry: /^kernel-.*\.json$/, safety: "low", removedBy: "nobody" },
    { id: "own", title: "secrets and whatever else lies there", entry: /^/, safety: "data", removedBy: "nobody" },
  ],
  owner: null,
  restoredBy: "nothing: they speak of servers that have ended",
  sources: [
    {
      fact: "it lies in JUPYTER_RUNTIME_DIR, or in runtime of JUPYTER_DATA_DIR or of the data directory",
      seen: "jupyter_server 2.21.1, run; jupyter_core: paths.py",
      checked: "2026-11-21",
    },
    {
      fact: "a server writes jpserver-PID.json and jpserver-PID-open.html, and leaves them when it is killed; Jupyter removes the first itself when it meets it without a process",
      seen: "jupyter_server 2.21.1, run; serverapp.py: list_running_servers",
      checked: "2026-11-21",
    },
    {
      fact: "jupyter_cookie_secret beside them is a secret; kernel-ID.json names no process",
      seen: "jupyter_server 2.21.1, run; jupyter_client: connect.py",
      checked: "2026-11-21",
    },
  ],
};
