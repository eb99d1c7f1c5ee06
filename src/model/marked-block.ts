import type { TextEdit } from "./text-edit.ts";

/** How a piece of a text file that is pyshed's own is known: by its marks, and by what may stand between them. */
export interface Marked {
  readonly title: string;
  /** Fits the lines between the marks; what does not was not written so by pyshed. */
  readonly body: RegExp;
}

/** A piece of a text file that is pyshed's own: marked at its beginning and end, so that it is found again. */
export function markedBlock(title: string, body: string): string {
  return `${beginOf(title)}\n${body}\n${endOf(title)}\n`;
}

/** The same for XML, where the marks stand in comments and the whole file is pyshed's. */
export function markedXml(title: string, body: string): string {
  return `${XML}<!--\n${beginOf(title)}\n-->\n${body}\n<!--\n${endOf(title)}\n-->\n`;
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';

function beginOf(title: string): string {
  return `# >>> pyshed: ${title} >>>`;
}

function endOf(title: string): string {
  return `# <<< pyshed: ${title} <<<`;
}

interface Found {
  /** As they stand there, line ends included, in their order. */
  readonly blocks: readonly { readonly text: string; readonly at: number }[];
  /** Why something that bears a mark of ours is none of them, or null. */
  readonly doubt: string | null;
}

const NO_END = "a block that pyshed began there has no end";
const CHANGED = "what stands between the marks of pyshed there is not what pyshed wrote";

/**
 * The blocks that a text holds. One reaches from its first mark to the next last one with no other first mark between:
 * what follows a mark that has lost its other end is the user's own. Lines may end in any way, the last one in none.
 */
function find(text: string, { title, body }: Marked): Found {
  const lines = linesOf(text);
  if (text.startsWith(XML.trimEnd())) return findXml(text, lines, title);
  const blocks: { text: string; at: number }[] = [];
  let doubt: string | null = null;
  let begin: number | null = null;
  for (const [index, { words, end }] of lines.entries()) {
    if (words === beginOf(title)) {
      if (begin !== null) doubt ??= NO_END;
      begin = index;
    } else if (words === endOf(title) && begin !== null) {
      const { at } = lines[begin]!;
      const between = lines.slice(begin + 1, index).map((line) => line.words);
      if (body.test(between.join("\n"))) blocks.push({ text: text.slice(at, end), at });
      else doubt ??= CHANGED;
      begin = null;
    }
  }
  return { blocks, doubt: begin === null ? doubt : (doubt ?? NO_END) };
}

/** A file of XML is one block as a whole, or none. */
function findXml(text: string, lines: readonly Line[], title: string): Found {
  const words = lines.map((line) => line.words);
  const isOurs = words[2] === beginOf(title) && words.at(-2) === endOf(title);
  if (isOurs) return { blocks: [{ text, at: 0 }], doubt: null };
  return { blocks: [], doubt: words.includes(beginOf(title)) ? CHANGED : null };
}

interface Line {
  /** Without its end. */
  readonly words: string;
  readonly at: number;
  /** Where the next one begins. */
  readonly end: number;
}

function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/[^\n]*\n|[^\n]+$/g)].map(({ 0: line, index }) => ({
    words: line.replace(/\r?\n?$/, ""),
    at: index,
    end: index + line.length,
  }));
}

/** The block that a text holds; of several the last, which is the one that counts. */
export function blockIn(text: string | null, marked: Marked): string | undefined {
  return find(text ?? "", marked).blocks.at(-1)?.text;
}

/** Why something in a text bears marks of ours and is left all the same, or null. */
export function doubtIn(text: string | null, marked: Marked): string | null {
  return find(text ?? "", marked).doubt;
}

/**
 * What puts a block into a file, in the place of all older ones of that title; null where it stands already, alone. `text`
 * is null where there is no file, or none that can be read as text.
 */
export function puttingIn(text: string | null, isThere: boolean, marked: Marked, block: string): TextEdit | null {
  const { blocks } = find(text ?? "", marked);
  const last = blocks.at(-1)?.text;
  if (text === null || last === undefined) {
    const gap = text === null || text === "" || text.endsWith("\n") ? "" : "\n";
    return { kind: "insert", text: `${gap}${block}`, at: null, isWholeFile: !isThere };
  }
  // The end of the last line is its user's, not the block's.
  const come = last.endsWith("\n") ? block : block.trimEnd();
  if (blocks.length === 1 && last === come) return null;
  const { was, between, at } = spanOf(text, blocks);
  return { kind: "replace", text: between + come, was, at, isWholeFile: false };
}

/** What takes all blocks of that title out again; null where none stands. The file goes with them if that is asked for. */
export function takingOut(text: string | null, marked: Marked, withFile: boolean): TextEdit | null {
  const { blocks } = find(text ?? "", marked);
  if (text === null || blocks.length === 0) return null;
  const { was, between, at } = spanOf(text, blocks);
  if (between !== "") return { kind: "replace", text: between, was, at, isWholeFile: false };
  return { kind: "cut", text: was, at: null, isWholeFile: withFile && text === was };
}

/** All from the first block to the last, and what of that is the user's. */
function spanOf(text: string, blocks: Found["blocks"]) {
  const { at } = blocks[0]!;
  const last = blocks.at(-1)!;
  const was = text.slice(at, last.at + last.text.length);
  const ends = blocks.map((block) => block.at + block.text.length);
  const between = blocks
    .slice(1)
    .map((block, index) => text.slice(ends[index], block.at))
    .join("");
  return { was, between, at };
}
