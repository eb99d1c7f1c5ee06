/** First and last code points of the blocks that terminals show two columns wide (Unicode 16, EastAsianWidth W and F). */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2fb],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

const EMOJI = /^\p{Emoji_Presentation}$/u;
const MARK = /^[\p{Mn}\p{Me}]$/u;

/** Columns that text takes on a terminal; the text has been escaped. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

function widthOf(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x300) return 1;
  if (MARK.test(character)) return 0;
  return WIDE.some(([first, last]) => code >= first && code <= last) || EMOJI.test(character) ? 2 : 1;
}

/** Text filled up with spaces to a number of columns; longer text stays as it is. */
export function pad(text: string, columns: number, side: "left" | "right" = "right"): string {
  const fill = " ".repeat(Math.max(0, columns - displayWidth(text)));
  return side === "right" ? text + fill : fill + text;
}

/** Text that fits a number of columns: the middle goes, since names differ at their ends. */
export function truncateMiddle(text: string, columns: number, ellipsis: string): string {
  if (displayWidth(text) <= columns) return text;
  const room = columns - displayWidth(ellipsis);
  if (room < 2) return takeStart(text, columns);
  const end = Math.floor(room / 2);
  return takeStart(text, room - end) + ellipsis + takeEnd(text, end);
}

/** Text that fits a number of columns: its end goes. */
export function truncateEnd(text: string, columns: number, ellipsis: string): string {
  if (displayWidth(text) <= columns) return text;
  const room = columns - displayWidth(ellipsis);
  return room < 1 ? takeStart(text, Math.max(0, columns)) : takeStart(text, room) + ellipsis;
}

function takeStart(text: string, columns: number): string {
  let taken = "";
  let width = 0;
  for (const character of text) {
    width += widthOf(character);
    if (width > columns) break;
    taken += character;
  }
  return taken;
}

function takeEnd(text: string, columns: number): string {
  const taken: string[] = [];
  let width = 0;
  for (const character of [...text].reverse()) {
    width += widthOf(character);
    if (width > columns) break;
    taken.unshift(character);
  }
  return taken.join("");
}

/** Spaces outside commands to copy: `'pyshed undo'`. */
const GAP = / (?<!'pyshed [^']*)/;
/** Of these, those outside brackets. */
const WIDE_GAP = / (?![^(]*\))(?<!'pyshed [^']*)/;

/**
 * Breaks text at spaces outside brackets into lines of at most `columns`. A longer word is cut in its middle. Where
 * `ellipsis` is null it stays whole, for nobody can use half a path, and a bracket longer than a line is broken.
 */
export function wrap(text: string, columns: number, ellipsis: string | null): string[] {
  const lines: string[] = [];
  let line = "";
  const isTooLong = (word: string): boolean => ellipsis === null && displayWidth(word) > columns;
  const words = text.split(WIDE_GAP).flatMap((word) => (isTooLong(word) ? word.split(GAP) : [word]));
  for (const word of words) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (displayWidth(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = ellipsis === null ? word : truncateMiddle(word, columns, ellipsis);
  }
  return [...lines, line];
}

/** The same, whole words, with what follows the first line two columns further in. */
export function hang(text: string, columns: number): string[] {
  if (displayWidth(text) <= columns) return [text];
  return wrap(text, columns - 2, null).map((line, index) => (index === 0 ? line : `  ${line}`));
}
