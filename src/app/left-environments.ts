import { inUse } from "../evidence/in-use.ts";
import { GONE } from "../execute/recheck.ts";
import type { AbsolutePath } from "../model/path.ts";
import { userBehind } from "../system/caller.ts";
import { statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";

/** Which environments must be left now, and why: they are gone, in use, or somebody else's. */
export async function leftEnvironments(
  host: Host,
  environments: readonly AbsolutePath[],
): Promise<ReadonlyMap<AbsolutePath, string>> {
  const used = await inUse(host, environments);
  return new Map(
    environments.flatMap((path): [AbsolutePath, string][] => {
      const owner = statusOrNothing(path)?.owner;
      if (owner === undefined) return [[path, GONE]];
      const { answer, reason } = used.get(path)!;
      if (answer === "yes") return [[path, `it is in use: ${reason}`]];
      if (answer === "unknown") return [[path, `cannot tell whether it is in use: ${reason}`]];
      const isOurs = host.userId < 0 || owner === host.userId || owner === userBehind(host);
      return isOurs ? [] : [[path, "it belongs to somebody else"]];
    }),
  );
}
