/**
 * One change to a text file: a piece put in, exactly that piece taken out, or one piece in the place of another. `insert`
 * and `cut` are each other's undoing.
 */
export interface TextEdit {
  readonly kind: "insert" | "cut" | "replace";
  readonly text: string;
  /** For `replace`: the piece that stood there. */
  readonly was?: string | undefined;
  /**
   * Counted in UTF-16 units. Where `insert` puts it; null is the end, and it goes there if the file is not as it was.
   * Where `replace` looks first; elsewhere the piece has to be the only one.
   */
  readonly at: number | null;
  /** The file holds nothing else: it is made by `insert` and goes with `cut`. */
  readonly isWholeFile: boolean;
}

/** What a file holds afterwards, null for no file; a string under `why` says why it cannot be changed so. */
export type Edited = { readonly content: string | null } | { readonly why: string };

/** `content` is null where there is no file. */
export function applyEdit(content: string | null, edit: TextEdit): Edited {
  if (edit.kind === "insert") return insert(content, edit);
  return takeOut(content, edit);
}

function insert(content: string | null, { text, at, isWholeFile }: TextEdit): Edited {
  if (content === null) return isWholeFile ? { content: text } : { why: "it is gone" };
  if (isWholeFile) return { why: "there is a file of that name" };
  if (content.includes(text)) return { why: "it has that already" };
  const fits = at !== null && at <= content.length && (at === 0 || text.startsWith("\n") || content[at - 1] === "\n");
  const place = fits ? at : content.length;
  const before = content.slice(0, place);
  const after = content.slice(place);
  // What comes back may find a last line that has lost its end.
  const gap = at === null || before === "" || before.endsWith("\n") || text.startsWith("\n") ? "" : "\n";
  return { content: before + gap + ended(text, after) + after };
}

/** A piece whose last line had no end gets one where something follows by now. */
function ended(piece: string, after: string): string {
  return piece === "" || after === "" || piece.endsWith("\n") || /^\r?\n/.test(after) ? piece : `${piece}\n`;
}

/** What `replace` takes out makes room for its text. */
function takeOut(content: string | null, { kind, text, was = "", at, isWholeFile }: TextEdit): Edited {
  const [gone, come] = kind === "replace" ? [was, text] : [text, ""];
  const isHere = at !== null && content?.startsWith(gone, at) === true && beginsLine(content, at);
  const place = gone === "" ? -1 : isHere ? at : (content?.indexOf(gone) ?? -1);
  if (content === null || place < 0 || (kind === "replace" && !beginsLine(content, place))) {
    return { why: "what pyshed wrote is not in it any more" };
  }
  if (!isHere && content.includes(gone, place + 1)) return { why: "what pyshed wrote is in it twice" };
  const after = content.slice(place + gone.length);
  const edited = content.slice(0, place) + ended(come, after) + after;
  return { content: edited === "" && isWholeFile ? null : edited };
}

function beginsLine(content: string, place: number): boolean {
  return place === 0 || content[place - 1] === "\n";
}

/** The edit that takes an edit back. `content` is what the file held before it, null for no file. */
export function undoing(edit: TextEdit, content: string | null): TextEdit {
  if (edit.kind === "replace") return { ...edit, text: edit.was ?? "", was: edit.text };
  if (edit.kind === "insert") return { ...edit, kind: "cut", at: null };
  return { ...edit, kind: "insert", at: content === null ? null : content.indexOf(edit.text) };
}
