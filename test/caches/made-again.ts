import { existsSync, readdirSync, rmSync } from "node:fs";
import { expect } from "vitest";
import { inspectorOf } from "../../src/caches/registry.ts";
import { locate } from "../../src/caches/locate.ts";
import { join, type AbsolutePath } from "../../src/model/path.ts";
import { hostIn } from "../support/trees.ts";
import type { TemporaryTree } from "../support/temporary-tree.ts";
import { cacheAt, removableNames, storeNamed } from "./look-at.ts";

/**
 * Has a real tool fill its store: it must be found where the tool looks now, nothing may be in the way, and every file
 * that goes must be known. Then all that goes is removed, and the tool makes it again. Returns where the store lies.
 */
export async function expectMadeAgain(
  id: string,
  tree: TemporaryTree,
  environment: Readonly<Record<string, string>>,
  fill: () => Promise<unknown>,
): Promise<AbsolutePath> {
  const host = hostIn(tree.home, environment);
  await fill();
  const place = locate(host, storeNamed(id)).find(({ path }) => existsSync(path))!;
  const { path } = place;
  expect([place.isCurrent, cacheAt(id, path, host).obstacles]).toEqual([true, []]);
  const goes = removableNames(id, path);
  expect(goes).not.toEqual([]);
  expect(goes.map((name) => inspectorOf(id)!.whyNotUnderstood!(join(path, name)))).toEqual(goes.map(() => null));
  for (const name of goes) rmSync(join(path, name), { recursive: true });
  await fill();
  expect(readdirSync(path)).toEqual(expect.arrayContaining(goes));
  return path;
}
