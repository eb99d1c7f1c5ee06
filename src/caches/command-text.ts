import type { AbsolutePath } from "../model/path.ts";
import type { Store } from "../model/store.ts";
import type { Host } from "../system/host.ts";
import { tidy } from "./place-text.ts";

/**
 * What a person would type to clean a store; `path` where the tool would not look by itself, or would look elsewhere as
 * well. A tool that is told its place by a variable gets it so. Null without a command.
 */
export function commandText(host: Host, { owner }: Store, path: AbsolutePath | null): string | null {
  if (!owner) return null;
  const words = (more: readonly string[]): string =>
    [owner.programs[0]!, ...owner.arguments, ...more].map(quoted).join(" ");
  if (path === null) return words([]);
  const filled = (text: string): string => text.replace("{path}", () => path);
  const variables = Object.entries(owner.environment ?? {})
    .filter(([, value]) => value.includes("{path}"))
    .map(([name, value]): [string, string] => [name, tidy(filled(value))]);
  const command = words(owner.place.map(filled));
  return host.platform === "win32"
    ? [...variables.map(([name, value]) => `set "${name}=${value}" &&`), command].join(" ")
    : [...variables.map(([name, value]) => `${name}=${quoted(value)}`), command].join(" ");
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./~-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
