import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { busyTime } from "../../src/system/own-process.ts";

test("time that threads computed is in it, and on Linux the time that they had to wait for a processor", () => {
  const before = process.cpuUsage();
  const start = busyTime();
  const used = (): number => Object.values(process.cpuUsage(before)).reduce((sum, part) => sum + part, 0) / 1000;
  while (used() < 50);
  expect(busyTime() - start).toBeGreaterThanOrEqual(50);
  if (process.platform !== "linux") return;
  const { user, system } = process.cpuUsage();
  const ready = Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[1]) / 1e6;
  // That of this thread alone; the others add theirs.
  expect(busyTime()).toBeGreaterThanOrEqual((user + system) / 1000 + ready);
});
