import { markedBlock } from "../model/marked-block.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { describeJob, HOUR, MINUTE, type Job, type Rhythm } from "../model/schedule.ts";

/** A file of the user's systemd units, and what it holds. */
export interface UnitFile {
  readonly path: AbsolutePath;
  readonly text: string;
}

/** By `systemd.time(7)`: Mondays, and the first of the month. */
const DAYS: Readonly<Record<Rhythm, string>> = { daily: "*-*-*", weekly: "Mon *-*-*", monthly: "*-*-01" };

/** Where the files of a job lie below `~/.config/systemd/user`. */
export function unitPaths(units: AbsolutePath, name: string) {
  return {
    service: join(units, `${name}.service`),
    timer: join(units, `${name}.timer`),
    // Makes the manager start the timer, as `systemctl enable` would by a link.
    wanted: join(units, `timers.target.d/60-${name}.conf`),
  };
}

/**
 * A timer and what it starts (systemd.timer(5), systemd.service(5)). A run that was missed while the machine was off
 * comes when it is on again. The service does nothing once the timer's file is gone: so undo works at once, also in a
 * manager that has read the files before.
 */
export function unitFiles(units: AbsolutePath, { name, title, rhythm, words }: Job): readonly UnitFile[] {
  const paths = unitPaths(units, name);
  const service = [
    "[Unit]",
    `Description=pyshed: ${title}`,
    `ConditionPathExists=${withoutSpecifiers(paths.timer)}`,
    "[Service]",
    "Type=oneshot",
    "Nice=19",
    "IOSchedulingClass=idle",
    // 1: something was left, which the journal of pyshed tells.
    "SuccessExitStatus=1",
    `ExecStart=${words.map(quoted).join(" ")}`,
  ];
  const time = `${HOUR}:${MINUTE}:00`;
  const timer = [
    `# ${describeJob({ rhythm })}`,
    "[Unit]",
    `Description=pyshed: ${title}`,
    "[Timer]",
    `OnCalendar=${DAYS[rhythm]} ${time}`,
    "Persistent=true",
    "RandomizedDelaySec=10min",
  ];
  return [
    { path: paths.service, text: markedBlock(title, service.join("\n")) },
    { path: paths.timer, text: markedBlock(title, timer.join("\n")) },
    { path: paths.wanted, text: markedBlock(title, `[Unit]\nWants=${name}.timer`) },
  ];
}

/** One argument as `systemd.service(5)`, "COMMAND LINES", reads it. */
function quoted(word: string): string {
  return `"${withoutSpecifiers(word).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("$", "$$$$")}"`;
}

function withoutSpecifiers(text: string): string {
  return text.replaceAll("%", "%%");
}
