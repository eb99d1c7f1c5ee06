import { formatCount, plural } from "../model/count.ts";
import type { EnvironmentSharing, FileSharing, Sharing } from "../model/sharing.ts";
import { formatBytes } from "../model/size.ts";
import { escapeForTerminal } from "./escape.ts";
import { formatRange } from "./headline.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { pad, wrap } from "./width.ts";

const FIELD_COLUMNS = 12;
const PLACES_SHOWN = 10;
const NOT_SAID = "unknown: the filesystem does not say";

/** Who shares a file or an environment; every line ends in a newline. */
export function renderSharing(sharing: Sharing, look: Look): string {
  const lines = [
    paintOf(look).strong(escapeForTerminal(sharing.path)),
    ...(sharing.kind === "file" ? fileLines(sharing, look) : environmentLines(sharing, look)),
    ...copiedLines(sharing, look),
    ...places([...sharing.roots, ...(sharing.cache === null ? [] : [sharing.cache])], "looked in", look),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function fileLines(file: FileSharing, look: Look): string[] {
  const { size, allocated, links, names, extents, twins, bytecode, isStated } = file;
  const unknown = links - 1 - names.length;
  const stated = isStated ? "its hash is in the package's list" : "no list states its hash";
  return [
    ...field("package", `${file.package ?? "none"}, ${stated}`),
    ...field("size", `${formatBytes(size)}, ${formatBytes(allocated)} on disk`),
    ...field("links", links === 1 ? "1: it is nobody else's" : `${links}`),
    ...places(names, "also as", look),
    ...(unknown > 0 ? field("", `${plural(unknown, "name")} lie outside of what was looked at`) : []),
    ...field("extents", extentText(extents)),
    ...(twins.length > 0
      ? field("the same", `${plural(twins.length, "other file")} with the same content by the lists`)
      : []),
    ...places(twins, "", look),
    ...bytecode.flatMap((one) => field("bytecode", `${one.isUnique ? "unique" : "the same elsewhere"}: ${one.path}`)),
  ];
}

function extentText(extents: FileSharing["extents"]): string {
  if (extents === null) return NOT_SAID;
  const shared = { yes: "shared with another file", no: "not shared", "in part": "shared in part" };
  return `${extents.count}, ${shared[extents.shared]}`;
}

function sharedText(extents: EnvironmentSharing["extents"]): string {
  if (extents === null) return NOT_SAID;
  const { files, allocated, inPart } = extents;
  if (files + inPart === 0) return "no file shares its blocks";
  const part = inPart > 0 ? `, ${formatCount(inPart)} more in part` : "";
  return `${plural(files, "file")} with shared blocks, ${formatBytes(allocated)}${part}`;
}

function environmentLines(environment: EnvironmentSharing, look: Look): string[] {
  const { files, allocated, same, shared, gain, gainUpTo, linked, linkedElsewhere, holders } = environment;
  const { extents, bytecode } = environment;
  const { ellipsis } = glyphsOf(look);
  const shown = holders.slice(0, PLACES_SHOWN);
  return [
    ...field("size", `${plural(files, "file")}, ${formatBytes(allocated)} on disk`),
    ...field("the same", `${formatBytes(same)} is elsewhere as well, ${formatBytes(shared)} of it shared`),
    ...field("to gain", formatRange(gain, gainUpTo)),
    ...field("links", linked === 0 ? "no file has a second name" : `${plural(linked, "file")} with more than one name`),
    ...shown.flatMap(({ path, files: held }) => field("", `${formatCount(held)} of these names in ${path}`)),
    ...(holders.length > PLACES_SHOWN ? field("", `${ellipsis} and ${holders.length - PLACES_SHOWN} more places`) : []),
    ...(linkedElsewhere > 0
      ? field("", `${plural(linkedElsewhere, "file")} with names outside of what was looked at`)
      : []),
    ...field("extents", sharedText(extents)),
    ...field("bytecode", bytecodeText(bytecode)),
  ];
}

function copiedLines({ copiedByUv }: Sharing, look: Look): string[] {
  if (copiedByUv === null) return [];
  const { because, mend } = copiedByUv;
  return [...sentence("uv copied", because, look), ...(mend === null ? [] : sentence("to mend it", mend, look))];
}

function bytecodeText({ files, unique }: EnvironmentSharing["bytecode"]): string {
  if (files === 0) return "none";
  if (unique === files) return `${plural(files, "file")}, ${files === 1 ? "" : "all of them "}unique`;
  return `${plural(files, "file")}, ${formatCount(unique)} of them unique`;
}

/** A field in as many lines as it needs. */
function sentence(name: string, text: string, look: Look): string[] {
  const lines = wrap(escapeForTerminal(text), look.columns - FIELD_COLUMNS - 2, null);
  return lines.map((line, index) => `  ${pad(index === 0 ? name : "", FIELD_COLUMNS)}${line}`);
}

function places(paths: readonly string[], name: string, look: Look): string[] {
  const lines = paths.slice(0, PLACES_SHOWN).flatMap((path, index) => field(index === 0 ? name : "", path));
  const hidden = paths.length - PLACES_SHOWN;
  return hidden > 0
    ? [...lines, ...field("", `${glyphsOf(look).ellipsis} and ${hidden} more (--json lists them)`)]
    : lines;
}

function field(name: string, text: string): string[] {
  return [`  ${pad(name, FIELD_COLUMNS)}${escapeForTerminal(text)}`];
}
