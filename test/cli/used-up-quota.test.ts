import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { namesIn } from "../app/workspace.ts";
import { IS_ROOT } from "../support/expectation.ts";
import { giveTo, NOBODY, openToAll, runAsUser } from "../support/ordinary-user.ts";
import { quotaDisks, useUp, whyNoBtrfs, whyNoUserQuotas } from "../support/quota-disk.ts";
import { unwrapped } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { plant } from "../support/trees.ts";

/** Where one cannot be had, the tests' names say why they are left out. */
const [WITHOUT_EXT4, WITHOUT_BTRFS] = [whyNoUserQuotas, whyNoBtrfs].map((why) => (IS_ROOT ? why() : "it needs root"));
const named = (what: string, missing: string | null | undefined) =>
  missing === null ? what : `${what} (left out: ${missing})`;

interface Full {
  /** Outside of the quota. */
  readonly tree: TemporaryTree;
  readonly disk: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Home, state and project lie under a quota that is used up; only the runtime directory doesn't. */
function usedUp(make: () => string): Full {
  const tree = temporaryTree();
  openToAll(tree.path);
  const disk = make();
  for (const name of ["demo", "other"]) {
    plant(join(disk, name, ".mypy_cache"), {
      "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n",
      "3.11/a.data.json": Buffer.alloc(1_500_000, 1),
    });
  }
  mkdirSync(join(disk, "home"));
  giveTo(NOBODY, disk, tree.path, tree.home);
  useUp(disk);
  const environment = {
    ...tree.environment,
    HOME: join(disk, "home"),
    XDG_STATE_HOME: join(disk, "home/.local/state"),
    XDG_DATA_HOME: join(disk, "home/.local/share"),
    XDG_CACHE_HOME: join(disk, "home/.cache"),
    TMPDIR: join(disk, "home"),
  };
  return { tree, disk, environment };
}

describe.each([
  [named("a quota on btrfs", WITHOUT_BTRFS), quotaDisks.btrfs, WITHOUT_BTRFS === null],
  [named("a user's quota on ext4", WITHOUT_EXT4), quotaDisks.ext4, WITHOUT_EXT4 === null],
])("with %s used up", (_, make, isRun) => {
  test.skipIf(!isRun)("the trash is refused with what to do, and loses nothing", async () => {
    const { disk, environment } = usedUp(make);
    const before = snapshot(disk);
    const { code, stderr } = await runAsUser(["clean", ".", "--yes"], { cwd: disk, environment });
    expect([code, stderr]).toEqual([3, expect.stringContaining("--permanent")]);
    expect(snapshot(disk)).toEqual(before);
  });

  test.skipIf(!isRun)("deleting for good works, and the journal lies elsewhere", async () => {
    const { tree, disk, environment } = usedUp(make);
    const { code, stdout } = await runAsUser(["clean", ".", "--yes", "--permanent"], { cwd: disk, environment });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^✓ Cleaned 2 items/)]);
    expect(unwrapped(stdout)).toContain(`the journal lies in ${environment["XDG_RUNTIME_DIR"]}/pyshed/runs`);
    expect([namesIn(disk, "demo"), namesIn(disk, "other")]).toEqual([[], []]);
    expect(namesIn(tree.home, "tmp/pyshed/runs")).toHaveLength(1);
    expect(existsSync(join(disk, "fill"))).toBe(true);
  });

  test.skipIf(!isRun)(
    "with the state elsewhere, the trash takes a thing whole or leaves it and says what to do",
    async () => {
      const { tree, disk, environment } = usedUp(make);
      const elsewhere = { ...environment, XDG_STATE_HOME: join(tree.home, "state") };
      const { code, stdout, stderr } = await runAsUser(["clean", ".", "--yes"], { cwd: disk, environment: elsewhere });
      // Said before anything is done, though the disk itself has room.
      expect(unwrapped(stderr)).toMatch(
        /^. The quota of .* that holds .* is nearly used up, and the trash frees nothing of it\.\n/,
      );
      expect(stderr).toContain("--permanent deletes instead.");
      const left = ["demo", "other"].filter((name) => namesIn(disk, name).includes(".mypy_cache"));
      if (left.length > 0) expect([code, stdout]).toEqual([1, expect.stringContaining("--permanent")]);
      for (const name of left) {
        expect(namesIn(disk, name, ".mypy_cache/3.11")).toEqual(["a.data.json"]);
        expect(namesIn(disk, name, ".mypy_cache")).toEqual(["3.11", "CACHEDIR.TAG"]);
      }
      expect(namesIn(disk, "home/.local/share/Trash/files")).toHaveLength(2 - left.length);
    },
  );
});
