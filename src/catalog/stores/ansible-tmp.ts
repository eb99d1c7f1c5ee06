import type { Store } from "../../model/store.ts";

export const ansibleTmp: Store = {
  id: "ansible-tmp",
  tool: "ansible",
  title: "ansible temporary files",
  locations: [
    { variable: "ANSIBLE_LOCAL_TEMP", expandsHome: true },
    { variable: "ANSIBLE_HOME", below: "tmp", expandsHome: true },
    { home: ".ansible/tmp" },
  ],
  proof: { some: /^ansible-local-\w+$/, type: "directory", seen: "directory of one run" },
  parts: [
    {
      id: "runs",
      title: "directories of runs that broke off",
      entry: /^ansible-local-\w+$/,
      safety: "safe",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  restoredBy: "nothing needs them",
  sources: [
    {
      fact: "it lies in ANSIBLE_LOCAL_TEMP, ANSIBLE_HOME/tmp or ~/.ansible/tmp",
      seen: "ansible-core 2.19.14: config/base.yml",
      checked: "2026-11-21",
    },
    {
      fact: "a run makes ansible-local-PID… there and removes it at its end",
      seen: "ansible-core 2.19.14: config/manager.py, utils/path.py",
      checked: "2026-11-21",
    },
  ],
};
