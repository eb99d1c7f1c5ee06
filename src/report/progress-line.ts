import { plural } from "../model/count.ts";
import { formatBytes } from "../model/size.ts";
import { formatDuration } from "./duration.ts";

/** How far a scan is: `123,456 entries, 12 findings, 1.2 GiB, 3.4 s`. */
export function progressLine(seen: {
  readonly entries: number;
  readonly findings: number;
  readonly bytes: number;
  readonly elapsedMs: number;
}): string {
  const { entries, findings, bytes, elapsedMs } = seen;
  const sizes = `${plural(findings, "finding")}, ${formatBytes(bytes)}, ${formatDuration(elapsedMs)}`;
  return `${plural(entries, "entry")}, ${sizes}`;
}
