import { setImmediate } from "node:timers/promises";
import { join, nameOf, parentOf, type AbsolutePath } from "../../model/path.ts";
import type { LinkedFile, LinkList } from "../../model/link-step.ts";
import { codeOf, encode } from "../../system/files.ts";
import { mutatingCalls, type MutatingCalls } from "../../system/mutate/calls.ts";
import type { IntentRecord } from "../journal-records.ts";
import { reasonFor } from "../removal/outcome.ts";
import type { Acted, Tools } from "../task.ts";
import { hardLink } from "./hard-link.ts";
import type { FileMark, NamedPlace, Trouble } from "./open-file.ts";
import { OpenDirectories } from "./open-directories.ts";
import { shareExtents } from "./share-extents.ts";

/** Files between two chances for Ctrl-C and the progress line. */
const TOGETHER = 64;
/** Every further file would meet the same. */
const HOPELESS: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EROFS", "EIO"].map(reasonFor));

/** One file of a list, ready to be worked on. */
export interface OneFile {
  readonly path: AbsolutePath;
  readonly place: NamedPlace & FileMark;
  readonly index: number;
}

export type OnFile = (file: OneFile, calls: MutatingCalls, directories: OpenDirectories) => Trouble;

/**
 * Makes the files of one step into links. Each by itself: what has changed or differs stays as it is, with its reason,
 * and the next one goes on. A file is at every moment either as it was or a link with the same content.
 */
export function linkFiles(intent: IntentRecord, tools: Tools): Promise<Acted> {
  const { aside, links } = intent;
  if (!links || aside === null) return Promise.resolve(NOT_SAID);
  const name = encode(aside);
  return forEachFile(
    intent,
    tools,
    { done: "linked", whenGone: "it is gone", endsEarly: true },
    (file, calls, directories) => {
      const leader = leaderOf(links, links.files[file.index]!, directories);
      if (links.means === "shared extents") return shareExtents(calls, file.place, leader);
      return hardLink(calls, file.place, leader, name);
    },
  );
}

export const NOT_SAID: Acted = { result: "failed", reason: "the journal does not say which files it is about" };

/** Throws with a `code` when its directory is not there any more. */
function leaderOf(
  { leaders, roots, device }: LinkList,
  [own, , , number]: LinkedFile,
  directories: OpenDirectories,
): NamedPlace & FileMark {
  const [root, written, inode, modified] = leaders[number]!;
  const path = join(roots[root]!, written === "" ? own : written);
  return { directory: directories.descriptorOf(parentOf(path)), name: encode(nameOf(path)), device, inode, modified };
}

/**
 * Does something to each file of a list; `whenGone` is said of what is not there any more. What could not be done makes
 * the outcome `partial`, or `skipped` where it is all of them. One that `endsEarly` leaves the rest after trouble that
 * every further file would meet.
 */
export async function forEachFile(
  { path: environment, links }: IntentRecord,
  tools: Tools,
  { done, whenGone, endsEarly }: { readonly done: string; readonly whenGone: Trouble; readonly endsEarly: boolean },
  onFile: OnFile,
): Promise<Acted> {
  const calls = tools.calls ?? mutatingCalls();
  if (!calls) return { result: "failed", reason: "this system offers no calls by directory handle" };
  const { files, device } = links!;
  const directories = new OpenDirectories(calls);
  const left: { readonly path: string; readonly reason: string }[] = [];
  try {
    for (const [index, [relative, inode, modified]] of files.entries()) {
      if (index % TOGETHER === TOGETHER - 1) {
        tools.onProgress({ bytes: 0, files: index, directories: 0 });
        await setImmediate();
      }
      const path = join(environment, relative);
      let reason: Trouble;
      try {
        const directory = directories.descriptorOf(parentOf(path));
        const place = { directory, name: encode(nameOf(path)), device, inode, modified };
        reason = onFile({ path, place, index }, calls, directories);
      } catch (error) {
        reason = codeOf(error) === "ENOENT" ? whenGone : reasonFor(codeOf(error));
      }
      tools.onPoint(`${done} ${index} of`);
      if (reason !== null) left.push({ path: relative, reason });
      if (endsEarly && reason !== null && HOPELESS.has(reason)) {
        for (const [rest] of files.slice(index + 1)) left.push({ path: rest, reason });
        break;
      }
    }
  } finally {
    directories.close();
  }
  return concluded(files.length, left);
}

function concluded(all: number, left: readonly { readonly path: string; readonly reason: string }[]): Acted {
  const files = all - left.length;
  const first = left[0];
  if (!first) return { result: "done", reason: null, files };
  const more = left.length > 1 ? ` (and ${left.length - 1} more)` : "";
  return { result: files > 0 ? "partial" : "skipped", reason: `${first.path}: ${first.reason}${more}`, files };
}
