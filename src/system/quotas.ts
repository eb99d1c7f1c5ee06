import * as fs from "node:fs";
import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Shortage } from "../model/shortage.ts";
import { readText, toNative } from "./files.ts";
import { mountOf, type Mount } from "./mounts.ts";
import { QUOTA_BYTES, type QuotaCalls } from "./syscalls/quota-calls.ts";

/**
 * What limits how much may lie at a place beside the size of its disk. Users and groups are asked about through
 * quotactl(2); a subvolume of btrfs through sysfs, which shows everybody its limit. A limit on a directory (a project
 * of XFS or ext4) is what `statfs` shows there, so it is seen as a small disk. Not seen: quotas that only a server
 * knows (NFS), and btrfs limits on groups of subvolumes, which only root may look up.
 */
export interface Quota {
  readonly of: Exclude<Shortage["of"], { readonly kind: "disk" }>;
  readonly bytes: Usage;
  readonly files: Usage;
}

export interface Usage {
  readonly used: bigint;
  /** 0 where there is none. */
  readonly limit: bigint;
  /** What may be passed for some days. 0 where there is none. */
  readonly softLimit: bigint;
}

export interface QuotaSources {
  /** Undefined where there are none. */
  readonly calls: QuotaCalls | undefined;
  readonly mounts: readonly Mount[];
  /** Where sysfs is mounted. */
  readonly sysfs: AbsolutePath;
}

export const SYSFS = "/sys" as AbsolutePath;

/** The quotas that something counts against: its owner's, its group's, its subvolume's. Those that can't be read lack. */
export function quotasOn(path: AbsolutePath, { mounts, sysfs, calls }: QuotaSources): Quota[] {
  if (!calls) return [];
  let directory: number | undefined;
  try {
    const { uid, gid } = fs.lstatSync(toNative(path));
    directory = fs.openSync(toNative(parentOf(path)), fs.constants.O_RDONLY | fs.constants.O_DIRECTORY);
    const mount = mountOf(path, mounts);
    if (mount?.type === "btrfs") return subvolumeQuota(calls, directory, sysfs);
    const device = mount?.source ?? "";
    return [
      ...quotaFrom(calls.quotaOf(directory, device, "user", uid), { kind: "user", id: uid }),
      ...quotaFrom(calls.quotaOf(directory, device, "group", gid), { kind: "group", id: gid }),
    ];
  } catch {
    // It is gone or closed to us. It only decides whether a warning is shown.
    return [];
  } finally {
    if (directory !== undefined) fs.closeSync(directory);
  }
}

/** True when less than a twentieth of it is left, or when it may be passed for some days only. */
export function isNearlyUsedUp({ bytes, files }: Quota): boolean {
  return [bytes, files].some(
    ({ used, limit, softLimit }) =>
      (limit > 0n && (limit - used) * 20n < limit) || (softLimit > 0n && used > softLimit),
  );
}

/** Limits of bytes are in KiB, what is used in bytes: `struct if_dqblk` of `linux/quota.h`. */
function quotaFrom(record: Buffer | undefined, of: Quota["of"]): Quota[] {
  if (!record || record.length < QUOTA_BYTES) return [];
  const word = (index: number): bigint => record.readBigUInt64LE(index * 8);
  const bytes = { limit: word(0) * 1024n, softLimit: word(1) * 1024n, used: word(2) };
  return [{ of, bytes, files: { limit: word(3), softLimit: word(4), used: word(5) } }];
}

/** Bits of `limit_flags`. */
const REFERENCED = 1n;
const EXCLUSIVE = 2n;
const NO_LIMIT: Usage = { used: 0n, limit: 0n, softLimit: 0n };

function subvolumeQuota(calls: QuotaCalls, directory: number, sysfs: AbsolutePath): Quota[] {
  const [uuid, subvolume] = [calls.btrfsOf(directory), calls.subvolumeOf(directory)];
  if (uuid === undefined || subvolume === undefined) return [];
  const group = join(sysfs, `fs/btrfs/${uuid}/qgroups/0_${subvolume}`);
  const number = (name: string): bigint => BigInt(readText(join(group, name), 64)?.trim() || "0");
  const flags = number("limit_flags");
  const limits: readonly (readonly [bigint, string])[] = [
    [REFERENCED, "referenced"],
    [EXCLUSIVE, "exclusive"],
  ];
  return limits
    .filter(([flag]) => (flags & flag) !== 0n)
    .map(([, name]) => {
      const bytes = { used: number(name), limit: number(`max_${name}`), softLimit: 0n };
      return { of: { kind: "subvolume" }, bytes, files: NO_LIMIT };
    });
}
