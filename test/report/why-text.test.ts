import { describe, expect, it } from "vitest";
import type { Explanation } from "../../src/model/explanation.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { renderWhy } from "../../src/report/why-text.ts";
import { daysAgo, environment, MIB, NOW } from "./sample.ts";

const LOOK = { colour: false, symbols: true, columns: 80 };
const API = "/home/ann/api" as AbsolutePath;

const finding = environment(`${API}/.venv`, 135 * MIB, {
  project: API,
  safety: "medium",
  reasons: ["editable install of ann-tools"],
  largest: [{ name: "six", version: "1.17", allocated: MIB }],
});

const explanation: Explanation = {
  path: finding.path,
  subject: "finding",
  project: API,
  finding,
  proofs: [
    {
      artifact: "venv",
      title: "virtual environment",
      outcome: {
        holds: false,
        lines: [
          { holds: true, text: "has pyvenv.cfg" },
          { holds: false, text: "has bin/python*" },
        ],
      },
    },
  ],
  foreignTree: null,
  activity: [
    { what: "newest source file src/app.py", time: daysAgo(40), note: null },
    { what: "git HEAD", time: daysAgo(50), note: null },
    { what: "git reflog", time: null, note: "cannot be read" },
  ],
  lastActivity: daysAgo(40),
  decidedBy: "newest source file src/app.py",
};

describe("renderWhy", () => {
  it("says what it is, which proof held or failed, and what its age was judged by", () => {
    expect(renderWhy(explanation, NOW, LOOK)).toMatchInlineSnapshot(`
      "/home/ann/api/.venv
      ~ is a finding: venv (medium: by hand only)
        size      135.0 MiB on disk, 135.0 MiB come free
        holds     3 files, 1 directory
        python    3.11.7, made by venv
        packages  45, six 1.17 (1.0 MiB)
        reason    editable install of ann-tools
        project   /home/ann/api

      Proof of virtual environment (venv): fails
        ✓ has pyvenv.cfg
        ✗ has bin/python*

      Activity: 5 weeks idle
        2026-10-12  newest source file src/app.py (decided)
        2026-10-02  git HEAD
        nothing     git reflog
                    cannot be read
      "
    `);
  });

  it("names the finding that a path lies in", () => {
    const inner = { ...explanation, path: `${API}/.venv/bin` as AbsolutePath, proofs: [], activity: [] };
    expect(renderWhy(inner, NOW, LOOK)).toContain("~ lies in a finding: venv (medium: by hand only)\n");
    expect(renderWhy(inner, NOW, LOOK)).toContain("  finding   /home/ann/api/.venv\n");
  });

  it("says that nothing looks like it, or whose tree it is, without any control character", () => {
    const nothing: Explanation = {
      ...explanation,
      path: "/home/ann/\u001B[31mcache\n" as AbsolutePath,
      subject: "nothing",
      project: null,
      finding: null,
      proofs: [],
      foreignTree: "uv cache at /home/ann/\u001B[2J",
      activity: [],
    };
    expect(renderWhy(nothing, NOW, { ...LOOK, symbols: false })).toBe(
      "/home/ann/\\x1b[31mcache\\n\nis no finding\nbelongs to another tool: uv cache at /home/ann/\\x1b[2J\n\n" +
        "Nothing in the catalogue looks like this.\n",
    );
  });
});
