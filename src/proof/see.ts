import type { EntryKind, Proof } from "../model/proof.ts";
import type { Entry, Status } from "../system/files.ts";
import type { Place } from "./place.ts";

/** What was seen of one question. The sentence is made only for those who read it. */
export interface Sight {
  readonly holds: boolean;
  readonly text: () => string;
}

/** A proof that asks one question itself and is not made of other proofs. */
export type Question = Exclude<
  Proof,
  { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown } | { readonly up: unknown }
>;

/** Answers one question about a place. */
export function see(question: Question, place: Place): Sight {
  if ("entry" in question) return seeEntry(question, place);
  if ("some" in question) return seeSome(place.entries(""), question.some, question.type, question.seen);
  if ("only" in question) return seeOnly(question, place);
  if ("beside" in question) return seeBeside(question, place);
  if ("cachedirTag" in question) return seeCachedirTag(place);
  if ("content" in question) {
    return seeThat(
      question.content.test(place.head("") ?? ""),
      `contents of ${question.seen ?? String(question.content)}`,
    );
  }
  if ("eachHas" in question) return seeEachHas(question.eachHas, place);
  if ("name" in question) {
    const what = question.seen ?? `a name like ${String(question.name)}`;
    const matches = question.name.test(place.name);
    return { holds: matches, text: () => `its name, ${place.name}, is ${matches ? "" : "not "}${what}` };
  }
  return seeModifiedWithin(question.modifiedWithin, place);
}

function seeThat(holds: boolean, what: string): Sight {
  return { holds, text: () => (holds ? `has ${what}` : `no ${what}`) };
}

function seeEntry(question: Question & { readonly entry: string }, place: Place): Sight {
  const { entry, type, content } = question as Extract<Question, { readonly entry: string }>;
  const holds = pathsLike(place, entry).some(
    (path) => isKind(place.status(path)?.kind, type) && (!content || content.test(place.head(path) ?? "")),
  );
  return seeThat(holds, question.seen ?? (content ? `${entry} with ${String(content)}` : entry));
}

/** The paths that exist where each part may hold `*`. */
function pathsLike(place: Place, pattern: string): readonly string[] {
  let found: readonly string[] = [""];
  for (const part of pattern.split("/")) {
    found = found.flatMap((directory) => {
      const prefix = directory === "" ? "" : `${directory}/`;
      if (!part.includes("*")) return [prefix + part];
      return place.entries(directory).flatMap((entry) => (isLike(entry.name, part) ? [prefix + entry.name] : []));
    });
  }
  return found;
}

function isLike(name: string, pattern: string): boolean {
  const pieces = pattern.split("*");
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0 || found + piece.length > name.length - last.length) return false;
    at = found + piece.length;
  }
  return true;
}

function isKind(kind: Status["kind"] | undefined, wanted: EntryKind = "any"): boolean {
  switch (wanted) {
    case "any":
      return kind !== undefined;
    case "program":
      return kind === "file" || kind === "link";
    case "file":
    case "directory":
      return kind === wanted;
  }
}

function seeSome(
  entries: readonly Entry[],
  like: RegExp,
  type: EntryKind | undefined,
  seen = `entry like ${String(like)}`,
): Sight {
  return seeThat(
    entries.some((entry) => like.test(entry.name) && isKind(entry.kind, type)),
    seen,
  );
}

function seeOnly(question: Question, place: Place): Sight {
  const {
    only,
    type,
    seen = `entries like ${String(only)}`,
  } = question as Extract<Question, { readonly only: RegExp }>;
  const entries = place.entries("");
  const stranger = entries.find((entry) => !only.test(entry.name) || !isKind(entry.kind, type));
  return {
    holds: entries.length > 0 && stranger === undefined,
    text: () =>
      stranger ? `holds more than ${seen}: ${stranger.name}` : entries.length > 0 ? `holds only ${seen}` : "is empty",
  };
}

function seeBeside(question: Question, place: Place): Sight {
  const {
    beside,
    type,
    seen = `entry like ${String(beside)}`,
  } = question as Extract<Question, { readonly beside: RegExp }>;
  const neighbours = place.parent()?.entries("") ?? [];
  const found = neighbours.find(
    (entry) => entry.name !== place.name && beside.test(entry.name) && isKind(entry.kind, type),
  );
  return { holds: found !== undefined, text: () => (found ? `${found.name} lies beside it` : `no ${seen} beside it`) };
}

/** The first line of the specification at https://bford.info/cachedir/. */
const SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55";

function seeCachedirTag(place: Place): Sight {
  return seeThat(
    place.head("CACHEDIR.TAG")?.startsWith(SIGNATURE) ?? false,
    "CACHEDIR.TAG with the standard signature",
  );
}

function seeEachHas(
  rule: { readonly of: RegExp; readonly source: string; readonly newer?: boolean },
  place: Place,
): Sight {
  const own = place.status("");
  const isFile = own?.kind === "file";
  const names = isFile ? [place.name] : place.entries("").map((entry) => entry.name);
  if (names.length === 0) return { holds: false, text: () => "is empty" };
  for (const name of names) {
    const match = rule.of.exec(name);
    if (!match) return { holds: false, text: () => `${name} belongs to no source` };
    const source = rule.source.replace(/\$(\d)/g, (_, digit: string) => match[Number(digit)] ?? "");
    const sourceStatus = source.includes("/") ? undefined : place.parent()?.status(source);
    if (sourceStatus?.kind !== "file") return { holds: false, text: () => `no ${source} for ${name}` };
    const entryStatus = isFile ? own : place.status(name);
    if (rule.newer && !(entryStatus && sourceStatus.modified >= entryStatus.modified)) {
      return { holds: false, text: () => `${source} is older than ${name}` };
    }
    if (rule.newer && sourceStatus.size === 0 && entryStatus?.size !== 0) {
      return { holds: false, text: () => `${source} is empty, ${name} is not` };
    }
  }
  return { holds: true, text: () => (rule.newer ? "each file has a newer source" : "each file has its source") };
}

function seeModifiedWithin(limit: number, place: Place): Sight {
  const { modified, changed } = place.status("") ?? {};
  const newest = modified === undefined || changed === undefined ? undefined : Math.max(modified, changed);
  const holds = newest === undefined || place.now === undefined || newest > place.now - limit;
  return { holds, text: () => (holds ? "was modified only just" : "has not been modified for a while") };
}
