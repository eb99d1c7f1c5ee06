/**
 * Loaded into a program before it begins (`node --import`): holds it still at a moment that a test waits for, until a
 * file is there. So what happens in that moment depends on no clock and on no load.
 *
 * - `HOLD_AT`, a regular expression: the program stops right after it has written text that matches, once.
 * - `HOLD_WALK`: threads of the walk stop when they have read everything, before they say so.
 *
 * The file is `HOLD_UNTIL`. An interruption of the program makes it too, once the program has dealt with it.
 */
import { existsSync, writeFileSync } from "node:fs";
import { isMainThread, parentPort } from "node:worker_threads";

const { HOLD_AT, HOLD_WALK, HOLD_UNTIL } = process.env;

function hold() {
  const still = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(HOLD_UNTIL)) Atomics.wait(still, 0, 0, 5);
}

if (isMainThread) {
  process.on("SIGINT", () => setImmediate(() => writeFileSync(HOLD_UNTIL, "")));
  if (HOLD_AT) for (const stream of [process.stdout, process.stderr]) holdAfterWriting(stream, new RegExp(HOLD_AT));
} else if (HOLD_WALK) {
  const post = parentPort.postMessage.bind(parentPort);
  parentPort.postMessage = (message, ...rest) => {
    if (message?.type === "idle") hold();
    return post(message, ...rest);
  };
}

function holdAfterWriting(stream, when) {
  const write = stream.write.bind(stream);
  let isOver = false;
  stream.write = (text, ...rest) => {
    const result = write(text, ...rest);
    if (!isOver && when.test(text)) {
      isOver = true;
      hold();
    }
    return result;
  };
}
