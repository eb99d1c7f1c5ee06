import type { AbsolutePath } from "../model/path.ts";
import type { Identity } from "../model/plan.ts";
import type { Shortage } from "../model/shortage.ts";
import type { Host } from "../system/host.ts";
import { shortagesAt } from "../system/shortages.ts";

interface AnyStep {
  readonly action: string;
  readonly path: AbsolutePath;
  readonly identity: Identity;
}

/** Where space is short, so that what these steps put in the trash is of no help. To be told before they act. */
export function shortagesForTrash(host: Host, steps: readonly AnyStep[]): readonly Shortage[] {
  const trashed = steps.filter(({ action }) => action === "trash");
  return shortagesAt(
    host,
    trashed.map(({ path, identity }) => ({ path, device: identity.device })),
  );
}
