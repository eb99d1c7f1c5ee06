import type { Locator, Setting, Store } from "../../model/store.ts";

/** It reads the first of these that is there; one in the current directory as well, which is not looked for here. */
const FILES: readonly Locator[] = [
  { variable: "ANSIBLE_CONFIG", expandsHome: true },
  { home: ".ansible.cfg" },
  { absolute: "/etc/ansible/ansible.cfg" },
];
const SETTING: Omit<Setting, "key"> = { files: FILES, format: "ini", section: "defaults", expandsHome: true };

export const ansibleTmp: Store = {
  id: "ansible-tmp",
  tool: "ansible",
  title: "ansible temporary files",
  locations: [
    { variable: "ANSIBLE_LOCAL_TEMP", expandsHome: true },
    { setting: { ...SETTING, key: "local_tmp" } },
    { variable: "ANSIBLE_HOME", below: "tmp", expandsHome: true },
    { setting: { ...SETTING, key: "home", below: "tmp" } },
    { home: ".ansible/tmp" },
  ],
  proof: {
    some: /^ansible-(local-\w+|tmp-[\d.]+-\d+-\d+)$/,
    type: "directory",
    seen: "directory of one run, or of one task",
  },
  parts: [
    {
      id: "runs",
      title: "directories of runs that broke off",
      entry: /^ansible-local-\w+$/,
      safety: "safe",
      removedBy: "pyshed",
    },
    {
      id: "tasks",
      title: "directories of tasks that broke off, on this machine as a target",
      entry: /^ansible-tmp-[\d.]+-\d+-\d+$/,
      safety: "safe",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  alsoUsedBy: ["ansible", "ansible-playbook", "ansible-pull", "ansible-console"],
  restoredBy: "nothing needs them",
  sources: [
    {
      fact: "it lies in ANSIBLE_LOCAL_TEMP, local_tmp of ansible.cfg, or tmp of ANSIBLE_HOME, home of ansible.cfg or ~/.ansible",
      seen: "ansible-core 2.19.14: config/base.yml, and a run of it",
      checked: "2026-11-21",
    },
    {
      fact: "a run makes ansible-local-PID… there and removes it at its end; killed, it leaves it",
      seen: "ansible-core 2.19.14, run",
      checked: "2026-11-21",
    },
    {
      fact: "a task on this machine makes ansible-tmp-TIME-PID-NUMBER in the same place, which the user database's home decides and not HOME",
      seen: "ansible-core 2.19.14, run",
      checked: "2026-11-21",
    },
  ],
};
