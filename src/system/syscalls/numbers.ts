/** Numbers of the system calls, as the kernel's `unistd.h` of each architecture gives them. They never change. */
export interface CallNumbers {
  readonly close: number;
  readonly fchmodat: number;
  readonly fchown: number;
  readonly fgetxattr: number;
  readonly flistxattr: number;
  readonly fremovexattr: number;
  readonly fsetxattr: number;
  readonly fsync: number;
  readonly getdents64: number;
  readonly ioctl: number;
  readonly linkat: number;
  readonly lseek: number;
  readonly mkdirat: number;
  readonly openat: number;
  readonly quotactl: number;
  readonly quotactl_fd: number;
  readonly readlinkat: number;
  readonly renameat: number;
  readonly renameat2: number;
  readonly statx: number;
  readonly symlinkat: number;
  readonly syncfs: number;
  readonly unlinkat: number;
  readonly utimensat: number;
}

/** `include/uapi/asm-generic/unistd.h` (arm64) and `arch/x86/entry/syscalls/syscall_64.tbl` (x64). */
export const NUMBERS: Readonly<Record<string, CallNumbers>> = {
  x64: {
    close: 3,
    fchmodat: 268,
    fchown: 93,
    fgetxattr: 193,
    flistxattr: 196,
    fremovexattr: 199,
    fsetxattr: 190,
    fsync: 74,
    getdents64: 217,
    ioctl: 16,
    linkat: 265,
    lseek: 8,
    mkdirat: 258,
    openat: 257,
    quotactl: 179,
    quotactl_fd: 443,
    readlinkat: 267,
    renameat: 264,
    renameat2: 316,
    statx: 332,
    symlinkat: 266,
    syncfs: 306,
    unlinkat: 263,
    utimensat: 280,
  },
  arm64: {
    close: 57,
    fchmodat: 53,
    fchown: 55,
    fgetxattr: 10,
    flistxattr: 13,
    fremovexattr: 16,
    fsetxattr: 7,
    fsync: 82,
    getdents64: 61,
    ioctl: 29,
    linkat: 37,
    lseek: 62,
    mkdirat: 34,
    openat: 56,
    quotactl: 60,
    quotactl_fd: 443,
    readlinkat: 78,
    renameat: 38,
    renameat2: 276,
    statx: 291,
    symlinkat: 36,
    syncfs: 267,
    unlinkat: 35,
    utimensat: 88,
  },
};
