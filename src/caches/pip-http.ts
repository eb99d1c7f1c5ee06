import type { CacheEntry } from "../model/cache.ts";
import type { Problem } from "../model/finding.ts";
import { nameOf, type AbsolutePath } from "../model/path.ts";
import { codeOf, readPart, statusOrNothing, type Status } from "../system/files.ts";
import { recogniseDownload } from "./download.ts";
import { filesBelow } from "./file-walk.ts";

/**
 * The answers of indexes as CacheControl keeps them: `a/b/c/d/e/HASH`, a file named after a hash of the address, which
 * begins with `cc=4,` and goes on in MessagePack. In `http-v2` the body lies beside it in `HASH.body`, in `http` it is
 * in the same file. The address itself is kept nowhere, so a body says by its own bytes what it is.
 */
const HEAD = 256 * 1024;
const TAIL = 256 * 1024;
/** With what pip adds while it writes (`adjacent_tmp_file`), which a pip that was killed leaves. */
const HASHED = /^[0-9a-f]{56}(\.body)?(\w{8}\.tmp)?$/;
const PREFIX = /^cc=[0-4],/;

export function httpEntries(directory: AbsolutePath, onProblem: (problem: Problem) => void): CacheEntry[] {
  const bodyBeside = nameOf(directory) === "http-v2";
  const entries: CacheEntry[] = [];
  for (const { name, path, status } of filesBelow(directory, onProblem)) {
    if (status.kind !== "file" || !HASHED.test(name) || /\.(body|tmp)$/.test(name)) continue;
    try {
      const body = bodyBeside ? (`${path}.body` as AbsolutePath) : path;
      const bodyStatus = bodyBeside ? statusOrNothing(body) : undefined;
      if (bodyBeside && bodyStatus?.kind !== "file") continue;
      entries.push(entryOf(path, status, body, bodyStatus));
    } catch (error) {
      if (codeOf(error) !== "ENOENT") onProblem({ path, code: codeOf(error), message: "could not be read" });
    }
  }
  return entries;
}

function entryOf(path: AbsolutePath, status: Status, body: AbsolutePath, bodyStatus: Status | undefined): CacheEntry {
  const head = bodyStatus ? readPart(body, 0, HEAD) : withoutEnvelope(readPart(body, 0, HEAD));
  const download = recogniseDownload(head, readPart(body, -TAIL, TAIL));
  const parts = [status, ...(bodyStatus ? [bodyStatus] : [])];
  return {
    kind: download.kind,
    name: nameOf(path),
    ...(bodyStatus ? { beside: [body] } : {}),
    package: download.package,
    version: download.version,
    path,
    allocated: parts.reduce((sum, part) => sum + part.allocated, 0),
    frees: parts.reduce((sum, part) => sum + (part.links > 1 ? 0 : part.allocated), 0),
    lastUsed: Math.max(...parts.map(({ modified }) => modified)),
    isUsed: "no",
    usedBy: [],
    safety: "low",
  };
}

/** The body of an entry that carries it in itself: the bytes after the MessagePack key `body`, as far as they are read. */
function withoutEnvelope(head: Buffer): Buffer {
  const key = head.indexOf("\u00a4body", 0, "latin1");
  if (key < 0 || key > 256) return Buffer.alloc(0);
  const at = key + 5;
  // bin8, bin16 and bin32: a marker and a length of one, two or four bytes.
  const lengthBytes = [1, 2, 4][head[at]! - 0xc4];
  if (lengthBytes === undefined || head.length < at + 1 + lengthBytes) return Buffer.alloc(0);
  const start = at + 1 + lengthBytes;
  return head.subarray(start, start + head.readUIntBE(at + 1, lengthBytes));
}

/** Is this answer of the format that is known? */
export function isKnownAnswer(path: AbsolutePath): boolean {
  return PREFIX.test(readPart(path, 0, 5).toString("latin1"));
}

/** Why a directory is not what CacheControl makes; null when every file in it is. */
export function whyNotHttp(directory: AbsolutePath): string | null {
  const bodyBeside = nameOf(directory) === "http-v2";
  let unread: Problem | undefined;
  for (const { name, path, status } of filesBelow(directory, (problem) => (unread ??= problem))) {
    if (status.kind !== "file" || !HASHED.test(name)) return `${path} is nothing that pip makes`;
    if (name.includes(".body") && !bodyBeside) return `${path} is nothing that pip makes`;
    if (/\.(body|tmp)/.test(name)) continue;
    try {
      if (!isKnownAnswer(path)) return `${path} is of a format that pyshed does not know`;
    } catch (error) {
      if (codeOf(error) !== "ENOENT") return `${path} could not be read (${codeOf(error)})`;
    }
  }
  return unread ? `${unread.path} could not be read` : null;
}
