import { everyStore } from "../catalog/every-store.ts";
import { locate } from "../caches/locate.ts";
import { reliances } from "../evidence/reliances.ts";
import { reliedOn } from "../evidence/relied-on.ts";
import { ownerAtWork } from "../evidence/owner-at-work.ts";
import { isWithin, type AbsolutePath } from "../model/path.ts";
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
  /** A directory around it: nothing outside of it is touched. */
  readonly root: AbsolutePath;
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
  const needed = reliedOn(host, [...new Set(touched.flatMap(({ going }) => going))], reliances(host));
  const groups = new Map<string, Touched[]>();
  for (const one of touched) {
    const key = [one.store, one.root, one.byOwner].join("\0");
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  for (const group of groups.values()) {
    const against = await objectionsToGroup(host, group);
    for (const { id, going } of group) {
      const relied = going.flatMap((gone) => needed.get(gone)!).filter(({ answer }) => answer !== "no");
      const texts = [...(against.get(id) ?? []), ...relied.map(({ reason }) => reason)];
      if (texts.length > 0) objections.set(id, [...new Set(texts)]);
    }
  }
  return objections;
}

/** They are of one store and lie below one root. */
async function objectionsToGroup(
  host: Host,
  group: readonly Touched[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { store: id, root, path: onePath } = group[0]!;
  const policy = policyOf(host, "warn", new Set(group.map((one) => one.id)));
  const known = await circumstancesOf(
    host,
    group.map((one) => ({ id: one.id, path: one.path, project: null })),
    { roots: [root], problems: [], disposable: group.map(({ path }) => path), reliances: [] },
  );
  const store = everyStore.find((each) => each.id === id)!;
  const programs = [...(store.owner?.programs ?? []), ...(store.alsoUsedBy ?? [])];
  const working = await ownerAtWork(host, programs, (settings) => finds(host, settings, store, onePath));
  const atWork =
    working.answer === "no"
      ? []
      : [working.answer === "yes" ? working.reason : `cannot tell whether it is at work: ${working.reason}`];
  return new Map(
    group.map((one): [string, readonly string[]] => {
      const judged = { id: one.id, path: one.path, safety: one.safety, reasons: [], lastActivity: null };
      const against = decide(judged, known.get(one.id)!, policy).reasons.filter(
        ({ code, weight }) => weight === "refuse" && (!one.byOwner || AGAINST_OWNER.has(code)),
      );
      return [one.id, [...new Set([...against.map(({ text }) => text), ...atWork])]];
    }),
  );
}

/** Would a program with these settings find the store at, or around, this path? */
function finds(host: Host, settings: ReadonlyMap<string, string>, store: Store, path: AbsolutePath): boolean {
  const home = (settings.get("HOME") ?? host.home) as AbsolutePath;
  const found = locate({ ...host, home, environment: Object.fromEntries(settings) }, store);
  return withRealPaths(found.map((location) => location.path)).some((place) => isWithin(path, place));
}
