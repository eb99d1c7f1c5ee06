import { existsSync, readdirSync, statfsSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { plantProject } from "../app/workspace.ts";
import { ownFileSystem } from "../support/file-system.ts";
import { run, unwrapped } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { openTerminal } from "../support/terminal.ts";

/** On a small filesystem of its own; needs root. */
function nearlyFullDisk(): string {
  const disk = ownFileSystem("ext4", 32);
  plantProject(join(disk, "a"));
  const { bavail, bsize, blocks } = statfsSync(disk);
  writeFileSync(join(disk, "big"), Buffer.alloc((bavail - Math.floor(blocks / 40)) * bsize));
  return disk;
}

test("says before it acts that the trash frees nothing, and offers --permanent", async () => {
  const disk = nearlyFullDisk();
  const { environment } = temporaryTree();
  const warning = `The disk that holds ${disk}/a/`;
  const terminal = openTerminal(["clean", disk], { cwd: disk, environment });
  await terminal.waitFor(warning);
  await terminal.waitFor("--permanent deletes instead.");
  await terminal.waitFor("[y/N] ");
  terminal.type("n\r");
  expect(await terminal.end()).toBe(0);
  expect(existsSync(join(disk, "a/.venv/pyvenv.cfg"))).toBe(true);
  const scripted = await run(["clean", disk, "--yes"], { cwd: disk, environment });
  expect([scripted.code, scripted.stderr]).toEqual([0, expect.stringContaining(warning)]);
  expect(readdirSync(join(disk, "a"))).not.toContain(".venv");
  truncateSync(join(disk, "big"));
  expect((await run(["undo"], { cwd: disk, environment })).code).toBe(0);
  const roomy = await run(["clean", disk, "--yes"], { cwd: disk, environment });
  expect([roomy.code, roomy.stderr]).toEqual([0, ""]);
});

test("what is forecast is what was freed, by --permanent and by purge", async () => {
  const disk = ownFileSystem("ext4", 64);
  const { environment } = temporaryTree();
  for (const name of ["a", "b"]) {
    plantProject(join(disk, name));
    writeFileSync(join(disk, name, ".mypy_cache/3.11/big.data.json"), Buffer.alloc(5_000_000, 1));
  }
  const permanent = await run(["clean", join(disk, "a"), "--yes", "--permanent"], { cwd: disk, environment });
  expect(unwrapped(permanent.stdout)).toMatch(
    /^✓ Cleaned 1 environment and 2 other items: (\d+\.\d MiB) forecast, \1 freed \(measured\)\n$/,
  );
  expect((await run(["clean", join(disk, "b"), "--yes"], { cwd: disk, environment })).code).toBe(0);
  const purge = await run(["purge", "--yes"], { cwd: disk, environment });
  expect(unwrapped(purge.stdout)).toMatch(
    /^✓ Purged 1 environment and 2 other items from the trash: (\d+\.\d MiB) forecast, \1 freed \(measured\)\n$/,
  );
});
