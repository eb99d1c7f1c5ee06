import type { TextEdit } from "./text-edit.ts";

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

/** The block of that title that a text holds. */
export function blockIn(text: string | null, title: string): string | undefined {
  const begin = text?.indexOf(`${beginOf(title)}\n`) ?? -1;
  if (text === null || begin < 0) return undefined;
  if (text.startsWith(XML)) return text;
  const last = `\n${endOf(title)}\n`;
  const end = text.indexOf(last, begin);
  return end < 0 ? undefined : text.slice(begin, end + last.length);
}

/**
 * What puts a block into a file, in the place of an older one of that title; null where it stands already. `text` is null
 * where there is no file, or none that can be read as text.
 */
export function puttingIn(text: string | null, isThere: boolean, title: string, block: string): TextEdit | null {
  const was = blockIn(text, title);
  if (was === block) return null;
  if (was !== undefined) return { kind: "replace", text: block, was, at: null, isWholeFile: false };
  const gap = text === null || text === "" || text.endsWith("\n") ? "" : "\n";
  return { kind: "insert", text: `${gap}${block}`, at: null, isWholeFile: !isThere };
}

/** What takes the block of that title out again; null where none stands. */
export function takingOut(text: string | null, title: string): TextEdit | null {
  const block = blockIn(text, title);
  return block === undefined ? null : { kind: "cut", text: block, at: null, isWholeFile: text === block };
}
