import { posix } from "node:path";
import {
  barrels,
  forbiddenFolders,
  guardedParts,
  libraryMayImport,
  maximumLines,
  outsideMayImport,
  rooms,
} from "../../../layers.ts";
import { powerRules } from "./powers.ts";
import { parseSource, type Import, type SourceFile } from "./source-file.ts";
import { matches, violation, type Rule, type Violation } from "./violation.ts";

/** All rules on one file of `src/`; `path` is relative to the repository. */
export function check(path: string, text: string): Violation[] {
  const file = parseSource(path, text);
  return RULES.flatMap((rule) => rule(file));
}

const RULES: readonly Rule[] = [
  mayImportRooms,
  mayUseNode,
  mayUsePackages,
  guardsParts,
  isReadable,
  isNoBarrel,
  isNamedWell,
  isShort,
  ...powerRules,
];

/** The room of a path below `src/`; `index` for the library itself. */
function roomOf(path: string): string {
  const below = path.replace(/^src\//, "");
  return below.includes("/") ? below.slice(0, below.indexOf("/")) : "index";
}

function mayImportRooms(file: SourceFile): Violation[] {
  const from = roomOf(file.path);
  const allowed = from === "index" ? libraryMayImport : rooms[from]?.mayImport;
  if (!allowed) return [violation("rooms", file, 1, `${from} is not a room of layers.ts`)];
  return file.imports.flatMap((item) => {
    const target = targetOf(file, item);
    if (target === undefined) return [];
    if (!target.startsWith("src/")) {
      const isKnown = outsideMayImport.some((known) => known.room === from && known.file === target);
      return isKnown ? [] : [violation("rooms", file, item.line, `imports ${target} outside src/`)];
    }
    const to = roomOf(target);
    const isAllowed = to === from || allowed.includes(to);
    return isAllowed ? [] : [violation("rooms", file, item.line, `${from} may not import ${to}`)];
  });
}

function mayUseNode(file: SourceFile): Violation[] {
  const room = rooms[roomOf(file.path)];
  return file.imports.flatMap((item) => {
    const name = item.specifier?.startsWith("node:") ? item.specifier.slice("node:".length) : undefined;
    if (name === undefined || room?.node === "any" || room?.node.includes(name)) return [];
    return [violation("node", file, item.line, `${roomOf(file.path)} may not use node:${name}`)];
  });
}

function mayUsePackages(file: SourceFile): Violation[] {
  const room = rooms[roomOf(file.path)];
  return file.imports.flatMap((item) => {
    if (!item.specifier || /^(\.|node:)/.test(item.specifier)) return [];
    const name = item.specifier.split("/", item.specifier.startsWith("@") ? 2 : 1).join("/");
    if (room?.packages.includes(name)) return [];
    return [violation("packages", file, item.line, `${roomOf(file.path)} may not use the package ${name}`)];
  });
}

function guardsParts(file: SourceFile): Violation[] {
  return file.imports.flatMap((item) => {
    const target = targetOf(file, item)?.replace(/^src\//, "");
    const guard = target && guardedParts.find(({ part }) => matches(part, target));
    if (!guard || guard.mayBeImportedBy.includes(roomOf(file.path))) return [];
    if (matches(guard.part, file.path.replace(/^src\//, ""))) return [];
    return [violation("guarded", file, item.line, `only ${guard.mayBeImportedBy.join(" and ")} may import ${target}`)];
  });
}

/** An import whose name is computed can't be judged. */
function isReadable(file: SourceFile): Violation[] {
  const computed = file.imports.filter((item) => item.specifier === undefined);
  return computed.map((item) => violation("computed", file, item.line, "imports a computed module name"));
}

/** A barrel gathers several modules; a file that hands on one thing of one module is none. */
function isNoBarrel(file: SourceFile): Violation[] {
  if (barrels.includes(file.path)) return [];
  const all = file.imports.filter((item) => item.reExport && item.names.includes("*"));
  if (all.length > 0) return [violation("barrel", file, all[0]!.line, "exports all of another module")];
  const sources = new Set(file.imports.filter((item) => item.reExport).map((item) => item.specifier));
  const own = file.body.filter((statement) => !statement["source"]);
  const isIndex = /(^|\/)index\.tsx?$/.test(file.path);
  const isBarrel = isIndex || (sources.size > 1 && own.length === 0);
  return isBarrel ? [violation("barrel", file, 1, "is a barrel file")] : [];
}

function isNamedWell(file: SourceFile): Violation[] {
  const parts = file.path.split("/");
  const folder = parts.slice(0, -1).find((part) => forbiddenFolders.includes(part));
  const odd = parts.find((part) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.tsx?)?$/.test(part));
  return [
    ...(folder ? [violation("folder", file, 1, `lies in a folder called ${folder}`)] : []),
    ...(odd ? [violation("name", file, 1, `${odd} is not kebab-case`)] : []),
  ];
}

function isShort(file: SourceFile): Violation[] {
  if (file.lines <= maximumLines) return [];
  return [violation("length", file, maximumLines, `has ${file.lines} lines, at most ${maximumLines} are allowed`)];
}

/** The repository path that a relative import names; undefined for Node's modules and packages. */
function targetOf(file: SourceFile, item: Import): string | undefined {
  return item.specifier?.startsWith(".") ? posix.join(posix.dirname(file.path), item.specifier) : undefined;
}
