import { join, type AbsolutePath } from "../model/path.ts";
import { run } from "../system/commands.ts";
import { list, statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { makePrivateDirectory, removeOwnDirectory, removeOwnFile } from "../system/own-files.ts";
import { stateDirectories } from "../system/state-directories.ts";

/**
 * Which buckets this uv would throw away wholly: `uv cache prune` removes every directory at the top of a cache that it
 * does not know, a newer uv's buckets among them. It is asked by letting it prune a directory of ours that holds empty
 * buckets of the same names. Throws when that cannot be done.
 */
export async function bucketsUnknownTo(
  host: Host,
  program: AbsolutePath,
  buckets: readonly string[],
): Promise<string[]> {
  const place = join(stateDirectories(host).cache, `uv-rehearsal-${host.processId}`);
  makePrivateDirectory(place, host.userId);
  try {
    for (const bucket of buckets) makePrivateDirectory(join(place, bucket), host.userId);
    const result = await run(host, program, ["cache", "prune", "--cache-dir", place, "--no-config", "--offline"]);
    if (result.kind !== "ended" || result.code !== 0) throw new Error("uv did not prune an empty cache");
    const left = new Set(list(place));
    return buckets.filter((bucket) => !left.has(bucket));
  } finally {
    clear(place);
  }
}

/** Everything in it is empty or a small file of uv's own. */
function clear(directory: AbsolutePath): void {
  for (const name of list(directory)) {
    const path = join(directory, name);
    if (statusOrNothing(path)?.kind === "directory") clear(path);
    else removeOwnFile(path);
  }
  removeOwnDirectory(directory);
}
