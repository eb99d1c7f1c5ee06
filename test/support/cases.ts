import { onTestFailed } from "vitest";

/** `PYSHED_CASES=50` tries fifty times as many random cases as every test run does. */
export const CASES = Number(process.env["PYSHED_CASES"] ?? 1);

/** Far more than so many cases need on a busy machine: only what hangs meets it. In milliseconds. */
export const LIMIT = { timeout: 900_000 * CASES };

/**
 * How a property is tried: so many cases, multiplied. When the test fails, in whatever way, it says with which seed;
 * `PYSHED_SEED` tries the same cases again. To be called in a test.
 */
export function cases(count: number): { readonly numRuns: number; readonly seed: number } {
  const seed = Number(process.env["PYSHED_SEED"] ?? Math.trunc(Math.random() * 2 ** 31));
  onTestFailed(() => {
    process.stderr.write(`Try the same cases again: PYSHED_SEED=${seed} PYSHED_CASES=${CASES}\n`);
  });
  return { numRuns: count * CASES, seed };
}
