import { inUse } from "../evidence/in-use.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Host } from "../system/host.ts";

/** Why environments must not be touched now, by path: they are in use, or nobody can tell. */
export async function whyInUse(
  host: Host,
  environments: readonly AbsolutePath[],
): Promise<ReadonlyMap<AbsolutePath, string>> {
  const used = await inUse(host, environments);
  return new Map(
    environments.flatMap((path): [AbsolutePath, string][] => {
      const { answer, reason } = used.get(path)!;
      if (answer === "no") return [];
      return [[path, answer === "yes" ? `it is in use: ${reason}` : `cannot tell whether it is in use: ${reason}`]];
    }),
  );
}
