import type { SystemCalls } from "./syscalls/calls.ts";
import { errorName } from "./syscalls/errors.ts";
import { SystemCallError } from "./syscalls/errors.ts";

/** Longest list of names, and longest value: `XATTR_LIST_MAX` and `XATTR_SIZE_MAX` of `linux/limits.h`. */
const LONGEST = 65_536;

/**
 * The extended attributes of an open file (access lists, capabilities, labels): name to value. Throws with a `code`;
 * a filesystem that has none gives none.
 */
export function extendedAttributesOf(calls: SystemCalls, descriptor: number): ReadonlyMap<string, Buffer> {
  const memory = memoryFor(calls);
  const listed = calls.listAttributes(descriptor, memory);
  if (listed < 0 && errorName(listed) === "ENOTSUP") return NONE;
  if (listed < 0 && errorName(listed) === "EOPNOTSUPP") return NONE;
  if (listed < 0) throw new SystemCallError(errorName(listed), "listxattr", String(descriptor));
  if (listed === 0) return NONE;
  const names = memory.bytes.toString("latin1", 0, listed).split("\0").filter(Boolean);
  return new Map(
    names.map((name): [string, Buffer] => {
      const length = calls.readAttribute(descriptor, calls.name(Buffer.from(name, "latin1")), memory);
      if (length < 0) throw new SystemCallError(errorName(length), "getxattr", name);
      return [name, Buffer.from(memory.bytes.subarray(0, length))];
    }),
  );
}

export function haveSameAttributes(calls: SystemCalls, one: number, other: number): boolean {
  const [a, b] = [extendedAttributesOf(calls, one), extendedAttributesOf(calls, other)];
  return a.size === b.size && [...a].every(([name, value]) => b.get(name)?.equals(value) ?? false);
}

const NONE: ReadonlyMap<string, Buffer> = new Map();
const memories = new WeakMap<SystemCalls, ReturnType<SystemCalls["newMemory"]>>();

function memoryFor(calls: SystemCalls): ReturnType<SystemCalls["newMemory"]> {
  let memory = memories.get(calls);
  if (!memory) memories.set(calls, (memory = calls.newMemory(LONGEST)));
  return memory;
}
