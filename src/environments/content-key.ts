/**
 * The first 60 bits of a SHA-256 as two 30-bit numbers: enough to find candidates among all files of a machine, too
 * little to believe that two of them are the same. `high` is -1 where no hash is known.
 */
export interface ContentKey {
  readonly high: number;
  readonly low: number;
}

const SIX_BITS = new Int8Array(256).fill(-1);
for (const [index, letter] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].entries()) {
  SIX_BITS[letter.charCodeAt(0)] = index;
}

/** Thirty bits from five letters of URL-safe base64; -1 where they are none. */
export function thirtyBits(letters: Uint8Array, start: number): number {
  let bits = 0;
  for (let place = start; place < start + 5; place++) {
    const six = SIX_BITS[letters[place]!] ?? -1;
    if (six < 0) return -1;
    bits = bits * 64 + six;
  }
  return bits;
}

/** From 64 hexadecimal digits, as conda writes them, or from a digest's bytes; undefined for anything else. */
export function keyOfDigest(digest: string | Buffer): ContentKey | undefined {
  const isHex = typeof digest === "string";
  if (isHex && !/^[0-9a-f]{64}$/i.test(digest)) return undefined;
  const bytes = isHex ? Buffer.from(digest.slice(0, 16), "hex") : digest;
  return { high: bytes.readUInt32BE(0) >>> 2, low: ((bytes[3]! & 3) << 28) | (bytes.readUInt32BE(4) >>> 4) };
}
