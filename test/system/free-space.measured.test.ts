import { describe, expect, it } from "vitest";
import { freeBytes, settledFreeSpace } from "../../src/system/free-space.ts";
import { IS_ROOT } from "../support/expectation.ts";
import { ownMemoryFileSystem } from "../support/file-system.ts";
import { hostIn } from "../support/trees.ts";

describe.skipIf(!IS_ROOT)("free space", () => {
  it("is read twice and compared, however long the first reading took", async () => {
    const place = ownMemoryFileSystem("size=8m");
    const space = await settledFreeSpace(hostIn(place), place, 0);
    expect(space).toEqual({ bytes: freeBytes(place), isSettled: true });
  });
});
