import { removeTree } from "../src/execute/remove-tree.ts";
import { nameOf, parentOf, type AbsolutePath } from "../src/model/path.ts";
import { status } from "../src/system/files.ts";
import { inodeOf } from "../src/system/place-identity.ts";
import { thisHost } from "../src/system/host.ts";

/** Removes one tree for good, as `clean --permanent` does with one step: `remove-one BYTES PATH`; a plan knows both. */
const path = process.argv[3] as AbsolutePath;
const seen = status(path)!;
const outcome = await removeTree(
  thisHost(),
  { directory: parentOf(path), name: nameOf(path) },
  { device: seen.device, inode: inodeOf(path), kind: "directory" },
  { expectedBytes: Number(process.argv[2]) },
);
process.exitCode = outcome.status === "done" ? 0 : 1;
