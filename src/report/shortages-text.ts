import type { Shortage } from "../model/shortage.ts";
import { escapeForTerminal } from "./escape.ts";
import { glyphsOf, type Look } from "./look.ts";
import { hang } from "./width.ts";

/** What to know where space is short, before anything is moved to the trash there. */
export function renderShortages(shortages: readonly Shortage[], look: Look): string {
  const { warning } = glyphsOf(look);
  const lines = shortages.map(({ path, of }) => {
    const place = escapeForTerminal(path);
    return of.kind === "disk"
      ? `${warning} The disk that holds ${place} is nearly full, and the trash frees nothing on it.`
      : `${warning} The quota of ${nameOf(of)} that holds ${place} is nearly used up, and the trash frees nothing of it.`;
  });
  if (lines.length === 0) return "";
  const told = [...lines.flatMap((line) => hang(line, look.columns)), "  --permanent deletes instead."];
  return told.map((line) => `${line}\n`).join("");
}

function nameOf(of: Exclude<Shortage["of"], { readonly kind: "disk" }>): string {
  return of.kind === "subvolume" ? "the btrfs subvolume" : `${of.kind} ${of.id} on the disk`;
}
