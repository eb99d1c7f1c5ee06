import type { Host } from "../app/this-host.ts";
import type { Stream } from "./terminal.ts";

/** One line that is rewritten in place. */
export interface StatusLine {
  /** Shows what `text` returns, unless something was shown a moment ago. */
  show(text: () => string): void;
  /** Removes the line; to be called before anything else is written. */
  erase(): void;
}

const SHORTEST_PAUSE_MS = 100;
const ERASE_LINE = "\r\u001B[2K";

/** At most ten times a second; nothing at all where there is no terminal. */
export function openStatusLine(stream: Stream, host: Host): StatusLine {
  if (!stream.isTerminal || host.environment["TERM"] === "dumb") return { show: () => {}, erase: () => {} };
  let shownAt = -Infinity;
  let isShown = false;
  return {
    show(text) {
      const now = host.now();
      if (now - shownAt < SHORTEST_PAUSE_MS) return;
      shownAt = now;
      isShown = true;
      stream.write(ERASE_LINE + text().slice(0, (stream.columns ?? 80) - 1));
    },
    erase() {
      if (isShown) stream.write(ERASE_LINE);
      isShown = false;
    },
  };
}
