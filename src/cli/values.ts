import { InvalidArgumentError } from "commander";
import { parseBytes } from "../model/size.ts";
import { DAY_MS } from "../model/time.ts";

/** Readers of option values: what cannot be read is refused with an example. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError("A whole number such as 20.");
  return value;
}

export function countFromOne(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError("A whole number from 1 on.");
  return value;
}

export function byteSize(text: string): number {
  const bytes = parseBytes(text);
  if (bytes === undefined) throw new InvalidArgumentError("A size such as 500000, 100MB or 1.5GiB.");
  return bytes;
}

/** Comma-separated and repeatable. */
export function nameList(text: string, before: readonly string[] = []): readonly string[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) throw new InvalidArgumentError("One or more names, such as venv,mypy-cache.");
  return [...before, ...names];
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS };

/** A time span in milliseconds; a bare number is days. */
export function timeSpan(text: string): number {
  const [, number, unit = "d"] = /^(\d{1,6})([mhdw])?$/.exec(text.trim()) ?? [];
  if (number === undefined) throw new InvalidArgumentError("A time span such as 12h, 7d or 4w.");
  return Number(number) * UNIT_MS[unit]!;
}

/** Repeatable, as written. */
export function repeated(text: string, before: readonly string[] = []): readonly string[] {
  if (text === "") throw new InvalidArgumentError("A path or an id.");
  return [...before, text];
}
