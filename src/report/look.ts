import picocolors from "picocolors";
import type { Safety } from "../model/safety.ts";

/** How text is to look; decided by the command line, never by a global. */
export interface Look {
  readonly colour: boolean;
  /** False: ASCII only. */
  readonly symbols: boolean;
  /** Width of a line. */
  readonly columns: number;
}

export interface Glyphs {
  readonly done: string;
  readonly marks: Readonly<Record<Safety, string>>;
  readonly branch: string;
  readonly lastBranch: string;
  readonly trunk: string;
  readonly ellipsis: string;
  readonly times: string;
  readonly warning: string;
  readonly failed: string;
}

const SYMBOLS: Glyphs = {
  done: "✓",
  marks: { safe: "✓", low: "○", medium: "~", data: "!" },
  branch: "├── ",
  lastBranch: "└── ",
  trunk: "│   ",
  ellipsis: "…",
  times: "×",
  warning: "⚠",
  failed: "✗",
};

const ASCII: Glyphs = {
  done: "ok",
  marks: { safe: "ok", low: "o", medium: "~", data: "!" },
  branch: "|-- ",
  lastBranch: "`-- ",
  trunk: "|   ",
  ellipsis: "...",
  times: "x",
  warning: "warning:",
  failed: "no",
};

export function glyphsOf(look: Look): Glyphs {
  return look.symbols ? SYMBOLS : ASCII;
}

/** What each mark means, in few words. */
export const MEANINGS: Readonly<Record<Safety, string>> = {
  safe: "rebuilt silently",
  low: "with network and time",
  medium: "by hand only",
  data: "never removed",
};

export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly error: (text: string) => string;
  readonly by: (safety: Safety, text: string) => string;
}

export function paintOf(look: Look): Paint {
  const colours = picocolors.createColors(look.colour);
  const bySafety = { safe: colours.green, low: colours.cyan, medium: colours.yellow, data: colours.red };
  return {
    strong: colours.bold,
    faint: colours.dim,
    error: colours.red,
    by: (safety, text) => bySafety[safety](text),
  };
}
