import type { Interpreter } from "../model/bytecode.ts";
import { versionOfTag } from "./file-name.ts";
import { isPython2 } from "./header.ts";

/** Can an interpreter of this machine use it? `unknown` is no reason to call anything stale. */
export type Usable = "yes" | "no" | "unknown";

export interface Usability {
  /** `tag` is null for bytecode whose name has none: then the magic number decides alone. */
  of(tag: string | null, magic: number): Usable;
  /** Why some answers are `unknown`, and which, one clause each. */
  readonly doubts: readonly string[];
}

/** Only pytest gives Python 2, which has no tag, one: `cpython-27`. */
function isTagOf(interpreter: Interpreter, tag: string | null): boolean {
  if (tag === null || interpreter.tag === tag) return true;
  return interpreter.tag === null && versionOfTag(tag)?.[0] === 2;
}

/** An interpreter that did not say its number has one of its own kind: none that has a tag uses Python 2's. */
function mayBeOf(interpreter: Interpreter, tag: string | null, magic: number): boolean {
  if (tag === null && typeof interpreter.tag === "string" && isPython2(magic)) return false;
  return isTagOf(interpreter, tag);
}

/** `unread` are directories where interpreters may lie that could not be looked at. */
export function usability(interpreters: readonly Interpreter[], unread: readonly string[] = []): Usability {
  const aboutAll = [
    ...unread.map((directory) => `${directory} could not be looked through for interpreters`),
    ...interpreters
      .filter(({ magic, tag }) => magic === undefined && tag === undefined)
      .map(({ path }) => `${path} does not say what it can use`),
    ...(interpreters.length === 0 ? ["no interpreter was found on this machine"] : []),
  ];
  const aboutOne = interpreters.flatMap(({ path, tag, how }) =>
    how === "silent" && tag !== undefined
      ? [`${path} does not say what it can use, so nothing of ${tag ?? "Python 2"} is called stale`]
      : [],
  );
  const judge = (tag: string | null, magic: number): Usable => {
    if (interpreters.some((one) => one.magic === magic && isTagOf(one, tag))) return "yes";
    if (aboutAll.length > 0) return "unknown";
    if (tag !== null && !versionOfTag(tag)) return "unknown";
    const silent = interpreters.filter((one) => one.magic === undefined);
    return silent.some((one) => mayBeOf(one, tag, magic)) ? "unknown" : "no";
  };
  const known = new Map<string, Usable>();
  return {
    doubts: [...aboutAll.map((text) => `${text}, so nothing is called stale`), ...aboutOne],
    of(tag, magic) {
      const key = `${tag ?? ""} ${magic}`;
      const answer = known.get(key) ?? judge(tag, magic);
      known.set(key, answer);
      return answer;
    },
  };
}
