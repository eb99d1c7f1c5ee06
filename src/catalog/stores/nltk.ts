import type { Store } from "../../model/store.ts";

export const nltk: Store = {
  id: "nltk",
  tool: "nltk",
  title: "NLTK data",
  locations: [
    { variable: "NLTK_DATA", isList: "paths", expandsHome: true, addsUp: true },
    { variable: "APPDATA", below: "nltk_data", on: ["win32"], addsUp: true },
    { home: "nltk_data", addsUp: true },
  ],
  proof: {
    all: [
      {
        some: /^(corpora|tokenizers|taggers|chunkers|grammars|help|misc|models|sentiment|stemmers)$/,
        type: "directory",
        seen: "corpora, tokenizers or the like",
      },
      {
        any: [
          { name: /^nltk_data$/, seen: "that of NLTK's data" },
          { entry: "*/*.zip", type: "file" },
        ],
      },
    ],
  },
  parts: [
    {
      id: "packages",
      title: "corpora and models, perhaps your own",
      entry: /^(corpora|tokenizers|taggers|chunkers|grammars|help|misc|models|sentiment|stemmers)$/,
      safety: "medium",
      removedBy: "pyshed",
    },
  ],
  owner: null,
  restoredBy: "nltk.download; corpora of your own by nothing",
  sources: [
    {
      fact: "it reads from every directory of NLTK_DATA, APPDATA/nltk_data on Windows and ~/nltk_data, and downloads into the first that is there",
      seen: "nltk 3.10.4: downloader.py, data.py, and a run of it",
      checked: "2026-11-21",
    },
    {
      fact: "packages lie in directories of their kind, as an archive and unpacked beside it",
      seen: "nltk 3.10.4, run",
      checked: "2026-11-21",
    },
  ],
};
