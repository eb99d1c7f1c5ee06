import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { purge } from "../../src/app/purge.ts";
import { undo } from "../../src/app/undo.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { cleanAll, namesIn, plantProject, trashOf, workspace, type Workspace } from "../app/workspace.ts";
import { IS_ROOT } from "../support/expectation.ts";

interface Trashed extends Workspace {
  readonly env: string;
  readonly record: string;
}

/** An environment in the trash, put there by pyshed. */
async function trashed(): Promise<Trashed> {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  await cleanAll(work, { only: ["venv"] });
  const trash = trashOf(work);
  return { ...work, env: join(trash, "files/.venv"), record: join(trash, "info/.venv.trashinfo") };
}

const EVERYTHING = { name: null, olderThanMs: null };

/**
 * Emptying the trash frees its names and inodes, and the next thing that somebody puts there may get both. What that
 * looks like is made here by changing what tells the two apart.
 */
describe("something of somebody's has the name and the inode of what pyshed put in the trash", () => {
  test("its record names another place: purge leaves it", async () => {
    const { host, env, record } = await trashed();
    writeFileSync(record, readFileSync(record, "utf8").replace(/^Path=.*$/m, "Path=/home/me/other/.venv"));
    const report = await purge(host, EVERYTHING);
    expect(report!.outcomes.map(({ result, reason }) => [result, reason])).toEqual([
      ["skipped", "its record in the trash says that it came from /home/me/other/.venv"],
    ]);
    expect([existsSync(join(env, "pyvenv.cfg")), existsSync(record)]).toEqual([true, true]);
  });

  test("it has no record: purge leaves it, undo brings it back", async () => {
    const { host, env, record, tree } = await trashed();
    rmSync(record);
    expect((await purge(host, EVERYTHING))!.outcomes[0]!.result).toBe("skipped");
    expect(existsSync(join(env, "pyvenv.cfg"))).toBe(true);
    expect((await undo(host, null)).outcomes[0]!.result).toBe("done");
    expect(existsSync(tree.at("demo/.venv/pyvenv.cfg"))).toBe(true);
  });

  test("its own time is another: purge leaves it", async () => {
    const { host, env } = await trashed();
    utimesSync(env, new Date(), new Date());
    const report = await purge(host, EVERYTHING);
    expect(report!.outcomes.map(({ result, reason }) => [result, reason])).toEqual([
      ["skipped", "it has changed since it was put there"],
    ]);
    expect(existsSync(join(env, "pyvenv.cfg"))).toBe(true);
  });

  test("what is as it was goes, its record too", async () => {
    const { host, env, record } = await trashed();
    expect((await purge(host, EVERYTHING))!.outcomes[0]!.result).toBe("done");
    expect([existsSync(env), existsSync(record)]).toEqual([false, false]);
  });

  test.runIf(IS_ROOT)("in the trash of a volume, where records are relative (as root)", async () => {
    const { host } = workspace();
    const disk = ownFileSystem("ext4", 8);
    plantProject(join(disk, "demo"));
    const result = await cleanAll({ host, root: disk, tree: temporaryTree() }, { only: ["venv"] });
    expect(result.report!.outcomes.map(({ result: what }) => what)).toEqual(["done"]);
    expect(readFileSync(join(disk, ".Trash-0/info/.venv.trashinfo"), "utf8")).toContain("Path=demo/.venv\n");
    expect((await purge(host, EVERYTHING))!.outcomes.map(({ result: what }) => what)).toEqual(["done"]);
    expect([namesIn(disk, ".Trash-0/files"), namesIn(disk, ".Trash-0/info")]).toEqual([[], []]);
  });
});
