/** One change to a text file: a piece put in, or exactly that piece taken out. Each is the other's undoing. */
export interface TextEdit {
  readonly kind: "insert" | "cut";
  readonly text: string;
  /** Where `insert` puts it, counted in UTF-16 units; null is the end. It goes to the end if the file is not as it was. */
  readonly at: number | null;
  /** The file holds nothing else: it is made by `insert` and goes with `cut`. */
  readonly isWholeFile: boolean;
}

/** What a file holds afterwards, null for no file; a string under `why` says why it cannot be changed so. */
export type Edited = { readonly content: string | null } | { readonly why: string };

/** `content` is null where there is no file. */
export function applyEdit(content: string | null, edit: TextEdit): Edited {
  return edit.kind === "insert" ? insert(content, edit) : cut(content, edit);
}

function insert(content: string | null, { text, at, isWholeFile }: TextEdit): Edited {
  if (content === null) return isWholeFile ? { content: text } : { why: "it is gone" };
  if (isWholeFile) return { why: "there is a file of that name" };
  if (content.includes(text)) return { why: "it has that already" };
  const fits = at !== null && at <= content.length && (at === 0 || text.startsWith("\n") || content[at - 1] === "\n");
  const place = fits ? at : content.length;
  return { content: content.slice(0, place) + text + content.slice(place) };
}

function cut(content: string | null, { text, isWholeFile }: TextEdit): Edited {
  const place = content?.indexOf(text) ?? -1;
  if (content === null || place < 0) return { why: "what pyshed wrote is not in it any more" };
  if (content.includes(text, place + 1)) return { why: "what pyshed wrote is in it twice" };
  const rest = content.slice(0, place) + content.slice(place + text.length);
  return { content: rest === "" && isWholeFile ? null : rest };
}

/** The edit that takes an edit back. `content` is what the file held before it, null for no file. */
export function undoing(edit: TextEdit, content: string | null): TextEdit {
  if (edit.kind === "insert") return { ...edit, kind: "cut", at: null };
  return { ...edit, kind: "insert", at: content === null ? null : content.indexOf(edit.text) };
}
