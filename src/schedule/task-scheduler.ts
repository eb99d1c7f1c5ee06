import { HOUR, MINUTE, type Job, type Rhythm } from "../model/schedule.ts";

const RHYTHMS: Readonly<Record<Rhythm, string>> = {
  daily: "DAILY",
  weekly: "WEEKLY /D MON",
  monthly: "MONTHLY /D 1",
};

/** The command that its user gives to Windows' Task Scheduler (`schtasks /?`). Untried on Windows. */
export function taskCommand({ name, rhythm, words }: Job): string {
  // The whole command is one quoted word, whose own quotes are escaped.
  const run = words.map((word) => `\\"${word}\\"`).join(" ");
  return `schtasks /Create /F /TN ${name} /SC ${RHYTHMS[rhythm]} /ST ${HOUR}:${MINUTE} /TR "${run}"`;
}

export function deleteTaskCommand(name: string): string {
  return `schtasks /Delete /F /TN ${name}`;
}
