import { REMOVABLE, type BytecodeRule } from "../model/bytecode.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Identity } from "../model/plan.ts";
import type { Safety } from "../model/safety.ts";
import { LinkCounter } from "../scan/link-counter.ts";
import type { Measured } from "../scan/tasks.ts";
import type { KeptEntry } from "../system/directory-reader.ts";
import { statusOrNothing } from "../system/files.ts";
import { identityAt } from "../system/place-identity.ts";
import { mayMoveToCentral } from "./central.ts";
import type { Classified } from "./classify.ts";
import type { BytecodeFile, BytecodePlace } from "./places.ts";

/** True for the files that a rule takes; `unchecked-hash` only where it was named. */
export function mayGoBy(rule: BytecodeRule, isNamed: boolean): (one: Classified) => boolean {
  if (rule === "stale") return (one) => one.class === "stale";
  if (rule === "move") return mayMoveToCentral;
  return (one) => REMOVABLE.has(one.class) || (isNamed && one.class === "unchecked-hash");
}

/**
 * What of a place goes, as findings: a `__pycache__` as a whole when everything in it goes, otherwise file by file, so
 * that what stays stays where it is.
 */
export function unitsOf(place: BytecodePlace, rule: BytecodeRule): Measured[] {
  const goes = mayGoBy(rule, false);
  const isWhole =
    place.isCache &&
    place.identity !== undefined &&
    place.files.length > 0 &&
    !place.holdsOthers &&
    place.files.every(goes) &&
    (rule === "all" || place.rebuiltToo.length === 0);
  if (isWhole && place.identity) return [wholeOf(place, place.identity)];
  const isLoose = rule === "move" && !place.isCache;
  return isLoose ? [] : place.files.flatMap((file) => (isShown(file, rule) ? fileOf(file, place) : []));
}

/** What stays is a finding too, so that cleaning can say why; other rules speak of nothing but what they take. */
function isShown(file: BytecodeFile, rule: BytecodeRule): boolean {
  return rule === "all" || mayGoBy(rule, false)(file);
}

function wholeOf(place: BytecodePlace, identity: Identity): Measured {
  const own = statusOrNothing(place.path)?.allocated ?? 0;
  const entries = [...place.files.map(({ entry }) => entry), ...place.rebuiltToo];
  return {
    ...sumsOf(entries, own, Number(identity.device)),
    ...commonOf(place),
    artifact: "bytecode",
    path: place.path,
    identity,
    safety: place.environment === null ? "safe" : "low",
    reasons: [],
    directories: 1,
  };
}

/** Nothing when it is gone by now. */
function fileOf(file: BytecodeFile, place: BytecodePlace): Measured[] {
  const identity = identityAt(file.path);
  if (!identity) return [];
  return [
    {
      ...sumsOf([file.entry], 0, file.entry.device),
      ...commonOf(place),
      artifact: place.isCache ? "bytecode-file" : "stray-bytecode",
      path: file.path,
      identity,
      ...judge(file, place.environment),
      directories: 0,
    },
  ];
}

/** An entry of the one cache for all; nothing when it is gone by now. */
export function centralFileUnit(path: AbsolutePath): Measured[] {
  const identity = identityAt(path);
  const found = statusOrNothing(path);
  if (!identity || !found) return [];
  return [
    {
      ...sumsOf([{ ...found, name: "", inode: Number(identity.inode) }], 0, found.device),
      project: null,
      inside: null,
      largest: [],
      environment: null,
      isFromIndex: false,
      artifact: "central-bytecode-file",
      path,
      identity,
      safety: "safe",
      reasons: [],
      directories: 0,
      // It goes because of its age, or because nothing can use it: its age is not asked about again.
      lastActivity: null,
    },
  ];
}

function judge(
  { class: what, reason }: BytecodeFile,
  environment: AbsolutePath | null,
): { readonly safety: Safety; readonly reasons: readonly string[] } {
  if (REMOVABLE.has(what)) return { safety: environment === null ? "safe" : "low", reasons: [] };
  return { safety: what === "unchecked-hash" ? "medium" : "data", reasons: [reason] };
}

function commonOf({ project }: BytecodePlace) {
  return { project, inside: null, largest: [], environment: null, isFromIndex: false };
}

function sumsOf(entries: readonly KeptEntry[], own: number, device: number) {
  const links = new LinkCounter(device);
  let [apparent, allocated, unshared, newest] = [0, own, own, 0];
  for (const entry of entries) {
    newest = Math.max(newest, entry.modified);
    if (entry.links > 1) {
      if (!links.add(entry.inode, entry.links, entry.allocated)) continue;
    } else unshared += entry.allocated;
    allocated += entry.allocated;
    apparent += entry.size;
  }
  const sums = { apparent, allocated, unshared, frees: unshared + links.freedAlone, links: links.table() };
  return { ...sums, files: entries.length, lastActivity: newest || null };
}
