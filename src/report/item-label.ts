import type { Finding } from "../model/finding.ts";
import { nameOf, relativeTo, type AbsolutePath } from "../model/path.ts";
import { escapeForTerminal } from "./escape.ts";

/** A finding as seen from its row: `docs/.venv/`. */
export function itemLabel(finding: Finding, base: AbsolutePath): string {
  const relative = relativeTo(finding.path, base);
  const name = relative === "." ? nameOf(finding.path) : relative;
  return escapeForTerminal(name) + (finding.directories > 0 ? "/" : "");
}
