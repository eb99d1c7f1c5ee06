import type { Readable } from "node:stream";

/** One of the two streams; injected, so that nothing but the entry touches the process. */
export interface Stream {
  readonly isTerminal: boolean;
  /** Width where the stream is a terminal. */
  readonly columns: number | undefined;
  write(text: string): void;
}

/** `output` carries data, `talk` carries errors, questions and progress. */
export interface Terminal {
  readonly output: Stream;
  readonly talk: Stream;
}

/** Where answers come from. Nothing is read before a question is asked. */
export interface Keyboard {
  readonly isTerminal: boolean;
  open(): Readable;
}
