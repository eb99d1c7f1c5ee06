import { normaliseName } from "../environments/metadata.ts";

/** What a wheel's file name says (PEP 427). */
export interface WheelName {
  readonly package: string;
  readonly version: string;
  /** Runs on every platform: nothing in it was compiled. */
  readonly isPure: boolean;
}

/** Undefined when it is no wheel's name. */
export function wheelName(file: string): WheelName | undefined {
  const match = /^([A-Za-z0-9._]+)-([A-Za-z0-9._+!]+)(?:-\d[^-]*)?-([^-]+)-([^-]+)-([^-]+)\.whl$/.exec(file);
  if (!match) return undefined;
  return { package: normaliseName(match[1]!), version: match[2]!, isPure: match[4] === "none" && match[5] === "any" };
}
