/** The library under the command: scan directories, explain a path, and the words that both speak. */
export { scan, type ScanEvent, type ScanOptions, type ScanRequest } from "./app/scan.ts";
export { why } from "./app/why.ts";
export { thisHost, type Host } from "./app/this-host.ts";
export type { ActivitySign, Explanation } from "./model/explanation.ts";
export type {
  Bytes,
  EnvironmentFacts,
  Finding,
  Package,
  Problem,
  Project,
  ScanResult,
  Totals,
} from "./model/finding.ts";
export type { AbsolutePath } from "./model/path.ts";
export type { ProofLine, ProofOutcome } from "./model/proof.ts";
export type { Safety } from "./model/safety.ts";
