import { randomBytes } from "node:crypto";
import { decode, encode } from "../../system/files.ts";

/**
 * The `.trashinfo` file of the FreeDesktop.org Trash specification 1.0. Its path is percent-encoded bytes (RFC 2396),
 * absolute in the home trash and relative to the top directory in others; its date is local time.
 */
export interface TrashInfo {
  readonly path: string;
  /** Milliseconds since the epoch, whole seconds; null when the date can't be read. */
  readonly deletedAt: number | null;
}

const SUFFIX = ".trashinfo";
const LONGEST_NAME = 255;

export function writeTrashInfo({ path, deletedAt }: { path: string; deletedAt: number }): Buffer {
  return Buffer.from(`[Trash Info]\nPath=${percentEncode(path)}\nDeletionDate=${localTime(deletedAt)}\n`, "latin1");
}

/** Undefined when it is none. */
export function readTrashInfo(content: Buffer): TrashInfo | undefined {
  const lines = content.toString("latin1").split(/\r?\n/);
  if (lines[0]?.trim() !== "[Trash Info]") return undefined;
  const valueOf = (key: string): string | undefined =>
    lines.find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1);
  const path = valueOf("Path");
  if (path === undefined || path === "") return undefined;
  const parsed = Date.parse(valueOf("DeletionDate") ?? "");
  return { path: percentDecode(path), deletedAt: Number.isNaN(parsed) ? null : parsed };
}

/**
 * A name for the trash: the item's own, then a few with a number, then chance ones, for thousands may have the same
 * name. Room is left for the suffix.
 */
export function trashName(name: string, attempt: number): Buffer {
  const number = attempt === 1 ? "" : attempt < 10 ? `.${attempt}` : `.${randomBytes(5).toString("hex")}`;
  const bytes = encode(name);
  const room = LONGEST_NAME - SUFFIX.length - number.length;
  return Buffer.concat([bytes.subarray(0, wholeCharacters(bytes, room)), Buffer.from(number)]);
}

export function infoName(name: Buffer): Buffer {
  return Buffer.concat([name, Buffer.from(SUFFIX)]);
}

/** The longest cut, at most `room` bytes, that splits no UTF-8 character. */
function wholeCharacters(bytes: Buffer, room: number): number {
  if (bytes.length <= room) return bytes.length;
  let end = room;
  while (end > room - 4 && (bytes[end]! & 0xc0) === 0x80) end--;
  return (bytes[end]! & 0xc0) === 0x80 ? room : end;
}

function percentEncode(path: string): string {
  let encoded = "";
  for (const byte of encode(path)) {
    const character = String.fromCharCode(byte);
    const isPlain = /[A-Za-z0-9\-_.!~*'()/]/.test(character);
    encoded += isPlain ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}

function percentDecode(text: string): string {
  const plain = text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return decode(Buffer.from(plain, "latin1"));
}

/** `YYYY-MM-DDThh:mm:ss` in the user's time zone. */
function localTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = [String(date.getFullYear()).padStart(4, "0"), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":")}`;
}
