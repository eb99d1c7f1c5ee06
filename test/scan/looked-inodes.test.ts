import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { LOOKED_BYTES, LookedInodes } from "../../src/scan/looked-inodes.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const SOURCE = join(import.meta.dirname, "../../src/scan/looked-inodes.ts");
const shared = (): SharedArrayBuffer => new SharedArrayBuffer(LOOKED_BYTES);

function entered(room: SharedArrayBuffer, device = 7): LookedInodes {
  const looked = new LookedInodes(room);
  looked.enter(device);
  return looked;
}

test("what one thread has counted the others know, and every second one begins at the end", () => {
  const room = shared();
  const [one, two] = [entered(room), entered(room)];
  expect([one.isBackward, two.isBackward]).toEqual([false, true]);
  one.set(2 ** 40 + 1, 3);
  two.set(5, 2);
  expect([two.get(2 ** 40 + 1), one.get(5), one.get(6)]).toEqual([3, 2, 0]);
});

test("inodes of another device are kept apart, by each thread for itself", () => {
  const room = shared();
  const [one, other] = [entered(room, 7), entered(room, 8)];
  one.set(5, 2);
  other.set(5, 9);
  expect([one.get(5), other.get(5), entered(room, 8).get(5)]).toEqual([2, 9, 0]);
  other.enter(7);
  expect(other.get(5)).toBe(2);
  other.enter(9);
  expect(other.get(5)).toBe(0);
});

test("where the table has no room left, each thread goes on for itself", () => {
  const room = shared();
  const [one, two] = [entered(room), entered(room)];
  const count = 250_000;
  for (let inode = 1; inode <= count; inode++) one.set(inode, (inode % 5) + 1);
  for (let inode = 1; inode <= count; inode++) if (one.get(inode) !== (inode % 5) + 1) expect.unreachable(`${inode}`);
  expect([two.get(1), two.get(count)]).toEqual([2, 0]);
});

test("threads that write at the same time never mix two inodes up", async () => {
  const room = shared();
  const code = `
    const { workerData, parentPort } = require("node:worker_threads");
    const { LookedInodes } = require(workerData.module);
    const looked = new LookedInodes(workerData.room);
    looked.enter(7);
    let wrong = 0;
    for (let step = 1; step <= 60_000; step++) {
      const inode = looked.isBackward ? 60_001 - step : step;
      const count = looked.get(inode);
      if (count !== 0 && count !== (inode % 1000) + 1) wrong++;
      if (count === 0) looked.set(inode, (inode % 1000) + 1);
    }
    parentPort.postMessage(wrong);`;
  const module = temporaryTree().at("looked-inodes.cjs");
  buildSync({ entryPoints: [SOURCE], bundle: true, format: "cjs", platform: "node", outfile: module });
  const workers = [1, 2, 3].map(() => new Worker(code, { eval: true, workerData: { room, module } }));
  const wrong = await Promise.all(workers.map(async (worker) => (await once(worker, "message"))[0] as number));
  expect(wrong).toEqual([0, 0, 0]);
  const looked = entered(room);
  for (let inode = 1; inode <= 60_000; inode++) {
    if (looked.get(inode) !== (inode % 1000) + 1) expect.unreachable(`${inode}`);
  }
});
