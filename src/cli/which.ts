/** What somebody chose of numbered rows and of things that have a number of their own. */
export type Which =
  | { readonly ok: true; readonly rows: readonly number[]; readonly singles: readonly string[] }
  /** Why the answer cannot be taken, as a sentence. */
  | { readonly ok: false; readonly why: string };

export interface Offered {
  readonly rows: number;
  /** Rows that stand for nothing but singles. */
  readonly emptyRows: ReadonlySet<number>;
  /** `2a`. */
  readonly singles: readonly string[];
}

const NONE: Which = { ok: true, rows: [], singles: [] };

/**
 * Reads `1,3-5`, `2a`, `all` or `none`; an empty answer is none. Ranges and `all` mean rows, never what has a number of
 * its own. One part that is wrong makes the whole answer wrong.
 */
export function readWhich(answer: string, offered: Offered): Which {
  const parts = answer
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((part) => part !== "");
  if (parts.length === 0) return NONE;
  if (parts.includes("none")) {
    return parts.length === 1 ? NONE : wrong(`"none" goes with nothing else`);
  }
  const rows = new Set<number>();
  const singles = new Set<string>();
  for (const part of parts) {
    const read = readPart(part, offered);
    if (typeof read === "string") return wrong(read);
    for (const row of read.rows) rows.add(row);
    for (const single of read.singles) singles.add(single);
  }
  return { ok: true, rows: [...rows].toSorted((a, b) => a - b), singles: [...singles] };
}

interface Part {
  readonly rows: readonly number[];
  readonly singles: readonly string[];
}

/** What one part means, or what is wrong with it. */
function readPart(part: string, offered: Offered): Part | string {
  const all = Array.from({ length: offered.rows }, (_, index) => index + 1);
  if (part === "all" || part === "a") return { rows: all, singles: [] };
  if (offered.singles.includes(part)) return { rows: [], singles: [part] };
  const range = /^(\d+)-(\d+)$/.exec(part);
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    if (from > to) return `${part} runs backwards; write ${to}-${from}`;
    return missing(from, offered) ?? missing(to, offered) ?? { rows: all.slice(from - 1, to), singles: [] };
  }
  if (/^\d+$/.test(part)) return readRow(Number(part), offered);
  if (/^\d+[a-z]+(-.*)?$/.test(part)) {
    return part.includes("-") ? `${part}: what has a letter is picked one by one` : `there is no ${part}`;
  }
  return `${JSON.stringify(part)} is no number, no range, and neither "all" nor "none"`;
}

function readRow(row: number, offered: Offered): Part | string {
  if (!offered.emptyRows.has(row)) return missing(row, offered) ?? { rows: [row], singles: [] };
  const own = offered.singles.filter((single) => Number.parseInt(single, 10) === row);
  return `all that may go of ${row} goes one by one: ${own.join(", ")}`;
}

function missing(row: number, { rows }: Offered): string | null {
  if (row >= 1 && row <= rows) return null;
  return `there is no ${row}; the numbers go from 1 to ${rows}`;
}

function wrong(why: string): Which {
  return { ok: false, why };
}
