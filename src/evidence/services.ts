import { join, nameOf, type AbsolutePath } from "../model/path.ts";
import { readText, realPath, statusOrNothing } from "../system/files.ts";
import { namesIn } from "../system/visible.ts";
import { variable, type Host } from "../system/host.ts";
import { placesInText } from "./service-text.ts";

/** Something on this machine that starts programs by itself. */
export interface Service {
  /** `site.service`, `crontab`, `com.example.site.plist`. */
  readonly name: string;
  /** Places that its text may mean. */
  readonly places: readonly AbsolutePath[];
  /** It runs `uv run` or the like: then an environment below one of the places may be meant. */
  readonly runsProjects: boolean;
}

/**
 * Reads what starts programs: units of systemd, sections of supervisor, crontabs, agents of launchd. An installed unit
 * counts whether it is enabled or not. What cannot be read (other people's crontabs) is passed over, and scripts that
 * a unit starts are not read.
 */
export function services(host: Host, root: AbsolutePath = "/" as AbsolutePath): Service[] {
  const found: Service[] = [];
  const seen = new Set<AbsolutePath>();
  for (const { directory, pattern } of placesOfServices(host, root)) {
    for (const file of filesIn(directory, pattern)) {
      const text = readOnce(file, seen);
      if (text === undefined) continue;
      const { places, runsProjects } = placesInText(text, host.home);
      if (places.length > 0) found.push({ name: serviceName(file), places, runsProjects });
    }
  }
  return found;
}

interface Place {
  readonly directory: AbsolutePath;
  readonly pattern: RegExp;
}

const UNIT = /\.(?:service|socket|timer|path|mount|conf)$/;
const ANY = /^[^.].*(?<!~)$/;

function placesOfServices(host: Host, root: AbsolutePath): Place[] {
  const at = (base: string, names: readonly string[], pattern: RegExp): Place[] =>
    names.map((name) => ({ directory: `${base === "/" ? "" : base}/${name}` as AbsolutePath, pattern }));
  if (host.platform === "darwin") {
    return [
      ...at(host.home, ["Library/LaunchAgents"], /\.plist$/),
      ...at(root, ["Library/LaunchAgents", "Library/LaunchDaemons"], /\.plist$/),
      ...at(root, ["usr/lib/cron/tabs", "etc"], /^crontab$|^[^.]*$/),
    ];
  }
  const configuration = variable(host, "XDG_CONFIG_HOME") ?? `${host.home}/.config`;
  const data = variable(host, "XDG_DATA_HOME") ?? `${host.home}/.local/share`;
  return [
    ...at(configuration, ["systemd/user"], UNIT),
    ...at(data, ["systemd/user"], UNIT),
    ...at(configuration, ["autostart"], /\.desktop$/),
    ...at(
      root,
      ["etc", "run", "usr/local/lib", "usr/lib", "lib"].flatMap((base) => [
        `${base}/systemd/system`,
        `${base}/systemd/user`,
      ]),
      UNIT,
    ),
    ...at(root, ["run/systemd/transient", "run/systemd/generator"], UNIT),
    ...at(root, ["etc/supervisor", "etc/supervisor/conf.d", "etc/supervisord.d"], /\.(?:conf|ini)$/),
    ...at(root, ["etc"], /^(?:supervisord\.conf|crontab|anacrontab|rc\.local)$/),
    ...at(root, ["etc/cron.d", "etc/cron.hourly", "etc/cron.daily", "etc/cron.weekly", "etc/cron.monthly"], ANY),
    ...at(root, ["var/spool/cron", "var/spool/cron/crontabs", "etc/init.d"], ANY),
  ];
}

/** Matching files, and those of `name.service.d`. */
function filesIn(directory: AbsolutePath, pattern: RegExp): AbsolutePath[] {
  const files: AbsolutePath[] = [];
  for (const name of namesIn(directory)) {
    const path = join(directory, name);
    if (/\.(?:service|timer)\.d$/.test(name)) files.push(...filesIn(path, /\.conf$/));
    else if (pattern.test(name)) files.push(path);
  }
  return files;
}

const SIZE_LIMIT = 256 * 1024;

/** A unit is often a link to the file itself. */
function readOnce(path: AbsolutePath, seen: Set<AbsolutePath>): string | undefined {
  let real: AbsolutePath;
  try {
    real = realPath(path);
  } catch {
    // A link to nothing starts nothing.
    return undefined;
  }
  if (seen.has(real) || statusOrNothing(real)?.kind !== "file") return undefined;
  seen.add(real);
  return readText(real, SIZE_LIMIT);
}

function serviceName(file: AbsolutePath): string {
  const unit = /\/([^/]+)\.d\/[^/]+\.conf$/.exec(file)?.[1];
  return unit?.includes(".") ? unit : nameOf(file);
}
