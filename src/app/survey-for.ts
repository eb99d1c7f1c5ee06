import type { BytecodeRule, CacheLimits } from "../model/bytecode.ts";
import type { Host } from "../system/host.ts";
import { surveyCentral } from "./bytecode-central.ts";
import { surveyBytecode } from "./bytecode.ts";
import { survey, type ScanOptions, type ScanRequest, type Survey } from "./scan.ts";

/** What is to be cleaned: everything below the roots, or bytecode alone by its rule. */
export function surveyFor(
  host: Host,
  request: ScanRequest & { readonly bytecode?: BytecodeRule | undefined; readonly limits?: CacheLimits | undefined },
  options: ScanOptions,
): Promise<Survey> {
  const { bytecode, limits } = request;
  if (bytecode === undefined) return survey(host, request, options);
  if (bytecode !== "gc") return surveyBytecode(host, request, bytecode, options);
  return surveyCentral(host, request, limits ?? { olderThanMs: null, maxBytes: null }, options);
}
