import { gunzipSync } from "node:zlib";
import { fromDirectoryName, normaliseName, parseNameAndVersion } from "../environments/metadata.ts";
import { wheelName } from "./wheel-name.ts";

/**
 * What a downloaded file is, from its own bytes: no name and no address is kept beside the downloads of pip's cache.
 * Reads a head and a tail, never the whole file.
 */
export interface Download {
  /** `page` is an index's list of a project's files, `metadata` one that is served beside a wheel. */
  readonly kind: "wheel" | "source" | "page" | "metadata" | "other";
  readonly package: string | null;
  readonly version: string | null;
}

const UNKNOWN: Download = { kind: "other", package: null, version: null };
/** Uncompressed bytes of a source distribution that are looked at: the first name in it says what it is. */
const LOOKED_AT = 64 * 1024;

export function recogniseDownload(head: Buffer, tail: Buffer): Download {
  if (head[0] === 0x1f && head[1] === 0x8b) return recogniseUnpacked(unpackHead(head));
  if (head.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004", "latin1"))) return recogniseZip(head, tail);
  return recogniseText(head);
}

function recogniseZip(head: Buffer, tail: Buffer): Download {
  const names = namesInDirectory(tail);
  const info =
    names.find((name) => /^[^/]+\.dist-info\/METADATA$/.test(name)) ??
    names.find((name) => /^[^/]+\.dist-info\//.test(name));
  if (info !== undefined) return named("wheel", info.slice(0, info.indexOf("/")));
  // A local header is 30 bytes and a name.
  const length = head.length < 30 ? 0 : head.readUInt16LE(26);
  const first = /^[^/]+-\d[^/]*(?=\/)/.exec(head.toString("latin1", 30, 30 + length));
  return first ? named("source", first[0]) : UNKNOWN;
}

/** The names in the central directory of a ZIP file, as far as the tail holds it. */
function namesInDirectory(tail: Buffer): string[] {
  const names: string[] = [];
  const signature = Buffer.from("PK\u0001\u0002", "latin1");
  for (let at = tail.indexOf(signature); at >= 0 && at + 46 <= tail.length; at = tail.indexOf(signature, at + 4)) {
    const length = tail.readUInt16LE(at + 28);
    names.push(tail.toString("utf8", at + 46, at + 46 + length));
  }
  return names;
}

function recogniseUnpacked(content: Buffer): Download {
  const first = content.toString("latin1", 0, 100).replace(/\0.*$/s, "");
  const isTar = content.toString("latin1", 257, 262) === "ustar" || (content.length >= 512 && content[156] === 0x30);
  if (!isTar) return recogniseText(content);
  const top = first.replace(/^\.\//, "").split("/")[0] ?? "";
  // A header that carries long names has a name of its own: what follows it says more than we look at.
  return /-\d/.test(top) ? named("source", top) : { ...UNKNOWN, kind: "source" };
}

/** The beginning of a compressed file; empty when it is none after all. */
function unpackHead(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: 2, maxOutputLength: 16 * 1024 * 1024 }).subarray(0, LOOKED_AT);
  } catch {
    // Cut off in an unlucky place, or something else that begins alike: it stays unknown.
    return Buffer.alloc(0);
  }
}

function recogniseText(content: Buffer): Download {
  const text = content.toString("utf8", 0, LOOKED_AT);
  if (/^(?:Metadata-Version|Name):/m.test(text.slice(0, 200))) {
    const found = parseNameAndVersion(`${text}\n`);
    return { kind: "metadata", package: found ? normaliseName(found.name) : null, version: found?.version ?? null };
  }
  const project = projectOfPage(text);
  if (project !== undefined) return { kind: "page", package: normaliseName(project), version: null };
  return /^\s*<(?:!doctype html|html)/i.test(text) ? { ...UNKNOWN, kind: "page" } : UNKNOWN;
}

/** Whose files a page of an index lists (PEP 503, PEP 691). In JSON the name may come after a long list of files. */
function projectOfPage(text: string): string | undefined {
  const title = /<title>\s*Links for ([^<\s]+)\s*<\/title>/i.exec(text);
  if (title) return title[1];
  if (!/^\s*\{/.test(text) || !/"(?:files|meta|versions)"\s*:/.test(text)) return undefined;
  const name = /"name"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  const file = /"filename"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  if (name !== undefined || file === undefined) return name;
  return wheelName(file)?.package ?? splitSource(file.replace(/\.(?:tar\.\w+|tgz|zip)$/, "")).name;
}

function named(kind: Download["kind"], directory: string): Download {
  const isWheel = kind === "wheel";
  const split = isWheel ? fromDirectoryName(directory) : splitSource(directory);
  return { kind, package: normaliseName(split.name), version: split.version || null };
}

/** `ruamel.yaml-0.18.6`, `python-dateutil-2.9.0.post0`: the version begins at the last hyphen. */
function splitSource(directory: string): { readonly name: string; readonly version: string } {
  const match = /^(.+)-(\d[^-]*)$/.exec(directory);
  return match ? { name: match[1]!, version: match[2]! } : { name: directory, version: "" };
}
