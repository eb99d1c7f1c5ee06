import { setTimeout as sleep } from "node:timers/promises";
import type { AbsolutePath } from "../model/path.ts";
import { Refusal } from "../model/refusal.ts";
import { codeOf, readText, statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { isRunning, ownMark, type ProcessMark } from "../system/own-process.ts";
import { claim, removeOwnFile } from "../system/own-files.ts";

/**
 * Lets one pyshed change things at a time. A lock is a file that names its holder; when the holder has ended without
 * taking it away, the lock is stale and is taken over, by one of those who wait: whoever holds a second lock meanwhile.
 */
export interface Lock {
  release(): void;
}

const PAUSE_MS = 100;
/** A lock that names nobody was left half written; before that it may be in the making. */
const NAMELESS_MS = 10_000;

/** Told once who is being waited for. */
export type OnWait = (who: string) => void;

/** Waits for the lock. Throws `Refusal` `busy` when the time is over; errors of writing keep their POSIX code. */
export async function takeLock(host: Host, path: AbsolutePath, waitMs: number, onWait?: OnWait): Promise<Lock> {
  const content = `${JSON.stringify(ownMark(host))}\n`;
  const deadline = host.now() + waitMs;
  for (let isFirst = true; ; isFirst = false) {
    const holder = tryLock(host, path, content);
    if (holder === null) return { release: () => release(path, content) };
    if (host.now() >= deadline) throw refusal(path, holder);
    if (isFirst) onWait?.(nameOf(holder));
    await sleep(Math.min(PAUSE_MS, Math.max(1, deadline - host.now())));
  }
}

/**
 * The same where others may have had to keep their lock somewhere else: it is ours only while nobody holds one of the
 * `others`.
 */
export async function takeOnlyLock(
  host: Host,
  path: AbsolutePath,
  others: readonly AbsolutePath[],
  waitMs: number,
  onWait?: OnWait,
): Promise<Lock> {
  const deadline = host.now() + waitMs;
  for (let isFirst = true; ; isFirst = false) {
    const lock = await takeLock(host, path, Math.max(0, deadline - host.now()), isFirst ? onWait : undefined);
    const rival = others.find((other) => holderOf(host, other) !== null);
    if (rival === undefined) return lock;
    lock.release();
    const holder = holderOf(host, rival) ?? "nobody";
    if (host.now() >= deadline) throw refusal(rival, holder);
    if (isFirst) onWait?.(nameOf(holder));
    await sleep(PAUSE_MS);
  }
}

/** Who holds a lock; null when nobody does. */
function holderOf(host: Host, path: AbsolutePath): Holder | null {
  const seen = readText(path, 4096);
  if (seen === undefined) return null;
  const holder = holderIn(seen);
  return isStale(host, path, holder) ? null : holder;
}

type Holder = ProcessMark | "nobody";

/** Null when the lock is ours now. */
function tryLock(host: Host, path: AbsolutePath, content: string): Holder | null {
  if (claimed(path, content)) return null;
  const seen = readText(path, 4096);
  const holder = holderIn(seen);
  if (!isStale(host, path, holder)) return holder;
  const second = `${path}.takeover` as AbsolutePath;
  if (!claimed(second, content)) {
    if (isStale(host, second, holderIn(readText(second, 4096)))) removeOwnFile(second);
    return holder;
  }
  try {
    if (readText(path, 4096) === seen) removeOwnFile(path);
    return claimed(path, content) ? null : holder;
  } finally {
    removeOwnFile(second);
  }
}

function claimed(path: AbsolutePath, content: string): boolean {
  try {
    claim(path, content);
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return false;
  }
}

/** Only our own: after a takeover it may be somebody else's. */
function release(path: AbsolutePath, content: string): void {
  if (readText(path, 4096) === content) removeOwnFile(path);
}

function isStale(host: Host, path: AbsolutePath, holder: Holder): boolean {
  if (holder !== "nobody") return isRunning(host, holder) === "no";
  const made = statusOrNothing(path)?.modified;
  return made === undefined || host.now() - made > NAMELESS_MS;
}

function holderIn(text: string | undefined): Holder {
  try {
    const { pid, start, space } = JSON.parse(text ?? "") as Partial<ProcessMark>;
    return typeof pid === "number" ? { pid, start: start ?? null, space: space ?? null } : "nobody";
  } catch {
    // Half written, or gone again.
    return "nobody";
  }
}

function refusal(path: AbsolutePath, holder: Holder): Refusal {
  const hint = `wait for it to end; if it runs nowhere any more, remove ${path}`;
  return new Refusal("busy", `${nameOf(holder)} is at work`, hint);
}

function nameOf(holder: Holder): string {
  return holder === "nobody" ? "another pyshed" : `another pyshed (pid ${holder.pid})`;
}
