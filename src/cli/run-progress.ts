import type { CleanOptions } from "../app/clean.ts";
import type { RunEvent } from "../model/run.ts";
import { runLine } from "../report/run-line.ts";
import type { Session } from "./session.ts";
import { openStatusLine } from "./status-line.ts";

export interface RunProgressLine {
  /** What a use case that changes something is given. */
  readonly options: Pick<CleanOptions, "signal" | "onEvent" | "say">;
  /** To be called when it has ended, and before anything else is written. */
  erase(): void;
}

/** Shows on a terminal how far a run is; stops it at Ctrl-C; passes on journal lines that can be written nowhere else. */
export function openRunProgress({ host, terminal, signal }: Session): RunProgressLine {
  const { talk } = terminal;
  const line = openStatusLine(talk, host);
  const seen = { items: 0, through: 0, bytes: 0, bytesThrough: 0, ofItem: 0, startedAt: host.now(), path: "" };
  const show = (): void => {
    const elapsedMs = host.now() - seen.startedAt;
    line.show(() => runLine({ ...seen, bytesThrough: seen.bytesThrough + seen.ofItem, elapsedMs }));
  };
  const follow = (event: RunEvent): void => {
    switch (event.type) {
      case "waiting":
        line.erase();
        return talk.write(`Waiting for ${event.who} to end.\n`);
      case "start":
        Object.assign(seen, { items: event.items, bytes: event.bytes, startedAt: host.now() });
        return;
      case "item":
        Object.assign(seen, { path: event.path, ofItem: 0 });
        return show();
      case "removed":
        seen.ofItem = event.bytes;
        return show();
      case "outcome":
        seen.through++;
        seen.bytesThrough += event.outcome.bytes.allocated;
        seen.ofItem = 0;
        return show();
      case "measuring":
        return line.show(() => "measuring what was freed");
      case "notice":
        // The report has it, and shows it at the end.
        return;
    }
  };
  return {
    options: {
      signal,
      onEvent: follow,
      say(text) {
        line.erase();
        talk.write(text.endsWith("\n") ? text : `${text}\n`);
      },
    },
    erase: () => line.erase(),
  };
}
