import type { MutatingCalls } from "../../system/mutate/calls.ts";
import { errorName } from "../../system/syscalls/errors.ts";
import type { StatusRecord } from "../../system/syscalls/status-record.ts";
import { reasonFor } from "../removal/outcome.ts";
import { DIFFERENT } from "./hard-link.ts";
import { changeOf, openToRead, recordsFor, type FileMark, type NamedPlace, type Trouble } from "./open-file.ts";

/** `_IOWR(0x94, 54, struct file_dedupe_range)`, `linux/fs.h`: a head of 24 bytes and one target of 32. */
const FIDEDUPERANGE = 0xc018_9436;
const HEAD = 24;
const DIFFERS = 1;
/** btrfs takes no more at once. */
const PIECE = 16 * 1024 * 1024;

/**
 * Lets a file take its bytes from the blocks of another with the same content. The kernel holds both, compares them and
 * shares the blocks only where they are equal; the file itself (inode, mode, times) stays, and a later write to either
 * one reaches no other. Null when done, else the file reads as before.
 */
export function shareExtents(
  calls: MutatingCalls,
  file: NamedPlace & FileMark,
  leader: NamedPlace & FileMark,
): Trouble {
  const own = openToRead(calls, file);
  if (own < 0) return errorName(own) === "ENOENT" ? "it is gone" : reasonFor(errorName(own));
  const other = openToRead(calls, leader);
  try {
    if (other < 0) return `its twin cannot be opened: ${reasonFor(errorName(other))}`;
    const record = recordsFor(calls).own;
    const twin = look(calls, other, record, leader);
    if (twin !== null) return `its twin: ${twin}`;
    const size = record.size;
    const change = look(calls, own, record, file);
    if (change !== null) return change;
    return record.size === size ? share(calls, own, other, size) : DIFFERENT;
  } finally {
    calls.close(own);
    if (other >= 0) calls.close(other);
  }
}

function look(calls: MutatingCalls, descriptor: number, record: StatusRecord, mark: FileMark): Trouble {
  const seen = calls.statusOf(descriptor, record);
  return seen < 0 ? reasonFor(errorName(seen)) : changeOf(record, mark);
}

function share(calls: MutatingCalls, own: number, leader: number, size: number): Trouble {
  const memory = calls.newMemory(HEAD + 32);
  const { bytes } = memory;
  for (let start = 0; start < size;) {
    bytes.fill(0);
    bytes.writeBigUInt64LE(BigInt(start), 0);
    bytes.writeBigUInt64LE(BigInt(Math.min(PIECE, size - start)), 8);
    bytes.writeUInt16LE(1, 16);
    bytes.writeBigInt64LE(BigInt(own), HEAD);
    bytes.writeBigUInt64LE(BigInt(start), HEAD + 8);
    const asked = calls.control(leader, FIDEDUPERANGE, memory);
    if (asked < 0) return reasonFor(errorName(asked));
    const status = bytes.readInt32LE(HEAD + 24);
    if (status === DIFFERS) return DIFFERENT;
    if (status < 0) return reasonFor(errorName(status));
    const shared = Number(bytes.readBigUInt64LE(HEAD + 16));
    if (shared === 0) return "the filesystem shared nothing of it";
    start += shared;
  }
  return null;
}
