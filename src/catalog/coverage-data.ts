import type { Artifact } from "../model/artifact.ts";

export const coverageData: Artifact = {
  id: "coverage-data",
  tool: "coverage",
  title: "coverage data",
  kind: "file",
  recognise: { pattern: /^\.coverage(\..+\.(pid)?\d+\.[0-9A-Za-z.]+)?$/ },
  proof: {
    any: [
      { content: /^SQLite format 3\0[^]*CREATE TABLE (coverage_schema|line_bits|arc)\b/, seen: "a coverage database" },
      { content: /^!coverage\.py: This is a private format/, seen: "coverage's old format" },
    ],
  },
  safety: "low",
  restoredBy: "running the tests again",
  sources: [
    {
      fact: "an SQLite database whose first page holds the tables' definitions; parallel runs add HOST.pidPID.RANDOM",
      seen: "coverage 7.17.3 on disk",
      checked: "2026-11-21",
    },
    { fact: "JSON behind a warning before coverage 5", seen: "coverage 4.5.4 on disk", checked: "2026-11-21" },
    { fact: "older versions add HOST.PID.RANDOM", seen: "coverage's documentation", checked: "2026-11-21" },
  ],
};
