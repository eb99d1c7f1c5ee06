import * as fs from "node:fs";
import { expect, test } from "vitest";
import { openDirectory } from "../../src/system/directory-handle.ts";
import { codeOf, decode, encode } from "../../src/system/files.ts";
import { mutatingCalls } from "../../src/system/mutate/calls.ts";
import { CURRENT_DIRECTORY, OPEN_DIRECTORY, systemCalls } from "../../src/system/syscalls/calls.ts";
import { DirectoryEntries } from "../../src/system/syscalls/directory-entries.ts";
import { errorName } from "../../src/system/syscalls/errors.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const calls = systemCalls()!;

test("a status is what Node's own says, to the nanosecond", () => {
  const tree = temporaryTree();
  const paths = [tree.file("file", "x".repeat(5000)), tree.directory("directory"), "/dev/null", "/proc/self/status"];
  fs.symlinkSync("file", tree.at("link"));
  fs.utimesSync(tree.at("file"), 1, 1_234_567_890.123456);
  const record = calls.newRecord();
  for (const path of [...paths, tree.at("link")]) {
    const stats = fs.lstatSync(path, { bigint: true });
    expect(calls.status(CURRENT_DIRECTORY, calls.name(Buffer.from(path)), record)).toBe(0);
    const seen = [record.mode, record.links, record.owner, record.size, record.allocated, record.device].map(BigInt);
    const { mode, nlink, uid, size, blocks, dev } = stats;
    expect(seen, path).toEqual([mode, nlink, uid, size, blocks * 512n, dev]);
    expect(record.inode).toBe(stats.ino);
    if (!path.startsWith("/proc")) expect(record.modified).toBe(stats.mtimeNs);
    expect(record.isDirectory).toBe(stats.isDirectory());
  }
  expect(record.modifiedMs).toBeCloseTo(fs.lstatSync(tree.at("link")).mtimeMs, 0);
});

test("a mount's number is that of mountinfo", () => {
  const record = calls.newRecord();
  calls.status(CURRENT_DIRECTORY, calls.name(Buffer.from("/proc")), record);
  const line = fs
    .readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .find((text) => text.split(" ")[4] === "/proc");
  expect(record.mountId).toBe(Number(line!.split(" ")[0]));
});

test("listing gives every name but . and .., whatever its bytes and however many", () => {
  const tree = temporaryTree();
  const names = Array.from({ length: 3_000 }, (_, n) => `${"n".repeat(n % 200)}${n}`);
  names.push("..x", ".hidden", "...", decode(Buffer.of(0xff, 0x0a)), "new\nline", "ü".repeat(127));
  for (const name of names) fs.writeFileSync(encode(`${tree.path}/${name}`), "");
  const descriptor = calls.open(CURRENT_DIRECTORY, calls.name(Buffer.from(tree.path)), OPEN_DIRECTORY);
  const memory = calls.newMemory(4096);
  const entries = new DirectoryEntries(memory);
  const record = calls.newRecord();
  const found: string[] = [];
  for (let filled; (filled = calls.list(descriptor, memory)) > 0;) {
    entries.reset(filled);
    while (entries.next()) {
      expect(calls.status(descriptor, entries.nameAddress, record)).toBe(0);
      expect(record.inode).toBe(entries.inode);
      found.push(decode(entries.name));
    }
  }
  calls.close(descriptor);
  expect(found.toSorted()).toEqual(names.toSorted());
});

test("errors have their names", () => {
  const open = (path: string) => calls.open(CURRENT_DIRECTORY, calls.name(Buffer.from(path)), OPEN_DIRECTORY);
  expect(errorName(open("/nothing/there"))).toBe("ENOENT");
  expect(errorName(open("/etc/passwd"))).toBe("ENOTDIR");
  expect(errorName(calls.close(99_999))).toBe("EBADF");
  expect([-122, -95, -11, -9999].map(errorName)).toEqual(["EDQUOT", "EOPNOTSUPP", "EAGAIN", "E9999"]);
});

test("a name can't be cut short by a zero byte", () => {
  expect(() => calls.name(Buffer.from("a\0b"))).toThrow("EINVAL");
  expect(() => calls.name(Buffer.alloc(5000, "a"))).toThrow("ENAMETOOLONG");
});

test("opening part by part follows no link and takes no dots", () => {
  const tree = temporaryTree();
  tree.directory("real/inner");
  fs.symlinkSync("real", tree.at("link"));
  const before = fs.readdirSync("/proc/self/fd").length;
  const codeFor = (path: string) => {
    try {
      calls.close(openDirectory(calls, path as AbsolutePath).descriptor);
      return null;
    } catch (error) {
      return codeOf(error);
    }
  };
  expect(codeFor(tree.at("real/inner"))).toBeNull();
  expect(codeFor(tree.at("link"))).toBe("ENOTDIR");
  expect(codeFor(tree.at("link/inner"))).toBe("ENOTDIR");
  expect(codeFor(tree.at("none/inner"))).toBe("ENOENT");
  expect(codeFor(`${tree.path}/real/../real`)).toBe("EINVAL");
  expect(codeFor("relative")).toBe("EINVAL");
  expect(fs.readdirSync("/proc/self/fd").length).toBe(before);
});

test("changing calls do what their names say", () => {
  const tree = temporaryTree();
  const changing = mutatingCalls()!;
  const at = changing.open(CURRENT_DIRECTORY, changing.name(Buffer.from(tree.path)), OPEN_DIRECTORY);
  const name = (text: string) => changing.name(Buffer.from(text));
  expect(changing.makeDirectory(at, name("d"), 0o700)).toBe(0);
  tree.file("f", "x");
  expect(changing.link(at, name("f"), at, name("g"))).toBe(0);
  expect(changing.symlink(name("d"), at, name("l"))).toBe(0);
  expect(errorName(changing.renameNoReplace(at, name("f"), at, name("g")))).toBe("EEXIST");
  expect(errorName(changing.unlink(at, name("d")))).toBe("EISDIR");
  expect(errorName(changing.removeDirectory(at, name("l")))).toBe("ENOTDIR");
  expect(changing.renameNoReplace(at, name("f"), at, name("h"))).toBe(0);
  expect(changing.changeMode(at, 0o751)).toBe(0);
  expect(changing.sync(at) + changing.syncFileSystem(at) + changing.close(at)).toBe(0);
  expect(fs.statSync(tree.path).mode & 0o777).toBe(0o751);
  expect(fs.readdirSync(tree.path).toSorted()).toEqual(["d", "g", "h", "l"]);
});
