import type { Store } from "../../model/store.ts";

export const ipython: Store = {
  id: "ipython",
  tool: "ipython",
  title: "IPython lists",
  locations: [
    { variable: "IPYTHONDIR", below: "profile_default/db", expandsHome: true },
    { home: ".ipython/profile_default/db" },
  ],
  proof: {
    all: [
      { name: /^db$/, seen: "that of a profile's records" },
      { up: { name: /^profile_./, seen: "that of a profile" } },
    ],
  },
  parts: [
    {
      id: "lists",
      title: "lists of modules and commands",
      entry: /^(rootmodules_cache|syscmdlist)$/,
      safety: "safe",
      removedBy: "pyshed",
    },
    {
      id: "own",
      title: "stored variables and aliases, bookmarks, visited directories",
      entry: /^/,
      safety: "data",
      removedBy: "nobody",
    },
  ],
  owner: null,
  restoredBy: "the next completion of an import, and %rehashx",
  sources: [
    {
      fact: "db lies in each profile of IPYTHONDIR or ~/.ipython",
      seen: "ipython 9.18.1, run; paths.py",
      checked: "2026-11-21",
    },
    {
      fact: "rootmodules_cache and syscmdlist are lists that it makes anew; autorestore (%store), stored_aliases, bookmarks and dhist beside them are the user's",
      seen: "ipython 9.18.1, run; core/completerlib.py, core/magics/osm.py, extensions/storemagic.py",
      checked: "2026-11-21",
    },
  ],
};
