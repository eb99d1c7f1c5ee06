import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { spread } from "../../src/model/inode-counts.ts";
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

/** Pairs of inodes that lead to one place: below 2³² an inode's number alone decides. */
function rivals(count: number): number[] {
  const first = new Map<number, number>();
  const pairs: number[] = [];
  for (let inode = 1; pairs.length < 2 * count; inode++) {
    const place = spread(inode) & (2 ** 18 - 1);
    const other = first.get(place);
    if (other === undefined) first.set(place, inode);
    else pairs.push(other, inode);
    if (other !== undefined) first.delete(place);
  }
  return pairs;
}

test("threads that want one place at the same time never mix two inodes up", { timeout: 120_000 }, async () => {
  const code = `
    const { workerData, parentPort } = require("node:worker_threads");
    const { LookedInodes } = require(workerData.module);
    const { room, pairs, gate, thread } = workerData;
    const looked = new LookedInodes(room);
    looked.enter(7);
    for (let step = 0; step < pairs.length; step += 2) {
      Atomics.add(gate, 0, 1);
      while (Atomics.load(gate, 0) < step + 2);
      looked.set(pairs[step + thread], pairs[step + thread] % 1000 + 1);
    }
    parentPort.postMessage("done");`;
  const module = temporaryTree().at("looked-inodes.cjs");
  buildSync({ entryPoints: [SOURCE], bundle: true, format: "cjs", platform: "node", outfile: module });
  const [room, pairs] = [shared(), rivals(20_000)];
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const workers = [0, 1].map(
    (thread) => new Worker(code, { eval: true, workerData: { room, pairs, gate, thread, module } }),
  );
  await Promise.all(workers.map((worker) => once(worker, "message")));
  const looked = entered(room);
  expect(pairs.filter((inode) => looked.get(inode) !== (inode % 1000) + 1)).toEqual([]);
});
