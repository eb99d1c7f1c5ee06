import type { SourceFile } from "./source-file.ts";

/** One broken rule. */
export interface Violation {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

export type Rule = (file: SourceFile) => Violation[];

export function violation(rule: string, file: SourceFile, line: number, text: string): Violation {
  return { rule, path: file.path, line, text };
}

/** `system/mutate*` matches `system/mutate.ts` and `system/mutate/rename.ts`. */
export function matches(pattern: string, path: string): boolean {
  return pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}
