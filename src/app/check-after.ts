import { everyStore } from "../catalog/every-store.ts";
import type { CachePlan, OwnerStep } from "../model/cache-plan.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { RunReport } from "../model/run.ts";
import { findOwner } from "../caches/owner.ts";
import { failureOf, textOf } from "../system/command-result.ts";
import { run } from "../system/commands.ts";
import type { Host } from "../system/host.ts";

/** What an owner says of its store after a cleaning. */
export interface OwnerCheck {
  readonly cache: string;
  readonly store: string;
  readonly path: AbsolutePath;
  readonly command: readonly string[];
  /** It could read its store. */
  readonly isSound: boolean;
  /** What it wrote, or how it failed. */
  readonly said: string;
}

/** Lets the owners look at the stores of which something went, where they have a command that only looks. */
export async function checkAfter(host: Host, { steps }: CachePlan, { outcomes }: RunReport): Promise<OwnerCheck[]> {
  const done = new Set(outcomes.filter(({ result }) => result !== "skipped").map(({ step }) => step));
  const touched = new Map(steps.filter(({ id }) => done.has(id)).map((step) => [step.cache, step]));
  const checks: OwnerCheck[] = [];
  for (const { cache, store, root } of touched.values()) {
    const command = everyStore.find(({ id }) => id === store)?.owner;
    if (!command?.check) continue;
    const owner = await findOwner(host, command);
    if (!owner) continue;
    const filled = (text: string): string => text.replace("{path}", () => root);
    const words = [...command.check, ...command.place.map(filled), ...command.quietly];
    const environment: OwnerStep["environment"] = Object.fromEntries(
      Object.entries(command.environment ?? {}).map(([name, value]) => [name, filled(value)]),
    );
    const result = await run(host, owner.program, words, { environment, timeLimitMs: command.timeLimitMs });
    const isSound = result.kind === "ended" && result.code === 0;
    const said = isSound ? textOf(result).trim() : failureOf(owner.program, result);
    checks.push({ cache, store, path: root, command: [owner.program, ...words], isSound, said });
  }
  return checks;
}
