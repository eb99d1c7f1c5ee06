import type { Look } from "../report/look.ts";
import type { Stream } from "./terminal.ts";

export interface AppearanceFlags {
  readonly color: boolean;
  readonly emoji: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const NARROWEST = 60;
const USUAL = 80;

/** Colour only on a terminal that can; symbols unless the locale is not UTF-8; 80 columns where nothing says more. */
export function lookFor(stream: Stream, environment: Environment, flags: AppearanceFlags): Look {
  const declared = Number(environment["COLUMNS"]);
  const columns = (stream.isTerminal ? stream.columns : undefined) ?? (declared > 0 ? declared : USUAL);
  return {
    colour: flags.color && stream.isTerminal && !environment["NO_COLOR"] && environment["TERM"] !== "dumb",
    symbols: flags.emoji && localeIsUtf8(environment),
    columns: Math.max(NARROWEST, Math.floor(columns) || USUAL),
  };
}

/** The first of these that is set decides; where none is, UTF-8 is assumed. */
function localeIsUtf8(environment: Environment): boolean {
  const locale = environment["LC_ALL"] || environment["LC_CTYPE"] || environment["LANG"];
  return !locale || /utf-?8/i.test(locale);
}
