import type { Owner } from "../model/cache-plan.ts";
import type { OwnerCommand } from "../model/store.ts";
import { findProgram, run } from "../system/commands.ts";
import type { Host } from "../system/host.ts";

const VERSION_LIMIT_MS = 30_000;

/** The first of the owner's programs that `PATH` has and that runs, with its version. Null when there is none. */
export async function findOwner(host: Host, command: OwnerCommand): Promise<Owner | null> {
  for (const name of command.programs) {
    const program = findProgram(host, name);
    if (program === undefined) continue;
    const result = await run(host, program, command.version, { timeLimitMs: VERSION_LIMIT_MS });
    // A stand-in of a version manager may be there without anything behind it.
    if (result.kind !== "ended" || result.code !== 0) continue;
    const version = /\d+(?:\.\d+)+/.exec(result.stdout.toString("utf8"));
    return { program, version: version?.[0] ?? null };
  }
  return null;
}
