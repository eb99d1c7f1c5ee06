import type { AbsolutePath } from "../model/path.ts";
import type { Store } from "../model/store.ts";

/** What a person would type to clean a store; `path` where the tool would not look by itself. Null without a command. */
export function commandText({ owner }: Store, path: AbsolutePath | null): string | null {
  if (!owner) return null;
  const place = path === null ? [] : owner.place.map((argument) => argument.replace("{path}", () => path));
  return [owner.programs[0]!, ...owner.arguments, ...place].map(quoted).join(" ");
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./~-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
