import type { AbsolutePath } from "../model/path.ts";
import type { SettingsChange } from "../model/settings.ts";
import type { Host } from "../system/host.ts";
import { centralPlace, VARIABLE, whyNoCache } from "./central-place.ts";
import { cacheNamedIn, centralSettings, doubtAbout, editOff, editOn, possibleSettings } from "./central-settings.ts";
import { judgeEdits, withoutTwice } from "./change-settings.ts";

/** What no shell, no `environment.d` and no plist reads as anything but itself. */
const PLAIN = /^[\w/.+@-]+$/;

/** What turning the one cache for all on or off would change. A sentence under `why` says why it cannot be turned on. */
export function planCentral(
  host: Host,
  isOn: boolean,
): SettingsChange | { readonly why: string; readonly hint: string } {
  const place = centralPlace(host);
  const { path } = place;
  const why = PLAIN.test(path) ? whyNoCache(place) : "the cache's path has characters that a shell would read";
  if (isOn && why !== null) return { why, hint: `set another cache with ${VARIABLE}` };
  const { settings: wanted, byHand } = centralSettings(host, path);
  const settings = isOn ? wanted : possibleSettings(host, path);
  const planned = settings.flatMap((setting) => {
    const edit = isOn ? editOn(setting) : editOff(setting);
    const { file, readBy, isUntried } = setting;
    return edit ? [{ path: file, edit, readBy, isUntried }] : [];
  });
  const hands = isOn ? byHand : byHand.map((command) => command.replace(/"[^"]*"$/, '""'));
  const change = judgeEdits(host, planned, hands);
  const doubts = settings.flatMap(({ file }) => {
    const doubt = doubtAbout({ file });
    return doubt === null ? [] : [{ path: file, reasons: [doubt] }];
  });
  return { ...change, obstacles: [...change.obstacles, ...withoutTwice(doubts)] };
}

/** Files that name a cache by a block of ours, and which. */
export function setBy(host: Host): readonly { readonly file: AbsolutePath; readonly cache: string }[] {
  return possibleSettings(host, centralPlace(host).path).flatMap(({ file }) => {
    const cache = cacheNamedIn({ file });
    return cache === undefined ? [] : [{ file, cache }];
  });
}
