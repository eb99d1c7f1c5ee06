import type { Problem } from "../model/finding.ts";
import { escapeForTerminal } from "./escape.ts";

/** What could not be read, and why: `/srv/secret: could not be listed (EACCES)`. */
export function describeProblem({ path, code, message }: Problem): string {
  return escapeForTerminal(`${path}: ${message} (${code})`);
}
