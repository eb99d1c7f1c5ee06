import type { AbsolutePath } from "../model/path.ts";
import type { SettingsChange } from "../model/settings.ts";
import type { Host } from "../system/host.ts";
import { centralPlace } from "./central-place.ts";
import { centralSettings, doubtAbout, editOff, editOn, isSetIn, possibleSettings } from "./central-settings.ts";
import { judgeEdits } from "./change-settings.ts";

/** What no shell, no `environment.d` and no plist reads as anything but itself. */
const PLAIN = /^[\w/.+@-]+$/;

/**
 * What turning the one cache for all on or off would change; undefined where it would be turned on and
 * its path has characters that a shell would read.
 */
export function planCentral(host: Host, isOn: boolean): SettingsChange | undefined {
  const { path } = centralPlace(host);
  if (isOn && !PLAIN.test(path)) return undefined;
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
  return { ...change, obstacles: [...change.obstacles, ...doubts] };
}

/** Files that name the cache by a block of ours. */
export function setBy(host: Host): readonly AbsolutePath[] {
  return possibleSettings(host, centralPlace(host).path)
    .filter(isSetIn)
    .map(({ file }) => file);
}
