import { isWithin, join, nameOf } from "../model/path.ts";
import type { Problem } from "../model/finding.ts";
import type { Inspector } from "./inspector.ts";
import { whyNotKnown } from "./known-files.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";
import { httpEntries, whyNotHttp } from "./pip-http.ts";

/** `manifests-v3/` a hash of the index's address `/project.json`; a crash leaves what was being written. */
const MANIFEST = /^manifests-v\d+\/[0-9a-f]+\/[\w.-]+\.json(\.\w+)?$/;

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
  whyNotUnderstood: (entry) =>
    /^http(-v2)?$/.test(nameOf(entry))
      ? whyNotHttp(entry)
      : whyNotKnown(entry, "pipenv", (relative, kind) => kind === "file" && MANIFEST.test(relative)),
};
