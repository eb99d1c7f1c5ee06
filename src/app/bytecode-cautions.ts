import { runsHere } from "../evidence/runs-here.ts";
import { parentOf, type AbsolutePath } from "../model/path.ts";
import type { Reason } from "../model/plan.ts";
import { whyNotWritable } from "../system/writable.ts";
import type { Host } from "../system/host.ts";
import type { Candidate } from "./circumstances.ts";

/** What speaks against taking bytecode beside what speaks against anything: by finding's id. */
export async function bytecodeCautions(
  host: Host,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<string, readonly Reason[]>> {
  const trees = [...new Set(candidates.flatMap(({ project }) => project ?? []))];
  const running = await runsHere(host, trees);
  const closed = new Map<AbsolutePath, string | null>();
  const whyClosed = (directory: AbsolutePath): string | null => {
    const known = closed.get(directory);
    const why = known === undefined ? whyNotWritable(directory) : known;
    closed.set(directory, why);
    return why;
  };
  return new Map(
    candidates.map(({ id, path, project }): [string, readonly Reason[]] => {
      const here = project === null ? undefined : running.get(project);
      const why = whyClosed(parentOf(path));
      return [
        id,
        [
          ...(here?.answer === "yes" ? [{ code: "runs-here", weight: "ask", text: here.reason } as const] : []),
          ...(why === null ? [] : [{ code: "read-only", weight: "refuse", text: why } as const]),
        ],
      ];
    }),
  );
}
