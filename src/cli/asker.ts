import { createInterface, type Interface } from "node:readline";
import { Interrupted } from "./interrupted.ts";
import { NothingDone } from "./refused.ts";
import type { Session } from "./session.ts";

/** Asks on standard error and reads whole lines, so that the terminal's own editing, Ctrl-C and Ctrl-D do what they do. */
export interface Asker {
  /** The answer without spaces around it; null at the end of the input (Ctrl-D). Throws `Interrupted` at Ctrl-C. */
  ask(question: string): Promise<string | null>;
  /** To be called when the last question is answered: until then the program does not end. */
  close(): void;
}

/** True when there is somebody to ask. */
export function canAsk({ keyboard, terminal }: Session): boolean {
  return keyboard.isTerminal && terminal.talk.isTerminal;
}

/** Refuses to go on without an answer where nobody can give one. */
export function refuseToGuess(what: string): NothingDone {
  return new NothingDone(
    `${what} needs an answer, and there is no terminal to ask on; nothing was done`,
    "--yes answers for scripts",
  );
}

export function openAsker({ keyboard, terminal, signal }: Session): Asker {
  let reader: Interface | undefined;
  let isOver = false;
  const lines: string[] = [];
  let wake = (): void => {};
  const read = (): void => {
    if (reader) return;
    reader = createInterface({ input: keyboard.open(), terminal: false });
    reader.on("line", (line) => {
      lines.push(line);
      wake();
    });
    reader.on("close", () => {
      isOver = true;
      wake();
    });
    signal.addEventListener("abort", () => wake());
  };
  return {
    async ask(question) {
      if (signal.aborted) throw new Interrupted();
      terminal.talk.write(question);
      read();
      while (lines.length === 0 && !isOver && !signal.aborted) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      const line = signal.aborted ? undefined : lines.shift();
      if (line === undefined) terminal.talk.write("\n");
      if (signal.aborted) throw new Interrupted();
      return line?.trim() ?? null;
    },
    close: () => reader?.close(),
  };
}

/** Asks until the answer is yes or no; an empty answer and the end of the input are no. */
export async function askYesOrNo({ ask }: Asker, question: string, say: (text: string) => void): Promise<boolean> {
  while (true) {
    const answer = (await ask(`${question} [y/N] `))?.toLowerCase() ?? "";
    if (["y", "yes"].includes(answer)) return true;
    if (["", "n", "no"].includes(answer)) return false;
    say("Please answer y or n.\n");
  }
}
