import type { Problem } from "../model/finding.ts";
import { join, relativeTo, type AbsolutePath } from "../model/path.ts";
import { filesBelow } from "./file-walk.ts";
import type { Inspector } from "./inspector.ts";
import { biggestFirst, measuredEntry } from "./measured-entry.ts";

/** wandb's files of artifacts, each named by its checksum. Its command removes the files and leaves the directories. */
export const wandb: Inspector = {
  store: "wandb",
  judge: ({ path }) => ({ goes: objectsIn(path, []), grades: new Map(), obstacles: [] }),
  inspect({ path, meter }) {
    const problems: Problem[] = [];
    const entries = objectsIn(path, problems).flatMap((object) => {
      const sums = meter.measure(object);
      const name = relativeTo(object, join(path, "obj"));
      return sums ? [measuredEntry(object, sums, { kind: "object", name, safety: "low" })] : [];
    });
    return { entries: biggestFirst(entries), remarks: [], problems };
  },
};

function objectsIn(path: AbsolutePath, problems: Problem[]): AbsolutePath[] {
  return [...filesBelow(join(path, "obj"), (problem) => problems.push(problem))].map((file) => file.path);
}
