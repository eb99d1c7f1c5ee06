import type { Shortage } from "../model/shortage.ts";
import { escapeForTerminal } from "./escape.ts";
import { glyphsOf, type Look } from "./look.ts";

/** What to know where space is short, before anything is moved to the trash there. */
export function renderShortages(shortages: readonly Shortage[], look: Look): string {
  const { warning } = glyphsOf(look);
  const lines = shortages.map(({ path, of }) => {
    const place = escapeForTerminal(path);
    return of.kind === "disk"
      ? `${warning} The disk that holds ${place} is nearly full, and the trash frees nothing on it.\n`
      : `${warning} The quota of ${nameOf(of)} that holds ${place} is nearly used up, and the trash frees nothing of it.\n`;
  });
  return lines.join("") + (lines.length > 0 ? "  --permanent deletes instead.\n" : "");
}

function nameOf(of: Exclude<Shortage["of"], { readonly kind: "disk" }>): string {
  return of.kind === "subvolume" ? "the btrfs subvolume" : `${of.kind} ${of.id} on the disk`;
}
