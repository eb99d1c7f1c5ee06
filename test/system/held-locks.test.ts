import { expect, test } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { heldLock } from "../../src/system/held-locks.ts";
import { holdLock } from "../support/hold-lock.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";

test.runIf(process.platform === "linux")("a held lock is seen with its process, a file beside it is free", async () => {
  const tree = temporaryTree();
  const [held, free] = [tree.file("held.lock"), tree.file("free.lock")];
  const host = hostIn(tree.home);
  expect(heldLock(host, held)).toEqual({ answer: "no", pid: null });
  const pid = await holdLock(held, "LOCK_SH");
  expect(heldLock(host, held)).toEqual({ answer: "yes", pid });
  expect(heldLock(host, free)).toEqual({ answer: "no", pid: null });
  expect(heldLock(host, tree.at("missing") as AbsolutePath)).toEqual({ answer: "no", pid: null });
});

test("elsewhere nobody can tell", () => {
  const tree = temporaryTree();
  const host = { ...hostIn(tree.home), platform: "darwin" as const };
  expect(heldLock(host, tree.file("lock"))).toEqual({ answer: "unknown", pid: null });
});
