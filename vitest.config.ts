import { defineConfig } from "vitest/config";

/**
 * - `unit`: needs Node, Python and git
 * - `real`: needs the tools that `npm run tools` sets up
 * - `measured`: compares what the machine's own filesystem says before and after, so nothing else runs meanwhile
 *
 * Files share a process, so no test may change the process's own settings.
 *
 * The time limits end what hangs. No test may depend on how fast it is, for the machine may be busy.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    isolate: false,
    reporters: ["default"],
    globalSetup: ["test/support/build-once.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.{real,measured}.test.ts", "test/catalog/real/**"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "real",
          include: ["test/**/*.real.test.ts", "test/catalog/real/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "measured",
          include: ["test/**/*.measured.test.ts"],
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
