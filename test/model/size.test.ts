import { plural } from "../../src/model/count.ts";
import { describe, expect, it } from "vitest";
import { formatBytes, parseBytes } from "../../src/model/size.ts";
import { formatDays, formatIdle } from "../../src/model/time.ts";

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KiB"],
    [1536, "1.5 KiB"],
    [1024 * 1024 - 1, "1.0 MiB"],
    [2.5 * 2 ** 30, "2.5 GiB"],
    [2 ** 60, "1024.0 PiB"],
  ])("%d is %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe("parseBytes", () => {
  it.each([
    ["0", 0],
    ["100", 100],
    ["100MB", 100e6],
    ["100M", 100 * 2 ** 20],
    ["1.5 GiB", 1.5 * 2 ** 30],
    ["2k", 2048],
    ["1kb", 1000],
  ])("%s is %d bytes", (text, bytes) => expect(parseBytes(text)).toBe(bytes));

  it.each(["", "MB", "-1", "1 XB", "1e3", "10 MB extra", "99999999999TB", "0x10"])("refuses %j", (text) =>
    expect(parseBytes(text)).toBeUndefined(),
  );
});

describe("words for time and number", () => {
  it.each([
    [1, "1 day"],
    [13, "13 days"],
    [14, "2 weeks"],
    [61, "2 months"],
    [120, "4 months"],
    [365, "12 months"],
    [730, "2 years"],
    [800, "2 years"],
  ])("%d days are %s", (days, text) => expect(formatDays(days)).toBe(text));

  it("says what is known of an age", () => {
    const now = Date.UTC(2026, 0, 31);
    expect(formatIdle(null, now)).toBe("age unknown");
    expect(formatIdle(now - 1000, now)).toBe("used today");
    expect(formatIdle(now + 86_400_000, now)).toBe("used today");
    expect(formatIdle(now - 5 * 86_400_000, now)).toBe("5 days idle");
  });

  it("counts in words", () => {
    expect(plural(1, "directory")).toBe("1 directory");
    expect(plural(1200, "directory")).toBe("1,200 directories");
    expect(plural(2, "day")).toBe("2 days");
  });
});
