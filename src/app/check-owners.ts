import { everyStore } from "../catalog/every-store.ts";
import { findOwner } from "../caches/owner.ts";
import type { CachePlan } from "../model/cache-plan.ts";
import type { OwnerCheck } from "../model/owner-check.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { RunReport } from "../model/run.ts";
import { failureOf, textOf } from "../system/command-result.ts";
import { run } from "../system/commands.ts";
import type { Host } from "../system/host.ts";

/**
 * Lets the owners look at the stores that a plan is about, where they have a command that only looks. The function that
 * is returned lets them look again at those of which something went: an owner that could not read its store before (it
 * is too old for the command) says nothing afterwards.
 */
export async function checkOwners(
  host: Host,
  { steps }: CachePlan,
): Promise<(report: RunReport) => Promise<OwnerCheck[]>> {
  const places = new Map(steps.map(({ cache, store, root }) => [cache, { cache, store, root }]));
  const before: OwnerCheck[] = [];
  for (const place of places.values()) before.push(...(await look(host, place)));
  const sound = new Set(before.filter(({ isSound }) => isSound).map(({ cache }) => cache));
  return async ({ outcomes }) => {
    const acted = new Set(outcomes.filter(({ result }) => result !== "skipped").map(({ step }) => step));
    const touched = new Set(steps.filter(({ id }) => acted.has(id)).map(({ cache }) => cache));
    const after: OwnerCheck[] = [];
    for (const place of places.values()) {
      if (sound.has(place.cache) && touched.has(place.cache)) after.push(...(await look(host, place)));
    }
    return after;
  };
}

/** Nothing where the owner is missing or has no such command. */
async function look(
  host: Host,
  { cache, store, root }: { readonly cache: string; readonly store: string; readonly root: AbsolutePath },
): Promise<OwnerCheck[]> {
  const command = everyStore.find(({ id }) => id === store)?.owner;
  const owner = command?.check ? await findOwner(host, command) : null;
  if (!command?.check || !owner) return [];
  const filled = (text: string): string => text.replace("{path}", () => root);
  const words = [...command.check, ...command.place.map(filled), ...command.quietly];
  const environment = Object.fromEntries(
    Object.entries(command.environment ?? {}).map(([name, value]) => [name, filled(value)]),
  );
  const result = await run(host, owner.program, words, { environment, timeLimitMs: command.timeLimitMs });
  const isSound = result.kind === "ended" && result.code === 0;
  const said = isSound ? textOf(result).trim() : failureOf(owner.program, result);
  return [{ cache, store, path: root, command: [owner.program, ...words], isSound, said }];
}
