import type { ForeignTree } from "../../model/artifact.ts";

/** Histories, experiments and rubbish bins: whoever fills them empties them. */
export const records: readonly ForeignTree[] = [
  {
    id: "version-control",
    title: "version control",
    recognise: { names: [".git", ".hg", ".svn", ".jj", ".bzr", ".dvc"] },
    inside: "nothing",
    sources: [{ fact: "the tools' own directories", seen: "their manuals", checked: "2026-11-21" }],
  },
  {
    id: "bare-repository",
    title: "a bare git repository",
    recognise: { holdsEntry: "HEAD" },
    proof: {
      all: [
        { entry: "HEAD", type: "file", content: /^(ref: |[0-9a-f]{40})/, seen: "HEAD" },
        { entry: "objects", type: "directory" },
        { entry: "refs", type: "directory" },
      ],
    },
    inside: "nothing",
    sources: [
      {
        fact: "HEAD, objects and refs make a repository",
        seen: "git's setup.c: is_git_directory",
        checked: "2026-11-21",
      },
    ],
  },
  {
    id: "mlflow-runs",
    title: "MLflow's records",
    recognise: { names: ["mlruns", "mlartifacts"] },
    proof: {
      any: [
        { entry: "*/meta.yaml", type: "file", seen: "experiment with a meta.yaml" },
        { entry: "*/*/artifacts", type: "directory", seen: "run with artifacts" },
      ],
    },
    inside: "nothing",
    sources: [
      {
        fact: "EXPERIMENT/meta.yaml and EXPERIMENT/RUN/artifacts",
        seen: "MLflow's source: store/tracking/file_store.py",
        checked: "2026-11-21",
      },
    ],
  },
  {
    id: "wandb-runs",
    title: "the records of Weights & Biases",
    recognise: { names: ["wandb", ".wandb"] },
    proof: { some: /^(offline-)?run-\d{8}_\d{6}-/, type: "directory", seen: "run" },
    inside: "nothing",
    sources: [
      { fact: "run-DATE_TIME-ID, offline-run-DATE_TIME-ID", seen: "wandb's documentation", checked: "2026-11-21" },
    ],
  },
  {
    id: "trash",
    title: "the trash",
    recognise: { pattern: /^(Trash|\.Trash(es|-\d+)?|\$RECYCLE\.BIN)$/ },
    proof: {
      any: [
        { name: /^(\.Trash|\$RECYCLE)/, seen: "that of a trash" },
        {
          all: [
            { entry: "files", type: "directory" },
            { entry: "info", type: "directory" },
          ],
        },
      ],
    },
    inside: "nothing",
    sources: [
      {
        fact: "files and info; .Trash-UID on other volumes",
        seen: "FreeDesktop.org Trash specification 1.0",
        checked: "2026-11-21",
      },
    ],
  },
];
