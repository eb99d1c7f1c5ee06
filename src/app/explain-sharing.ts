import { resolve } from "node:path";
import { explainEnvironment, explainFile } from "../dedupe/explain.ts";
import { environmentKind } from "../environments/several.ts";
import { isWithin, parentOf, type AbsolutePath } from "../model/path.ts";
import { Refusal } from "../model/refusal.ts";
import type { Sharing } from "../model/sharing.ts";
import type { FoundEnvironment } from "../scan/environments.ts";
import { realPath, statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { findDuplicates, type DuplicatesOptions, type DuplicatesRequest } from "./duplicates.ts";
import { whyCopied } from "./uv-copies.ts";

/**
 * Says of one environment, or one file in one, who shares it. Others are looked for below the roots of the request and
 * in uv's cache. Throws `Refusal` `not-explained`.
 */
export async function explainSharing(
  host: Host,
  written: string,
  request: DuplicatesRequest,
  options: DuplicatesOptions = {},
): Promise<Sharing> {
  const path = resolve(host.currentDirectory, written) as AbsolutePath;
  const status = statusOrNothing(path);
  if (!status) throw refusal(`there is nothing at ${path}`);
  const found = environmentOf(path);
  if (found === undefined) throw refusal(`${path} does not lie in an environment`);
  const { path: environment, kind } = found;
  const real = realPath(environment);
  const roots = [...request.roots, environment];
  const named = { path: real, kind };
  const { analysis, duplicates } = await findDuplicates(
    host,
    { ...request, roots, withBytecode: true, named },
    options,
  );
  const inside = (real + path.slice(environment.length)) as AbsolutePath;
  const answer = path === environment ? explainEnvironment(analysis, real) : explainFile(analysis, real, inside);
  if (!answer) throw refusal(`${path} is empty, a link, or no file of an environment: there is nothing to share`);
  const { cache } = duplicates;
  return { ...answer, path: inside, roots: duplicates.roots, cache, copiedByUv: whyCopied(host, analysis, real) };
}

/** The innermost environment that holds the path, itself included. */
function environmentOf(path: AbsolutePath): FoundEnvironment | undefined {
  for (let above = path; ; above = parentOf(above)) {
    const kind = environmentKind(above);
    if (kind) return { path: above, kind };
    if (above === parentOf(above) || !isWithin(path, above)) return undefined;
  }
}

function refusal(message: string): Refusal {
  return new Refusal("not-explained", message, "name an environment, or a file in one");
}
