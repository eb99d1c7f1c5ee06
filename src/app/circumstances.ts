import { objectionByName } from "../bytecode/by-name.ts";
import { environmentAround } from "../environments/around.ts";
import { gitEvidence } from "../evidence/git.ts";
import { inUse } from "../evidence/in-use.ts";
import { reliances } from "../evidence/reliances.ts";
import { reliedOn, type Reliance } from "../evidence/relied-on.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Finding, Problem } from "../model/finding.ts";
import { isWithin, type AbsolutePath } from "../model/path.ts";
import type { Protection, Reason } from "../model/plan.ts";
import type { Circumstances, Policy } from "../plan/decide.ts";
import { guard } from "../plan/guard.ts";
import { userBehind } from "../system/caller.ts";
import { statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { bytecodeCautions } from "./bytecode-cautions.ts";
import { guardedPlaces } from "./guarded-places.ts";

/** What is asked about. */
export type Candidate = Pick<Finding, "id" | "path" | "project">;

export interface Surrounding {
  readonly roots: readonly AbsolutePath[];
  /** What the scan could not read. */
  readonly problems: readonly Problem[];
  /** Every finding that is known: new files in them are nobody's work. */
  readonly disposable: Iterable<AbsolutePath>;
  /** Who needs what, as the scan saw it. */
  readonly reliances: readonly Reliance[];
  /** Set for single bytecode files: more is asked about them. */
  readonly isBytecode?: boolean;
}

/** Asks everything about findings, in one batch each: git, processes, owners, guards. By finding's id. */
export async function circumstancesOf(
  host: Host,
  candidates: readonly Candidate[],
  { roots, problems, disposable, reliances: seen, isBytecode = false }: Surrounding,
): Promise<ReadonlyMap<string, Circumstances>> {
  if (candidates.length === 0) return new Map();
  const paths = candidates.map(({ path }) => path);
  const [git, used, cautions] = await Promise.all([
    gitEvidence(host, candidates, { disposable }),
    isBytecode ? inUse(host, paths) : inUseAround(host, paths),
    isBytecode ? bytecodeCautions(host, candidates) : cautionsByName(candidates),
  ]);
  const needed = reliedOn(host, paths, [...seen, ...reliances(host)]);
  const guardAgainst = guardOf(host, roots);
  return new Map(
    candidates.map(({ id, path }): [string, Circumstances] => [
      id,
      {
        git: git.get(path)!,
        inUse: used.get(path)!,
        reliedOn: needed.get(path)!,
        owner: statusOrNothing(path)?.owner ?? null,
        unreadable: problems.filter((problem) => isWithin(problem.path, path)).map((problem) => problem.path),
        guarded: guardAgainst(path),
        cautions: cautions.get(id) ?? [],
      },
    ]),
  );
}

/** What goes by its name alone may be what somebody has built, or somebody's own: by finding's id. */
function cautionsByName(candidates: readonly Candidate[]): ReadonlyMap<string, readonly Reason[]> {
  return new Map(
    candidates.flatMap(({ id, path }): [string, readonly Reason[]][] => {
      const objection = objectionByName(path);
      return objection ? [[id, [objection]]] : [];
    }),
  );
}

/**
 * What lies among the packages of an environment is in use when that is: pip may be at work on it. Bytecode is not: what
 * runs goes on without it.
 */
async function inUseAround(
  host: Host,
  paths: readonly AbsolutePath[],
): Promise<ReadonlyMap<AbsolutePath, Evidence<"in-use">>> {
  const around = new Map(paths.map((path) => [path, environmentAround(path)]));
  const environments = [...around.values()].filter((path) => path !== undefined);
  const used = await inUse(host, [...new Set([...paths, ...environments])]);
  for (const [path, environment] of around) {
    const outer = environment && used.get(environment);
    if (!outer || outer.answer === "no" || used.get(path)?.answer === "yes") continue;
    used.set(path, { ...outer, reason: `of the environment around it: ${outer.reason}` });
  }
  return used;
}

export function policyOf(host: Host, protection: Protection, named: ReadonlySet<string>): Policy {
  return { protection, named, actingFor: userBehind(host), now: host.now() };
}

function guardOf(host: Host, roots: readonly AbsolutePath[]): (path: AbsolutePath) => string | null {
  try {
    const guarded = guardedPlaces(host, roots);
    return (path) => guard(path, guarded);
  } catch {
    // The list of mounts cannot be read: unknown means keep.
    return () => "cannot tell what is mounted here";
  }
}
