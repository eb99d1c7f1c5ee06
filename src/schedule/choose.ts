import type { AbsolutePath } from "../model/path.ts";
import type { Scheduler } from "../model/schedule.ts";
import { findSystemProgram, run } from "../system/commands.ts";
import type { Host } from "../system/host.ts";

/** The programs of the system that schedule runs. */
export interface Schedulers {
  /** What is to start the runs; undefined where nothing is there that could. */
  readonly chosen: Scheduler | undefined;
  /** `systemctl`, where a manager of the user's answers. */
  readonly systemctl: AbsolutePath | undefined;
  readonly crontab: AbsolutePath | undefined;
}

const TIME_LIMIT_MS = 10_000;

/** A systemd user manager where one answers, else cron; on other systems their own. */
export async function chooseScheduler(host: Host): Promise<Schedulers> {
  if (host.platform === "darwin") return { chosen: "launchd", systemctl: undefined, crontab: undefined };
  if (host.platform === "win32") return { chosen: "Task Scheduler", systemctl: undefined, crontab: undefined };
  const crontab = findSystemProgram(host, "crontab");
  const program = findSystemProgram(host, "systemctl");
  const systemctl = program && (await answers(host, program)) ? program : undefined;
  return { chosen: systemctl ? "systemd" : crontab ? "cron" : undefined, systemctl, crontab };
}

async function answers(host: Host, systemctl: AbsolutePath): Promise<boolean> {
  const result = await run(host, systemctl, ["--user", "show-environment"], { timeLimitMs: TIME_LIMIT_MS });
  return result.kind === "ended" && result.code === 0;
}

/** Lets the user's manager read its files again, and starts or stops a timer. False when it refuses. */
export async function tellSystemd(
  host: Host,
  systemctl: AbsolutePath,
  timer: string,
  wanted: "start" | "stop",
): Promise<boolean> {
  const orders = wanted === "start" ? [["daemon-reload"], ["restart", timer]] : [["stop", timer], ["daemon-reload"]];
  let isDone = true;
  for (const order of orders) {
    const result = await run(host, systemctl, ["--user", ...order], { timeLimitMs: TIME_LIMIT_MS });
    if (result.kind !== "ended" || result.code !== 0) isDone = false;
  }
  return isDone;
}
