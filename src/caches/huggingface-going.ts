import { isWithin, type AbsolutePath } from "../model/path.ts";
import type { Repository, Revision } from "./huggingface-repository.ts";
import type { SharedFile } from "./huggingface-shared.ts";

/** What the library unlinks when these revisions of a repository go: all of it when no other revision is there. */
export function goneWith(
  { path, revisions }: Pick<Repository, "path" | "revisions">,
  going: readonly Revision[],
): AbsolutePath[] {
  const kept = revisions.filter((one) => !going.includes(one));
  if (kept.length === 0) return [path];
  const blobs = going
    .flatMap((one) => [...one.blobs.keys()])
    .filter((blob) => !kept.some((one) => one.blobs.has(blob)) && !going.some((one) => isWithin(blob, one.path)));
  return [...going.map((one) => one.path), ...new Set(blobs)];
}

/** Files of the shared store that nobody uses once `gone` is gone, and their lists of users. */
export function freedFiles(shared: readonly SharedFile[], gone: readonly AbsolutePath[]): AbsolutePath[] {
  return shared
    .filter(({ users }) => users?.every((user) => gone.some((path) => isWithin(user, path))))
    .flatMap(({ path }) => [path, `${path}.refs` as AbsolutePath]);
}
