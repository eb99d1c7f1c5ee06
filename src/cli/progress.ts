import type { ScanEvent } from "../app/scan.ts";
import type { Host } from "../app/this-host.ts";
import { progressLine } from "../report/progress-line.ts";
import { openStatusLine } from "./status-line.ts";
import type { Stream } from "./terminal.ts";

export interface Progress {
  show(event: Extract<ScanEvent, { type: "progress" }>): void;
  /** Removes the line; to be called before anything else is written. */
  erase(): void;
}

/** How far a scan is, where there is a terminal. */
export function openProgress(stream: Stream, host: Host): Progress {
  const startedAt = host.now();
  const line = openStatusLine(stream, host);
  return {
    show({ entries, findings, bytes }) {
      line.show(() => progressLine({ entries, findings, bytes, elapsedMs: host.now() - startedAt }));
    },
    erase: () => line.erase(),
  };
}
