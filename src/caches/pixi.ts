import { pixi as store } from "../catalog/stores/pixi.ts";
import type { CacheContents, CacheEntry } from "../model/cache.ts";
import { join } from "../model/path.ts";
import { packageEntry, packagesIn } from "./conda-packages.ts";
import { whyNotListed } from "./conda-selecting.ts";
import type { Inspector, Selecting, StorePlace } from "./inspector.ts";
import { measurePlace } from "./measure.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";
import { ownUnits } from "./units.ts";

/** Single packages by our own step: environments have copies or hard links of them, and pixi cleans whole kinds only. */
const selecting: Selecting = {
  cannot: { detached: "only repositories of Hugging Face have detached revisions" },
  offers: ({ kind }) => kind === "package",
  unitsOf: (chosen) =>
    ownUnits(chosen, "pixi has no command for single packages", ({ path }) => whyNotListed(path, "pixi")),
};

/** What pixi, rattler-build and py-rattler share: packages as conda unpacks them, and the rest by kind. */
export const pixi: Inspector = { store: "pixi", inspect, selecting };

function inspect({ path, measured, meter }: StorePlace): CacheContents {
  const entries = [...measured.entries].flatMap(([name, sums]): CacheEntry[] => {
    const at = join(path, name);
    if (name === "pkgs") {
      return packagesIn(at, measurePlace(meter, at).entries).map(([directory, tally]) =>
        packageEntry(directory, tally, []),
      );
    }
    const part = store.parts.find(({ entry }) => entry.test(name));
    return part ? [measuredEntry(at, sums, { kind: part.id, name, safety: part.safety })] : [];
  });
  return { entries: biggestFirst(entries), remarks: [], problems: [] };
}
