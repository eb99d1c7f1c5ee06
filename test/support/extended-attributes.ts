import { createRequire } from "node:module";

/** Extended attributes, straight from libc: Node has no call for them. Linux only; elsewhere there are none. */
const libc = process.platform === "linux" ? createRequire(import.meta.url)("koffi").load(null) : undefined;
const list = libc?.func("llistxattr", "long", ["void *", "void *", "size_t"]);
const get = libc?.func("lgetxattr", "long", ["void *", "void *", "void *", "size_t"]);
const set = libc?.func("lsetxattr", "int", ["void *", "void *", "void *", "size_t", "int"]);

const terminated = (text: string | Buffer): Buffer => Buffer.concat([Buffer.from(text as string), Buffer.of(0)]);

/** Name and hexadecimal value of each. */
export function extendedAttributes(path: Buffer): Record<string, string> {
  if (!libc) return {};
  const names = Buffer.alloc(65_536);
  const length = Number(list(terminated(path), names, names.length));
  if (length <= 0) return {};
  const found: Record<string, string> = {};
  for (const name of names.subarray(0, length).toString("latin1").split("\0").filter(Boolean).toSorted()) {
    const value = Buffer.alloc(65_536);
    const size = Number(get(terminated(path), terminated(name), value, value.length));
    found[name] = size < 0 ? "unreadable" : value.subarray(0, size).toString("hex");
  }
  return found;
}

export function setExtendedAttribute(path: string | Buffer, name: string, value: string): void {
  const bytes = Buffer.from(value);
  const result = set?.(terminated(path), terminated(name), bytes, bytes.length, 0);
  if (result !== 0) throw new Error(`the filesystem took no extended attribute at ${path}`);
}
