import { NameHash } from "../model/name-hash.ts";
import type { AbsolutePath } from "../model/path.ts";
import { decode, encode } from "../system/files.ts";
import { ClaimTable, type FileClaim } from "./claim-table.ts";
import { resolveWithin } from "./listing.ts";
import { readRecordHashes } from "./record-hashes.ts";
import { RecordMemo } from "./record-memo.ts";

const SLASH = 47;
const DOT = 46;
/** Whose claims they are is known only to the environment that takes them. */
const NOBODY = -1;

/** What one RECORD says, whatever environment it lies in. */
export interface ListedHashes {
  /** By path relative to the environment; of nobody. */
  readonly claims: ClaimTable;
  /** Lines with a path from the root: they mean another file in each environment. */
  readonly fromRoot: readonly ListedFromRoot[];
}

export interface ListedFromRoot extends Omit<FileClaim, "owner"> {
  readonly directory: string;
  readonly name: string;
}

const memos = new Map<string, RecordMemo<ListedHashes>>();

/** Undefined when the RECORD cannot be read. `name` is that of its `dist-info`. */
export function readListedHashes(record: AbsolutePath, site: string, name: string): ListedHashes | undefined {
  return memoOf(site).read(record, name);
}

/** Of the RECORDs in one site directory, relative to its environment; there are only a few such. */
function memoOf(site: string): RecordMemo<ListedHashes> {
  let memo = memos.get(site);
  if (!memo) memos.set(site, (memo = new RecordMemo((bytes) => listedHashes(bytes, site))));
  return memo;
}

function listedHashes(bytes: Buffer, site: string): ListedHashes {
  const claims = new ClaimTable();
  const fromRoot: ListedFromRoot[] = [];
  const before = hashOfPath(new NameHash(), site === "" ? "" : `${site}/`);
  const hash = new NameHash();
  readRecordHashes(bytes, (path, start, end, high, low, size) => {
    const claim = { owner: NOBODY, high, low, size };
    if (isPlain(path, start, end)) return claims.add(hash.from(before).add(path, start, end), claim);
    const written = decode(Buffer.from(path.subarray(start, end)));
    const slash = written.lastIndexOf("/");
    const directory = slash < 0 ? "" : written.slice(0, slash) || "/";
    const name = written.slice(slash + 1);
    if (directory.startsWith("/")) return void fromRoot.push({ directory, name, high, low, size });
    const within = resolveWithin("/", site, directory);
    if (within !== undefined) claims.add(hashOfPath(hash, within === "" ? name : `${within}/${name}`), claim);
  });
  return { claims, fromRoot };
}

/** Relative, and no directory of it is empty, `.` or `..`. */
function isPlain(path: Uint8Array, start: number, end: number): boolean {
  for (let part = start, at = start; at < end; at++) {
    if (path[at] !== SLASH) continue;
    const length = at - part;
    if (length === 0) return false;
    if (path[part] === DOT && (length === 1 || (length === 2 && path[part + 1] === DOT))) return false;
    part = at + 1;
  }
  return true;
}

/** Sets the hash to that of a path. */
export function hashOfPath(hash: NameHash, path: string): NameHash {
  const bytes = encode(path);
  return hash.reset().add(bytes, 0, bytes.length);
}
