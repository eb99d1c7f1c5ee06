import { editFiles, followed, whyNotEdited, type FileEdit } from "../execute/edit-files.ts";
import type { RunOptions } from "../execute/run.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { RunReport } from "../model/run.ts";
import type { Host } from "../system/host.ts";
import { centralPlace } from "./central-place.ts";
import { blockIn, centralSettings, editOff, editOn, type Setting } from "./central-settings.ts";
import { newRunId } from "./run-id.ts";

/** What turning the one cache for all on or off would change. */
export interface CentralSwitch {
  readonly path: AbsolutePath;
  readonly edits: readonly (FileEdit & Pick<Setting, "readBy" | "isUntried">)[];
  /** Files that cannot be changed, and why. */
  readonly obstacles: readonly { readonly path: AbsolutePath; readonly reasons: readonly string[] }[];
  readonly byHand: readonly string[];
}

/** What no shell, no `environment.d` and no plist reads as anything but itself. */
const PLAIN = /^[\w/.+@-]+$/;

/** Undefined when the cache's path has characters that a shell would read. */
export function planCentral(host: Host, isOn: boolean): CentralSwitch | undefined {
  const { path } = centralPlace(host);
  if (!PLAIN.test(path)) return undefined;
  const { settings, byHand } = centralSettings(host, path);
  const planned = withoutTwice(settings).flatMap(({ file, readBy, isUntried, ...setting }) => {
    const edit = isOn ? editOn({ file, readBy, isUntried, ...setting }) : editOff({ file });
    return edit ? [{ path: file, edit, undoes: null, readBy, isUntried }] : [];
  });
  const judged = planned.map((edit) => ({ edit, why: whyNotEdited(host, edit.path, edit.edit) }));
  return {
    path,
    edits: judged.flatMap(({ edit, why }) => (why === null ? [edit] : [])),
    obstacles: judged.flatMap(({ edit, why }) => (why === null ? [] : [{ path: edit.path, reasons: [why] }])),
    byHand: isOn ? byHand : byHand.map((command) => command.replace(/"[^"]*"$/, '""')),
  };
}

/** One file may be read under two names: a profile that is a link to another. */
function withoutTwice(settings: readonly Setting[]): readonly Setting[] {
  const seen = new Set<string>();
  return settings.filter(({ file }) => {
    const real = followed(file);
    if (seen.has(real)) return false;
    seen.add(real);
    return true;
  });
}

/** Carries out what `planCentral` showed. Throws `Refusal` when a run cannot begin. */
export function switchCentral(host: Host, { edits }: CentralSwitch, options: RunOptions = {}): Promise<RunReport> {
  return editFiles(host, trashFor(host), { run: newRunId(host), kind: "edit", edits }, options);
}

/** Files that name the cache by a block of ours. */
export function setBy(host: Host): readonly AbsolutePath[] {
  const { settings } = centralSettings(host, centralPlace(host).path);
  return settings.map(({ file }) => file).filter((file) => blockIn(file) !== undefined);
}
