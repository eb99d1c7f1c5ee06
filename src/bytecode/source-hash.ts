/**
 * The hash of a source in a header of PEP 552: SipHash with the four bytes of the magic number as its key (CPython:
 * `_imp.source_hash`). With two and four rounds up to 3.10, with one and three since 3.11 (python/cpython#84573).
 */
const MASK = 0xffff_ffff_ffff_ffffn;
const SINCE_ONE_THREE = 3495;

interface State {
  v0: bigint;
  v1: bigint;
  v2: bigint;
  v3: bigint;
}

/**
 * `magic` is the number in the header's first two bytes. All pieces of the source but the last are of a length that eight
 * divides.
 */
export function sourceHash(pieces: Iterable<Buffer>, magic: number): bigint {
  const [compression, finalization] = magic >= SINCE_ONE_THREE ? [1, 3] : [2, 4];
  const key = BigInt(magic) | 0x0a0d_0000n;
  const state: State = {
    v0: key ^ 0x736f_6d65_7073_6575n,
    v1: 0x646f_7261_6e64_6f6dn,
    v2: key ^ 0x6c79_6765_6e65_7261n,
    v3: 0x7465_6462_7974_6573n,
  };
  const take = (word: bigint): void => {
    state.v3 ^= word;
    rounds(state, compression!);
    state.v0 ^= word;
  };
  let length = 0;
  let rest: Buffer = Buffer.alloc(0);
  for (const piece of pieces) {
    const whole = piece.length - (piece.length % 8);
    for (let at = 0; at < whole; at += 8) take(piece.readBigUInt64LE(at));
    rest = piece.subarray(whole);
    length += piece.length;
  }
  take(rest.reduce((word, byte, at) => word | (BigInt(byte) << BigInt(8 * at)), BigInt(length & 0xff) << 56n));
  state.v2 ^= 0xffn;
  rounds(state, finalization!);
  return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

function rounds(state: State, count: number): void {
  let { v0, v1, v2, v3 } = state;
  for (let round = 0; round < count; round++) {
    v0 = (v0 + v1) & MASK;
    v1 = rotate(v1, 13n) ^ v0;
    v0 = rotate(v0, 32n);
    v2 = (v2 + v3) & MASK;
    v3 = rotate(v3, 16n) ^ v2;
    v0 = (v0 + v3) & MASK;
    v3 = rotate(v3, 21n) ^ v0;
    v2 = (v2 + v1) & MASK;
    v1 = rotate(v1, 17n) ^ v2;
    v2 = rotate(v2, 32n);
  }
  Object.assign(state, { v0, v1, v2, v3 });
}

function rotate(value: bigint, by: bigint): bigint {
  return ((value << by) | (value >> (64n - by))) & MASK;
}
