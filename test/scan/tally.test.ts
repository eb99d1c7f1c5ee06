import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, linkSync, openSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sumLinks } from "../../src/model/links.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { boundaries } from "../../src/scan/boundaries.ts";
import { workerSettings } from "../../src/scan/settings.ts";
import { tally, type Tally } from "../../src/scan/tally.ts";
import { portableReader } from "../../src/system/directory-reader.ts";
import { status } from "../../src/system/files.ts";
import { diskUsage, emptyDirectory, hostIn, plant } from "../support/trees.ts";

const silent = { onEntries: () => {}, onDirectory: () => {} };

function tallyOf(path: string): Tally {
  const place = path as AbsolutePath;
  const limits = boundaries(workerSettings(hostIn(place), { depth: null, oneFileSystem: true }, [place]));
  return tally(place, status(place)!, { reader: portableReader, boundaries: limits }, silent, null);
}

describe("tally", () => {
  it("agrees with du to the byte on sparse files, links, odd names and special files", () => {
    const tree = emptyDirectory();
    plant(tree, {
      "small.txt": "x",
      "sub/deep/er/large.bin": Buffer.alloc(300_000, 1),
      "new\nline": "1",
      "esc\u001b[31m": "2",
      "empty/": null,
    });
    const sparse = openSync(join(tree, "sparse"), "w");
    ftruncateSync(sparse, 50_000_000);
    closeSync(sparse);
    linkSync(join(tree, "sub/deep/er/large.bin"), join(tree, "again.bin"));
    symlinkSync("nowhere", join(tree, "dangling"));
    symlinkSync(tree, join(tree, "sub/loop"));
    execFileSync("mkfifo", [join(tree, "fifo")]);
    writeFileSync(Buffer.concat([Buffer.from(`${tree}/`), Buffer.from([0x62, 0xff, 0xfe])]), "not UTF-8");

    const sums = tallyOf(tree);
    expect(sums.allocated).toBe(diskUsage(tree));
    expect(sums.directories).toBe(5);
    expect(sums.files).toBe(10);
    expect(sums.problems).toEqual([]);
    expect(sums.apparent).toBeGreaterThan(50_000_000);
    expect(sums.allocated).toBeLessThan(1_000_000);
  });

  it("counts an inode once and frees it only with its last link", () => {
    const tree = emptyDirectory();
    plant(tree, { "inside/one": Buffer.alloc(8192, 1), "outside/": null });
    linkSync(join(tree, "inside/one"), join(tree, "inside/two"));
    const alone = tallyOf(join(tree, "inside"));
    expect(sumLinks([alone.links]).freed).toBe(8192);

    linkSync(join(tree, "inside/one"), join(tree, "outside/three"));
    const shared = tallyOf(join(tree, "inside"));
    expect(shared.allocated).toBe(alone.allocated);
    expect(sumLinks([shared.links]).freed).toBe(0);
    expect(shared.unshared).toBe(statSync(join(tree, "inside")).blocks * 512);
  });

  it("sees the newest file and the newest bytecode", () => {
    const tree = emptyDirectory();
    plant(tree, { "a.py": "", "__pycache__/a.cpython-311.pyc": "", "b.txt": "" });
    execFileSync("touch", ["-d", "@1000", join(tree, "a.py"), join(tree, "__pycache__/a.cpython-311.pyc")]);
    execFileSync("touch", ["-d", "@2000", join(tree, "b.txt")]);
    const sums = tallyOf(tree);
    expect(sums.newest).toBe(2_000_000);
    expect(sums.newestBytecode).toBe(1_000_000);
  });
});
