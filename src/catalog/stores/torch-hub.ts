import type { Store } from "../../model/store.ts";

export const torchHub: Store = {
  id: "torch-hub",
  tool: "torch",
  title: "torch hub",
  locations: [
    { variable: "TORCH_HOME", below: "hub", expandsHome: true },
    { variable: "XDG_CACHE_HOME", below: "torch/hub", expandsHome: true },
    { home: ".cache/torch/hub" },
  ],
  proof: {
    any: [
      { entry: "checkpoints", type: "directory" },
      { entry: "*/hubconf.py", type: "file" },
      { entry: "trusted_list", type: "file" },
    ],
  },
  parts: [
    {
      id: "checkpoints",
      title: "weights, perhaps your own",
      entry: /^checkpoints$/,
      safety: "medium",
      removedBy: "pyshed",
    },
    {
      id: "unfinished",
      title: "downloads that broke off",
      entry: /\.zip(\.[0-9a-f]{32}\.partial)?$/,
      safety: "low",
      removedBy: "nobody",
    },
    {
      id: "trusted",
      title: "list of trusted repositories",
      entry: /^trusted_list$/,
      safety: "data",
      removedBy: "nobody",
    },
    {
      id: "repositories",
      title: "downloaded repositories",
      entry: /^[\w.-]+_[\w.-]+_[\w.-]+$/,
      safety: "low",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  restoredBy: "the next torch.hub.load; weights of your own by nothing",
  sources: [
    {
      fact: "it lies in TORCH_HOME/hub, XDG_CACHE_HOME/torch/hub or ~/.cache/torch/hub, on every system",
      seen: "torch 2.15.0, run; TORCH_HOME: its hub.py",
      checked: "2026-11-21",
    },
    {
      fact: "weights lie in checkpoints, repositories in OWNER_NAME_BRANCH with a hubconf.py, trusted_list beside them",
      seen: "torch 2.15.0, run",
      checked: "2026-11-21",
    },
    {
      fact: "a repository is fetched as BRANCH.zip beside them, which goes when it is unpacked",
      seen: "torch 2.15.0: hub.py",
      checked: "2026-11-21",
    },
  ],
};
