import { powers } from "../../../layers.ts";
import { isNode, list, nameOf, textOf, type SourceFile, type SyntaxNode } from "./source-file.ts";
import { matches, violation, type Rule, type Violation } from "./violation.ts";

/** The rules on who may use a power over the machine. */
export const powerRules: readonly Rule[] = [mayWrite, mayStartPrograms, mayReadTheSurroundings, maySpeakAndLeave];

const WRITES = new Set(
  (
    "appendFile chmod chown copyFile cp createWriteStream fchmod fchown ftruncate futimes lchmod lchown link " +
    "lutimes mkdir mkdtemp rename rm rmdir symlink truncate unlink utimes write writeFile writev"
  )
    .split(" ")
    .flatMap((name) => [name, `${name}Sync`]),
);
const FILE_MODULES = new Set(["node:fs", "node:fs/promises"]);

function mayWrite(file: SourceFile): Violation[] {
  if (isAllowed(powers.write, file) || !file.imports.some((item) => FILE_MODULES.has(item.specifier ?? ""))) return [];
  const complain = (line: number, name: string) => violation("write", file, line, `writes to the disk: ${name}`);
  const named = file.imports.flatMap((item) => {
    if (!FILE_MODULES.has(item.specifier ?? "")) return [];
    return item.names.filter((name) => WRITES.has(name)).map((name) => complain(item.line, name));
  });
  const members = file.nodes.flatMap((node) => {
    const name = propertyOf(node);
    return name && WRITES.has(name) && mayBeFiles(node["object"]) ? [complain(file.lineOf(node), name)] : [];
  });
  const opened = file.nodes.filter((node) => opensForWriting(node));
  return [...named, ...members, ...opened.map((node) => complain(file.lineOf(node), "open"))];
}

/** `fs.rm`, `fs.promises.rm`, `handle.write`; not `process.stdout.write`. */
function mayBeFiles(object: unknown): boolean {
  return !(isNode(object) && propertyOf(object)?.startsWith("std"));
}

function opensForWriting(node: SyntaxNode): boolean {
  if (node.type !== "CallExpression") return false;
  const callee = node["callee"];
  const name = (isNode(callee) ? propertyOf(callee) : undefined) ?? nameOf(callee);
  if (name !== "open" && name !== "openSync") return false;
  const flags = list(node["arguments"])[1];
  const text = textOf(flags);
  return text === undefined ? namesInside(flags).some((flag) => WRITE_FLAGS.has(flag)) : /[wa+]/.test(text);
}

const WRITE_FLAGS = new Set(["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"]);

function namesInside(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesInside);
  if (!isNode(value)) return [];
  return [nameOf(value) ?? "", ...Object.values(value).flatMap((child) => (child === value ? [] : namesInside(child)))];
}

function mayStartPrograms(file: SourceFile): Violation[] {
  if (isAllowed(powers.startPrograms, file)) return [];
  const found = file.imports.filter((item) => item.specifier === "node:child_process");
  return found.map((item) => violation("programs", file, item.line, "starts programs"));
}

const SURROUNDINGS: Readonly<Record<string, readonly string[]>> = {
  process: ["env", "cwd", "chdir", "getuid", "umask"],
  Date: ["now"],
  os: ["homedir", "tmpdir", "userInfo", "hostname"],
};

function mayReadTheSurroundings(file: SourceFile): Violation[] {
  if (isAllowed(powers.readTheSurroundings, file)) return [];
  const used = uses(file, SURROUNDINGS, "surroundings");
  const taken = file.imports.flatMap((item) => {
    const names = SURROUNDINGS[item.specifier?.replace("node:", "") ?? ""] ?? [];
    const wanted = item.names.filter((name) => names.includes(name));
    return wanted.map((name) => violation("surroundings", file, item.line, `reads ${name}`));
  });
  const dates = file.nodes.filter((node) => {
    const isDate =
      (node.type === "NewExpression" || node.type === "CallExpression") && nameOf(node["callee"]) === "Date";
    return isDate && list(node["arguments"]).length === 0;
  });
  return [
    ...used,
    ...taken,
    ...dates.map((node) => violation("surroundings", file, file.lineOf(node), "reads the clock")),
  ];
}

function maySpeakAndLeave(file: SourceFile): Violation[] {
  if (isAllowed(powers.speakAndLeave, file)) return [];
  const exits = uses(file, { process: ["exit", "abort", "reallyExit"] }, "console");
  const consoles = file.nodes.filter((node) => objectName(node["object"]) === "console");
  return [...exits, ...consoles.map((node) => violation("console", file, file.lineOf(node), "uses console"))];
}

/** Members of global objects: `process.env`, `process["env"]`, `globalThis.process.env`, `const { env } = process`. */
function uses(file: SourceFile, wanted: Readonly<Record<string, readonly string[]>>, rule: string): Violation[] {
  return file.nodes.flatMap((node) => {
    const isPattern = node.type === "VariableDeclarator" && isNode(node["id"]) && node["id"].type === "ObjectPattern";
    const object = isPattern ? node["init"] : node["object"];
    const name = objectName(object);
    const members = (name !== undefined && Object.hasOwn(wanted, name) && wanted[name]) || [];
    const taken = isPattern ? patternKeys(node["id"]) : [propertyOf(node) ?? ""];
    const broken = taken.filter((member) => members.includes(member));
    return broken.map((member) => violation(rule, file, file.lineOf(node), `uses ${name}.${member}`));
  });
}

/** `process` for `process` and for `globalThis.process`. */
function objectName(object: unknown): string | undefined {
  return isNode(object) ? (propertyOf(object) ?? nameOf(object)) : undefined;
}

function patternKeys(pattern: unknown): string[] {
  return isNode(pattern) ? list(pattern["properties"]).map((property) => nameOf(property["key"]) ?? "") : [];
}

/** The name of the member that a member expression takes. */
function propertyOf(node: SyntaxNode): string | undefined {
  if (node.type !== "MemberExpression") return undefined;
  return node["computed"] ? textOf(node["property"]) : nameOf(node["property"]);
}

function isAllowed(parts: readonly string[], file: SourceFile): boolean {
  return parts.some((part) => matches(part, file.path.replace(/^src\//, "")));
}
