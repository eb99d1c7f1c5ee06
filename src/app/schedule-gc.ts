import { crontabText } from "../execute/crontab.ts";
import { textOf } from "../execute/edit-files.ts";
import { blockIn, puttingIn, takingOut } from "../model/marked-block.ts";
import { join, parentOf, type AbsolutePath } from "../model/path.ts";
import { RHYTHMS, type Job, type Rhythm, type Scheduler } from "../model/schedule.ts";
import type { SettingsChange, SettingsEdit } from "../model/settings.ts";
import { chooseScheduler, tellSystemd, type Schedulers } from "../schedule/choose.ts";
import { cronBlock } from "../schedule/cron.ts";
import { agentPath, agentText } from "../schedule/launchd.ts";
import { unitFiles, unitPaths } from "../schedule/systemd.ts";
import { deleteTaskCommand, taskCommand } from "../schedule/task-scheduler.ts";
import { findSystemProgram } from "../system/commands.ts";
import { statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { stateDirectories } from "../system/state-directories.ts";
import { centralPlace, VARIABLE } from "./central-place.ts";
import { judgeEdits } from "./change-settings.ts";
import { scheduledCommand } from "./scheduled-command.ts";

const NAME = "pyshed-bytecode-gc";
const TITLE = "scheduled bytecode gc";
/** In files of its own. */
const MARKED = { title: TITLE, body: /^/ };
/** Among other lines of a crontab: what it is, and the job. */
const MARKED_LINES = { title: TITLE, body: /^# .*\n.*$/ };

/** A schedule for `bytecode gc`, or its end. */
export interface SchedulePlan {
  readonly change: SettingsChange;
  /** What is to start the runs; null where a schedule ends. */
  readonly scheduler: Scheduler | null;
  /** To be done once the files are written: what it could not do, in a sentence, or null. */
  readonly afterwards: () => Promise<string | null>;
}

/** `words` are what follows `bytecode gc`. A string under `why` says why that cannot be scheduled here. */
export async function planSchedule(
  host: Host,
  wanted: Rhythm | "off",
  words: readonly string[],
): Promise<SchedulePlan | { readonly why: string; readonly hint: string }> {
  const schedulers = await chooseScheduler(host);
  const job = wanted === "off" ? null : jobFor(host, wanted, words);
  if (job && "why" in job) return job;
  const { chosen } = schedulers;
  if (job && chosen === undefined) {
    const hint = `let something else run this: ${job.words.join(" ")}`;
    return { why: "no systemd user manager answers, and there is no crontab program", hint };
  }
  const cron = await cronEdits(host, schedulers, chosen === "cron" ? job : null);
  if ("why" in cron) return cron;
  const files = chosen === "launchd" ? agentEdits(host, job) : unitEdits(host, chosen === "systemd" ? job : null);
  const byHand = chosen === "Task Scheduler" ? [job ? taskCommand(job) : deleteTaskCommand(NAME)] : [];
  return {
    change: judgeEdits(host, chosen === "Task Scheduler" ? [] : [...files, ...cron.edits], byHand),
    scheduler: job ? (chosen ?? null) : null,
    afterwards: () => afterwards(host, schedulers, files, job !== null),
  };
}

function jobFor(host: Host, rhythm: Rhythm, words: readonly string[]): Job | { why: string; hint: string } {
  const added = { [VARIABLE]: centralPlace(host).path };
  const command = scheduledCommand(host, added, ["bytecode", "gc", "--yes", "--permanent", ...words]);
  return "why" in command ? command : { name: NAME, title: TITLE, rhythm, words: command.words };
}

function unitsOf(host: Host): AbsolutePath {
  return join(parentOf(stateDirectories(host).configuration), "systemd/user");
}

/** The files of units, put in for a job and taken out without one. */
function unitEdits(host: Host, job: Job | null): SettingsEdit[] {
  const files = job
    ? unitFiles(unitsOf(host), job)
    : Object.values(unitPaths(unitsOf(host), NAME)).map((path) => ({ path, text: null }));
  return files.flatMap(({ path, text }) => fileEdit(path, text, "systemd's user manager", false));
}

function agentEdits(host: Host, job: Job | null): SettingsEdit[] {
  return fileEdit(agentPath(host.home, NAME), job && agentText(job), "launchd", true);
}

function fileEdit(path: AbsolutePath, text: string | null, readBy: string, isUntried: boolean): SettingsEdit[] {
  const now = textOf(path);
  const edit =
    text === null ? takingOut(now, MARKED, true) : puttingIn(now, statusOrNothing(path) !== undefined, MARKED, text);
  return edit ? [{ path, edit, readBy, isUntried }] : [];
}

async function cronEdits(
  host: Host,
  { crontab }: Schedulers,
  job: Job | null,
): Promise<{ readonly edits: readonly SettingsEdit[] } | { readonly why: string; readonly hint: string }> {
  if (crontab === undefined) return { edits: [] };
  const now = await crontabText(host, crontab);
  // Where no crontab can be read, none of ours can have been written.
  if ("why" in now) return job ? { ...now, hint: "see crontab(1)" } : { edits: [] };
  const block = job && cronBlock(job);
  if (block && "why" in block) return { ...block, hint: "see crontab(5)" };
  const edit = block
    ? puttingIn(now.text, now.text !== null, MARKED_LINES, block.block)
    : takingOut(now.text, MARKED_LINES, true);
  const kept = { by: "crontab", text: now.text } as const;
  return { edits: edit ? [{ path: crontab, edit, readBy: "cron", isUntried: false, kept }] : [] };
}

async function afterwards(
  host: Host,
  { systemctl, chosen }: Schedulers,
  files: readonly SettingsEdit[],
  isOn: boolean,
): Promise<string | null> {
  if (chosen === "launchd" && isOn) return "launchd reads it when you log in the next time.";
  if (systemctl === undefined || files.length === 0) return null;
  const isTold = await tellSystemd(host, systemctl, `${NAME}.timer`, isOn ? "start" : "stop");
  return isTold ? null : "systemd's user manager could not be told; it knows when you log in the next time.";
}

/** How often `gc` comes and what starts it; null where nothing of ours is written down. */
export async function scheduledGc(
  host: Host,
): Promise<{ readonly scheduler: Scheduler; readonly rhythm: Rhythm } | null> {
  const crontab = findSystemProgram(host, "crontab");
  const cron = crontab ? await crontabText(host, crontab) : { text: null };
  const texts: readonly (readonly [Scheduler, string | null])[] = [
    ["systemd", textOf(unitPaths(unitsOf(host), NAME).timer)],
    ["cron", "text" in cron ? cron.text : null],
    ["launchd", textOf(agentPath(host.home, NAME))],
  ];
  for (const [scheduler, text] of texts) {
    const block = blockIn(text, scheduler === "cron" ? MARKED_LINES : MARKED);
    const rhythm = RHYTHMS.find((one) => block?.includes(` ${one}, by 'pyshed `));
    if (rhythm) return { scheduler, rhythm };
  }
  return null;
}
