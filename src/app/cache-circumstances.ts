import { everyStore } from "../catalog/every-store.ts";
import { locate } from "../caches/locate.ts";
import { reliances } from "../evidence/reliances.ts";
import { reliedOn } from "../evidence/relied-on.ts";
import { ownerAtWork } from "../evidence/owner-at-work.ts";
import { isWithin, parentOf, type AbsolutePath } from "../model/path.ts";
import type { ReasonCode } from "../model/plan.ts";
import type { Safety } from "../model/safety.ts";
import type { Store } from "../model/store.ts";
import { decide } from "../plan/decide.ts";
import type { Host } from "../system/host.ts";
import { withRealPaths } from "../system/homes.ts";
import { circumstancesOf, policyOf } from "./circumstances.ts";

/** A place that a cleaning would touch. */
export interface Touched {
  /** Unique among those that are asked about together. */
  readonly id: string;
  readonly store: string;
  readonly path: AbsolutePath;
  readonly safety: Safety;
  /** The owner removes what is inside, the place itself stays. */
  readonly byOwner: boolean;
  /** What would go. */
  readonly going: readonly AbsolutePath[];
}

/**
 * What counts when the owner cleans: it keeps the place itself, and repositories in its store are its own. Who relies
 * on the place as a whole does not count, since a shell's start file that names a cache goes on naming it. Who relies
 * on what would go does, whoever removes it: a Jupyter kernel or a command may run from an environment in uv's or
 * pipx's cache, and no owner looks for these.
 */
const AGAINST_OWNER: ReadonlySet<ReasonCode> = new Set<ReasonCode>(["in-use", "tracked", "other-owner"]);

/** Why some of these places must be left, by id: git, processes, owners, guards, and the tool itself at work. */
export async function objectionsToTouching(
  host: Host,
  touched: readonly Touched[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const objections = new Map<string, readonly string[]>();
  const policy = policyOf(host, "warn", new Set(touched.map(({ id }) => id)));
  const needed = reliedOn(host, [...new Set(touched.flatMap(({ going }) => going))], reliances(host));
  for (const one of touched) {
    const { id, path, safety } = one;
    const known = await circumstancesOf(host, [{ id, path, project: null }], {
      roots: [parentOf(path)],
      problems: [],
      disposable: [path],
      reliances: [],
    });
    const { reasons } = decide({ id, path, safety, reasons: [], lastActivity: null }, known.get(id)!, policy);
    const against = reasons
      .filter(({ code, weight }) => weight === "refuse" && (!one.byOwner || AGAINST_OWNER.has(code)))
      .map(({ text }) => text);
    for (const gone of one.going) {
      const relied = needed.get(gone)!;
      if (relied.answer !== "no") against.push(relied.reason);
    }
    const store = everyStore.find((each) => each.id === one.store)!;
    const working = await ownerAtWork(host, store.owner?.programs ?? [], (settings) =>
      finds(host, settings, store, path),
    );
    if (working.answer !== "no")
      against.push(working.answer === "yes" ? working.reason : `cannot tell whether it is at work: ${working.reason}`);
    if (against.length > 0) objections.set(id, [...new Set(against)]);
  }
  return objections;
}

/** Would a program with these settings find the store at, or around, this path? */
function finds(host: Host, settings: ReadonlyMap<string, string>, store: Store, path: AbsolutePath): boolean {
  const home = (settings.get("HOME") ?? host.home) as AbsolutePath;
  const found = locate({ ...host, home, environment: Object.fromEntries(settings) }, store);
  return withRealPaths(found.map((location) => location.path)).some((place) => isWithin(path, place));
}
