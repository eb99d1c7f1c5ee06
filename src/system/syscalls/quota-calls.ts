import { loadLibrary } from "./library.ts";
import { NativeMemory } from "./memory.ts";

/**
 * What the kernel says about quotas, asked by an open directory. Nothing here throws: an answer that is not given is
 * undefined. A user may ask for its own quota and those of its groups, root for all.
 */
export interface QuotaCalls {
  /**
   * `Q_GETQUOTA`: the bytes of a `struct if_dqblk`. `device` is the mounted one, for kernels before 5.14, which don't
   * take a handle.
   */
  quotaOf(directory: number, device: string, kind: "user" | "group", id: number): Buffer | undefined;
  /** The number of the btrfs subvolume that the directory lies in. */
  subvolumeOf(directory: number): bigint | undefined;
  /** The UUID of the btrfs that the directory lies on. */
  btrfsOf(directory: number): string | undefined;
}

/** `QCMD(Q_GETQUOTA, type)` of `linux/quota.h`. */
const GET_QUOTA = 0x800007;
const KINDS = { user: 0, group: 1 } as const;
export const QUOTA_BYTES = 72;
const ENOSYS = 38;

/** `linux/btrfs.h`; both may be asked by everybody. */
const BTRFS_IOC_INO_LOOKUP = 0xd000_9412;
const BTRFS_IOC_FS_INFO = 0x8400_941f;
/** The number of a subvolume's own top directory: who asks for it is told which subvolume it is. */
const FIRST_FREE_OBJECT = 256n;
const INO_LOOKUP_BYTES = 4096;
const FS_INFO_BYTES = 1024;

/** Undefined where the system's own calls are missing. */
export function quotaCalls(): QuotaCalls | undefined {
  const library = loadLibrary();
  if (!library) return undefined;
  const { call, numbers } = library;
  const control = (directory: number, request: number, size: number, before: bigint[]): Buffer | undefined => {
    const memory = new NativeMemory(size, library);
    before.forEach((word, index) => memory.bytes.writeBigUInt64LE(word, index * 8));
    return call(numbers.ioctl, directory, request, memory.address) < 0 ? undefined : memory.bytes;
  };
  return {
    quotaOf(directory, device, kind, id) {
      const command = ((GET_QUOTA << 8) | KINDS[kind]) >>> 0;
      const memory = new NativeMemory(QUOTA_BYTES, library);
      let result = call(numbers.quotactl_fd, directory, command, id, memory.address);
      if (result === -ENOSYS) {
        const name = new NativeMemory(Buffer.byteLength(device) + 1, library);
        name.bytes.write(device);
        result = call(numbers.quotactl, command, name.address, id, memory.address);
      }
      return result < 0 ? undefined : memory.bytes;
    },
    subvolumeOf: (directory) =>
      control(directory, BTRFS_IOC_INO_LOOKUP, INO_LOOKUP_BYTES, [0n, FIRST_FREE_OBJECT])?.readBigUInt64LE(0),
    btrfsOf: (directory) => uuidOf(control(directory, BTRFS_IOC_FS_INFO, FS_INFO_BYTES, [])),
  };
}

function uuidOf(bytes: Buffer | undefined): string | undefined {
  const hex = bytes?.toString("hex", 16, 32);
  return hex?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
