import { environmentAbove } from "../environments/around.ts";
import { runsHere } from "../evidence/runs-here.ts";
import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import type { Reason } from "../model/plan.ts";
import { whyNotWritable } from "../system/writable.ts";
import type { Host } from "../system/host.ts";
import type { Candidate } from "./circumstances.ts";

/** What speaks against taking bytecode beside what speaks against anything: by finding's id. */
export async function bytecodeCautions(
  host: Host,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<string, readonly Reason[]>> {
  const environmentOf = remembered((directory) => environmentAbove(join(directory, "any")) ?? null);
  const whyClosed = remembered(whyNotWritable);
  const treesOf = ({ path, project }: Candidate): AbsolutePath[] =>
    [environmentOf(parentOf(path)), project].filter((tree) => tree !== null);
  const running = await runsHere(host, [...new Set(candidates.flatMap(treesOf))]);
  return new Map(
    candidates.map((candidate): [string, readonly Reason[]] => {
      const here = treesOf(candidate)
        .map((tree) => running.get(tree))
        .find((one) => one?.answer === "yes");
      const why = whyClosed(parentOf(candidate.path));
      return [
        candidate.id,
        [
          ...(here ? [{ code: "runs-here", weight: "ask", text: here.reason } as const] : []),
          ...(why === null ? [] : [{ code: "read-only", weight: "refuse", text: why } as const]),
        ],
      ];
    }),
  );
}

/** Asks once about each directory. */
function remembered<Value>(look: (directory: AbsolutePath) => Value): (directory: AbsolutePath) => Value {
  const known = new Map<AbsolutePath, Value>();
  return (directory) => {
    if (!known.has(directory)) known.set(directory, look(directory));
    return known.get(directory)!;
  };
}
