import { formatBytes } from "../model/size.ts";
import { escapeForTerminal } from "./escape.ts";
import { formatDuration } from "./duration.ts";

/** How far a run is. */
export interface RunProgress {
  readonly items: number;
  /** Items that are through. */
  readonly through: number;
  readonly bytes: number;
  readonly bytesThrough: number;
  readonly elapsedMs: number;
  readonly path: string;
}

/** Before that a rate says nothing. */
const SHORTEST_MS = 500;

/** `3 of 12 items, 1.2 GiB of 3.6 GiB, 450.0 MiB/s, 5.3 s left: .venv`. */
export function runLine({ items, through, bytes, bytesThrough, elapsedMs, path }: RunProgress): string {
  const parts = [`${through} of ${items} items`, `${formatBytes(bytesThrough)} of ${formatBytes(bytes)}`];
  if (elapsedMs >= SHORTEST_MS && bytesThrough > 0) {
    const rate = (bytesThrough * 1000) / elapsedMs;
    const leftMs = (Math.max(0, bytes - bytesThrough) * 1000) / rate;
    parts.push(`${formatBytes(rate)}/s`, `${formatDuration(leftMs)} left`);
  }
  return `${parts.join(", ")}${path === "" ? "" : `: ${escapeForTerminal(path)}`}`;
}
