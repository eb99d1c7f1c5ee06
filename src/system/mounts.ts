import * as fs from "node:fs";
import { decode } from "./files.ts";
import type { Host } from "./host.ts";
import type { AbsolutePath } from "../model/path.ts";

/** One mounted filesystem, as this process sees it. */
export interface Mount {
  /** What `statx` gives as `stx_mnt_id`. */
  readonly id: number;
  /** The mount point. */
  readonly path: AbsolutePath;
  /** `major:minor`. A bind mount has the same device as what it shows. */
  readonly device: string;
  /** The part of the filesystem that is shown here; not `/` for a bind mount. */
  readonly root: AbsolutePath;
  /** `ext4`, `tmpfs`, `nfs4`, `fuse.sshfs` … */
  readonly type: string;
  /** Options of the mount and of the filesystem, each once: `ro`, `noatime` … */
  readonly options: readonly string[];
  /** `/dev/sda1`, `server:/export`, `tmpfs` … */
  readonly source: string;
}

/**
 * Everything that is mounted, in the order of mounting: of two at one place the later one is seen. An empty list where
 * the platform has no `/proc`. Throws with a POSIX `code` when Linux does not let it be read: then nothing is known.
 */
export function mounts(host: Host): Mount[] {
  if (host.platform !== "linux") return [];
  return parseMountinfo(fs.readFileSync("/proc/self/mountinfo"));
}

/** Reads the format of proc_pid_mountinfo(5): fields, optional fields up to a lone `-`, then type, source, options. */
export function parseMountinfo(bytes: Buffer): Mount[] {
  const found: Mount[] = [];
  for (const line of bytes.toString("latin1").split("\n")) {
    const fields = line.split(" ");
    const separator = fields.indexOf("-", 6);
    if (separator < 0) continue;
    const [id, , device, root, path, own] = fields;
    const [type, source, shared] = fields.slice(separator + 1);
    found.push({
      id: Number(id),
      path: unescape(path!) as AbsolutePath,
      device: device!,
      root: unescape(root!) as AbsolutePath,
      type: unescape(type ?? ""),
      options: [...new Set([...own!.split(","), ...(shared ?? "").split(",")])].filter((option) => option !== ""),
      source: unescape(source ?? ""),
    });
  }
  return found;
}

/** The kernel writes space, tab, newline, backslash and `#` as three octal digits. */
function unescape(field: string): string {
  const plain = field.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
  return decode(Buffer.from(plain, "latin1"));
}

const NETWORK = new Set(
  (
    "9p acfs afs autofs beegfs ceph cifs coda davfs fuse.ceph-fuse fuse.davfs2 fuse.gcsfuse fuse.glusterfs " +
    "fuse.google-drive-ocamlfuse fuse.gvfsd-fuse fuse.juicefs fuse.onedriver fuse.rclone fuse.s3fs fuse.sshfs " +
    "gfs2 gpfs lustre ncpfs nfs nfs4 ocfs2 orangefs pvfs2 smb3 smbfs"
  ).split(" "),
);

/** tmpfs and ramfs hold real files, so they are not here. */
const PSEUDO = new Set(
  (
    "binder binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts devtmpfs efivarfs fuse.lxcfs fuse.portal " +
    "fuse.snapfuse fusectl hugetlbfs mqueue nsfs proc pstore resctrl rpc_pipefs securityfs selinuxfs squashfs " +
    "sysfs tracefs"
  ).split(" "),
);

/** True for what a walk passes over unless a root lies on it: far away, or not made of files on a disk. */
export function isNetworkOrPseudo(type: string): boolean {
  return NETWORK.has(type) || PSEUDO.has(type);
}

/** Files can share blocks there without a hard link, and `stat` does not show it. */
const CLONING: ReadonlySet<string> = new Set("apfs bcachefs btrfs ocfs2 xfs zfs".split(" "));

/** The kind of file system that a path lies on, where files on it may share blocks unseen; else undefined. */
export function cloningFileSystem(host: Host, path: AbsolutePath): string | undefined {
  if (host.platform === "darwin") return "apfs";
  const type = mountOf(path, mounts(host))?.type;
  return type !== undefined && CLONING.has(type) ? type : undefined;
}

/** The mount that a path lies on, by its name alone; undefined when nothing is known. */
export function mountOf(path: AbsolutePath, all: readonly Mount[]): Mount | undefined {
  let best: Mount | undefined;
  for (const mount of all) {
    const inside = mount.path === "/" || path === mount.path || path.startsWith(`${mount.path}/`);
    if (inside && mount.path.length >= (best?.path.length ?? 0)) best = mount;
  }
  return best;
}
