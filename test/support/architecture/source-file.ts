import { parseSync } from "oxc-parser";

/** A node of the syntax tree, as far as the rules look at it. */
export type SyntaxNode = { readonly type: string; readonly start: number } & Readonly<Record<string, unknown>>;

export interface Import {
  /** As written: `../model/path.ts`, `node:fs`, `koffi`. Undefined when it is computed. */
  readonly specifier: string | undefined;
  /** Names taken from the module: `*` for all of it. */
  readonly names: readonly string[];
  readonly reExport: boolean;
  readonly line: number;
}

export interface SourceFile {
  /** Relative to the repository, `/` between parts. */
  readonly path: string;
  readonly lines: number;
  readonly nodes: readonly SyntaxNode[];
  readonly imports: readonly Import[];
  readonly body: readonly SyntaxNode[];
  lineOf(node: SyntaxNode): number;
}

/** Parses one file. Throws when it is not valid TypeScript. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const nodes: SyntaxNode[] = [];
  collect(program, nodes);
  const lineOf = (node: SyntaxNode): number => text.slice(0, node.start).split("\n").length;
  return {
    path,
    lines: text.trimEnd().split("\n").length,
    nodes,
    imports: nodes.flatMap((node) => importOf(node, lineOf(node))),
    body: program.body.map((statement) => statement as unknown as SyntaxNode),
    lineOf,
  };
}

function collect(value: unknown, nodes: SyntaxNode[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, nodes);
  if (!isNode(value)) return;
  nodes.push(value);
  for (const child of Object.values(value)) if (typeof child === "object") collect(child, nodes);
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Every way in which one module can name another. */
function importOf(node: SyntaxNode, line: number): Import[] {
  const found = (source: unknown, names: string[], reExport = false): Import[] => [
    { specifier: textOf(source), names, reExport, line },
  ];
  switch (node.type) {
    case "ImportDeclaration":
      return found(node["source"], list(node["specifiers"]).map(importedName));
    case "ExportNamedDeclaration":
      return node["source"] ? found(node["source"], list(node["specifiers"]).map(exportedName), true) : [];
    case "ExportAllDeclaration":
      return found(node["source"], ["*"], true);
    case "ImportExpression":
    case "TSImportType":
      return found(node["source"], ["*"]);
    case "TSExternalModuleReference":
      return found(node["expression"], ["*"]);
    case "CallExpression":
      return nameOf(node["callee"]) === "require" ? found(list(node["arguments"])[0], ["*"]) : [];
    case "NewExpression":
      return nameOf(node["callee"]) === "URL" && endsWithTypeScript(node)
        ? found(list(node["arguments"])[0], ["*"])
        : [];
    default:
      return [];
  }
}

/** `new URL("./worker.ts", import.meta.url)` names a module too. */
function endsWithTypeScript(node: SyntaxNode): boolean {
  return textOf(list(node["arguments"])[0])?.endsWith(".ts") ?? false;
}

function importedName(specifier: SyntaxNode): string {
  return specifier.type === "ImportSpecifier" ? (nameOf(specifier["imported"]) ?? "*") : "*";
}

function exportedName(specifier: SyntaxNode): string {
  return nameOf(specifier["local"]) ?? "*";
}

export function list(value: unknown): SyntaxNode[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The name of an identifier or of a quoted key. */
export function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === "Identifier") return String(node["name"]);
  return textOf(node);
}

/** The text of a string literal. */
export function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === "Literal" && typeof node["value"] === "string") return node["value"];
  if (node.type === "TSLiteralType") return textOf(node["literal"]);
  if (node.type !== "TemplateLiteral" || list(node["expressions"]).length > 0) return undefined;
  const value: unknown = list(node["quasis"])[0]?.["value"];
  return typeof value === "object" && value && "cooked" in value ? String(value.cooked) : undefined;
}
