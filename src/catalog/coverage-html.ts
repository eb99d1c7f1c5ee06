import type { Artifact } from "../model/artifact.ts";

export const coverageHtml: Artifact = {
  id: "coverage-html",
  tool: "coverage",
  title: "coverage report",
  kind: "directory",
  recognise: { names: ["htmlcov", "cover"] },
  proof: {
    all: [
      {
        entry: "index.html",
        type: "file",
        content: /<title>[^<]*[Cc]overage report|coverage_html/,
        seen: "coverage's index.html",
      },
      {
        entry: "status.json",
        type: "file",
        content: /^\{[^{]*"format":\s*\d/,
        seen: "coverage's status.json",
      },
      {
        only: /^(\.gitignore|status\.json|[\w.@+-]+\.(html|css|js|png))$/,
        type: "file",
        seen: "the files of a report",
      },
    ],
  },
  safety: "low",
  restoredBy: "coverage html, after the tests have run again",
  sources: [
    {
      fact: "holds index.html, status.json, one page per source file and its styles, no directories",
      seen: "coverage 7.17.3 and 4.5.4 on disk",
      checked: "2026-11-21",
    },
    { fact: "nose writes the same into cover", seen: "nose 1.3.7 on disk", checked: "2026-11-21" },
  ],
};
