import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { usedBytes } from "./statfs.ts";
import { temporaryTree } from "./temporary-tree.ts";

test("bytes in use follow what is written", async () => {
  const tree = temporaryTree();
  const before = await usedBytes(tree.path);
  writeFileSync(tree.at("big"), Buffer.alloc(64 * 1024 * 1024, 1));
  expect((await usedBytes(tree.path)) - before).toBeGreaterThan(32 * 1024 * 1024);
});
