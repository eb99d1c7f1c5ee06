import * as v from "valibot";

/** A path is UTF-8; where the real one is not, U+FFFD stands for what cannot be shown and `…Base64` has the bytes. */
export const path = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed(), "a path must be well-formed"),
);
export const base64 = v.pipe(v.string(), v.base64());
export const time = v.pipe(v.string(), v.isoTimestamp());
/** Bytes, counts: a whole number, never negative. */
export const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
