import type { CacheEntry } from "../model/cache.ts";
import { isWithin, join, nameOf, type AbsolutePath } from "../model/path.ts";
import type { Problem } from "../model/finding.ts";
import type { Inspector, Selecting } from "./inspector.ts";
import { whyNotKnown } from "./known-files.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";
import { httpEntries, whyNotHttp } from "./pip-http.ts";
import { answerUnits } from "./pip-selecting.ts";
import { ownUnits } from "./units.ts";

/** `manifests-v3/` a hash of the index's address `/project.json`; a crash leaves what was being written. */
const MANIFEST = /^manifests-v\d+\/[0-9a-f]+\/[\w.-]+\.json(\.\w+)?$/;

const NO_COMMAND = "pipenv has no command for single downloads";

const selecting: Selecting = {
  cannot: {
    unused: "pipenv copies what it installs, so nothing uses its cache",
    detached: "only repositories of Hugging Face have detached revisions",
  },
  unitsOf(chosen) {
    const isAnswer = ({ kind }: CacheEntry): boolean => kind !== "manifests";
    const answers = answerUnits(chosen.filter(isAnswer), NO_COMMAND);
    const manifests = ownUnits(
      chosen.filter((entry) => !isAnswer(entry)),
      NO_COMMAND,
      ({ path }) => whyNotManifests(path),
    );
    return { units: [...answers.units, ...manifests.units], reasons: [...answers.reasons, ...manifests.reasons] };
  },
};

/** pipenv's cache: a cache of pip under pipenv's own name, and what it has read from indexes. Nobody outside uses it. */
export const pipenv: Inspector = {
  store: "pipenv",
  inspect: ({ path, measured }) => {
    const problems: Problem[] = [];
    const http = [...measured.entries.keys()].filter((name) => /^http(-v2)?$/.test(name));
    const downloads = http.flatMap((name) => httpEntries(join(path, name), (problem) => void problems.push(problem)));
    const manifests = measured.entries.get("pipenv-manifests");
    const at = join(path, "pipenv-manifests");
    const whole = manifests
      ? [measuredEntry(at, manifests, { kind: "manifests", name: nameOf(at), safety: "safe" })]
      : [];
    return {
      entries: biggestFirst([...downloads, ...whole]),
      remarks: [],
      problems: problems.filter((one) => isWithin(one.path, path)),
    };
  },
  whyNotUnderstood: (entry) => (/^http(-v2)?$/.test(nameOf(entry)) ? whyNotHttp(entry) : whyNotManifests(entry)),
  selecting,
};

function whyNotManifests(entry: AbsolutePath): string | null {
  return whyNotKnown(entry, "pipenv", (relative, kind) => kind === "file" && MANIFEST.test(relative));
}
