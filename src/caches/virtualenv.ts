import type { CacheContents, CacheEntry } from "../model/cache.ts";
import type { Problem } from "../model/finding.ts";
import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import { directoriesIn } from "./directories-in.ts";
import { filesBelow } from "./file-walk.ts";
import type { Inspector, Judgement, StorePlace } from "./inspector.ts";
import { whyNotKnown, type IsKnown } from "./known-files.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";
import { ownUnits } from "./units.ts";
import { wheelName } from "./wheel-name.ts";

const KNOWN: Readonly<Record<string, IsKnown>> = {
  wheel: (relative, kind) =>
    kind === "file" &&
    (/^house\/(download-\w+\/)?[^/]+\.(whl|lock)$/.test(relative) ||
      /^\d+\.\d+\/embed\/\d+\/[\w.-]+\.(json|lock)$/.test(relative) ||
      /^\d+\.\d+\/image\/\d+\/CopyPipInstall\/[^/]+(\.lock$|\/.)/.test(relative)),
  py_info: (relative, kind) => kind === "file" && /^\d+\/[0-9a-f]{64}\.(json|lock)$/.test(relative),
  unzip: (relative, kind) => kind === "file" && /^[\w.+]+\/\w+\.(py|lock)$/.test(relative),
};

/**
 * What virtualenv makes new environments from. Usually it copies; environments made with `--symlink-app-data` have a pip
 * that is a link into it, and nobody knows where those are, so one such image keeps all of it.
 */
export const virtualenv: Inspector = {
  store: "virtualenv",
  judge,
  inspect,
  whyNotUnderstood,
  selecting: {
    cannot: {
      unused: "virtualenv copies what it installs, so nothing uses its app data",
      detached: "only repositories of Hugging Face have detached revisions",
    },
    // Its notes of what it downloaded name the wheels, and it would not look for one that is gone.
    offers: ({ kind }) => kind !== "wheel",
    unitsOf: (chosen) =>
      ownUnits(chosen, "virtualenv has no command for single things", ({ kind, path }) =>
        kind === "interpreters" ? whyNotUnderstood(path) : null,
      ),
  },
};

function whyNotUnderstood(entry: AbsolutePath): string | null {
  const isKnown = KNOWN[nameOf(entry)];
  return isKnown ? whyNotKnown(entry, "virtualenv", isKnown) : `${entry} is nothing that pyshed removes by itself`;
}

function judge(place: StorePlace): Judgement {
  const linked = imagesIn(place.path).filter(({ isLinked }) => isLinked);
  const obstacles = linked
    .slice(0, 1)
    .map(({ path }) => `environments made with --symlink-app-data may link to ${path}, and would lose their pip`);
  return { goes: [], grades: new Map(), obstacles };
}

function inspect(place: StorePlace): CacheContents {
  const problems: Problem[] = [];
  const images = imagesIn(place.path).flatMap(({ path, isLinked }): CacheEntry[] => {
    const sums = place.meter.measure(path);
    if (!sums) return [];
    const wheel = wheelName(`${nameOf(path)}.whl`);
    const about = { package: wheel?.package ?? null, version: wheel?.version ?? null, safety: "low" as const };
    return [
      measuredEntry(path, sums, { kind: "image", name: nameOf(path), isUsed: isLinked ? "unknown" : "no", ...about }),
    ];
  });
  const house = join(place.path, "wheel/house");
  const wheels = [...filesBelow(house, (problem) => void problems.push(problem))].flatMap(
    ({ name, path }): CacheEntry[] => {
      const wheel = wheelName(name);
      const sums = wheel && place.meter.measure(path);
      if (!wheel || !sums) return [];
      return [
        measuredEntry(path, sums, {
          kind: "wheel",
          name,
          package: wheel.package,
          version: wheel.version,
          safety: "low",
        }),
      ];
    },
  );
  const known = place.measured.entries.get("py_info");
  const about = { kind: "interpreters", name: "py_info", safety: "safe" as const };
  const interpreters = known ? [measuredEntry(join(place.path, "py_info"), known, about)] : [];
  return { entries: biggestFirst([...images, ...wheels, ...interpreters]), remarks: [], problems };
}

/** Unpacked wheels below `wheel/X.Y/image/N/KIND/`. */
function imagesIn(store: AbsolutePath): { readonly path: AbsolutePath; readonly isLinked: boolean }[] {
  const below = (path: AbsolutePath): AbsolutePath[] => directoriesIn(path).map((name) => join(path, name));
  const formats = below(join(store, "wheel")).flatMap((version) => below(join(version, "image")));
  return formats
    .flatMap(below)
    .flatMap((kind) => below(kind).map((path) => ({ path, isLinked: nameOf(kind) !== "CopyPipInstall" })));
}
