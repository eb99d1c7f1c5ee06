import { exists } from "../app/exists.ts";
import type { Host } from "../app/this-host.ts";
import { why } from "../app/why.ts";
import { escapeForTerminal } from "../report/escape.ts";
import type { Look } from "../report/look.ts";
import { whyDocument } from "../report/why-document.ts";
import { renderWhy } from "../report/why-text.ts";
import { UsageError } from "./usage-error.ts";

/** The explanation of a path as text, or as JSON where there is no look. */
export async function explainPath(host: Host, path: string, look: Look | null): Promise<string> {
  if (!exists(host, path)) throw new UsageError(`${escapeForTerminal(path)}: no such file or directory`);
  const explanation = await why(host, path);
  return look === null
    ? `${JSON.stringify(whyDocument(explanation), null, 2)}\n`
    : renderWhy(explanation, host.now(), look);
}
