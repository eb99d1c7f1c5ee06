import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { planSchedule, scheduledGc, type SchedulePlan } from "../../src/app/schedule-gc.ts";
import { changeSettings } from "../../src/app/change-settings.ts";
import { undo } from "../../src/app/undo.ts";
import { settleEdit } from "../../src/execute/edit-files.ts";
import { readRuns } from "../../src/execute/run-logs.ts";
import type { Rhythm } from "../../src/model/schedule.ts";
import type { Host } from "../../src/system/host.ts";
import { withPrograms } from "../schedule/fake-programs.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";
import { namesIn } from "./workspace.ts";

async function planned(host: Host, wanted: Rhythm | "off", ...words: string[]): Promise<SchedulePlan> {
  const plan = await planSchedule(host, wanted, words);
  if ("why" in plan) throw new Error(plan.why);
  return plan;
}

async function carryOut(host: Host, wanted: Rhythm | "off", ...words: string[]): Promise<SchedulePlan> {
  const plan = await planned(host, wanted, ...words);
  expect(plan.change.obstacles).toEqual([]);
  const { outcomes } = await changeSettings(host, plan.change);
  expect(outcomes.map(({ result, reason }) => [result, reason])).toEqual(outcomes.map(() => ["done", null]));
  expect(await plan.afterwards()).toBeNull();
  return plan;
}

const OWN = "# mine\n5 5 * * * /bin/true\n";

it("keeps a block in the crontab where no systemd manager answers, changes it, and takes it out", async () => {
  const tree = temporaryTree();
  const host = hostIn(tree.home, withPrograms(tree, { crontab: true, systemctl: "is silent" }));
  const crontab = tree.at("../crontab-text");
  writeFileSync(crontab, OWN);
  const { scheduler, change } = await planned(host, "weekly");
  expect([scheduler, change.edits.length, readFileSync(crontab, "utf8")]).toEqual(["cron", 1, OWN]);
  expect(await scheduledGc(host)).toBeNull();

  await carryOut(host, "weekly", "--max-size", "1000");
  const weekly = readFileSync(crontab, "utf8");
  expect(weekly.startsWith(OWN)).toBe(true);
  expect(weekly).toMatch(/\n17 12 \* \* 1 .* bytecode gc --yes --permanent --max-size 1000 >\/dev\/null\n/);
  expect(weekly).toContain(`PYTHONPYCACHEPREFIX=${tree.home}/.cache/pycache `);
  expect(weekly).toContain(`XDG_STATE_HOME=${tree.home}/.local/state `);
  expect(await scheduledGc(host)).toEqual({ scheduler: "cron", rhythm: "weekly" });
  expect((await planned(host, "weekly", "--max-size", "1000")).change.edits).toEqual([]);

  await carryOut(host, "daily");
  expect(readFileSync(crontab, "utf8").match(/bytecode gc --yes/g)).toHaveLength(1);
  expect(await scheduledGc(host)).toEqual({ scheduler: "cron", rhythm: "daily" });
  await undo(host, null);
  expect(readFileSync(crontab, "utf8")).toBe(weekly);
  await carryOut(host, "off");
  expect(readFileSync(crontab, "utf8")).toBe(OWN);
  await undo(host, null);
  expect(readFileSync(crontab, "utf8")).toBe(weekly);
});

it("makes a crontab where there is none, and leaves none behind", async () => {
  const tree = temporaryTree();
  const host = hostIn(tree.home, withPrograms(tree, { crontab: true }));
  await carryOut(host, "monthly");
  expect(readFileSync(tree.at("../crontab-text"), "utf8")).toMatch(/^# >>> pyshed/);
  await undo(host, null);
  expect(existsSync(tree.at("../crontab-text"))).toBe(false);
});

it("leaves what its user has changed in the crontab, and tells after a crash what was done", async () => {
  const tree = temporaryTree();
  const host = hostIn(tree.home, withPrograms(tree, { crontab: true }));
  const crontab = tree.at("../crontab-text");
  await carryOut(host, "weekly");
  const intent = readRuns(host)[0]!.intents[0]!;
  expect((await settleEdit(host, intent))?.result).toBe("done");
  const edited = readFileSync(crontab, "utf8").replace("17 12", "0 3");
  writeFileSync(crontab, edited);
  const { outcomes } = await undo(host, null);
  expect(outcomes.map(({ reason }) => reason)).toEqual(["what pyshed wrote is not in it any more"]);
  expect(readFileSync(crontab, "utf8")).toBe(edited);
  writeFileSync(crontab, OWN);
  expect((await settleEdit(host, intent))?.result).toBe("skipped");
});

it("says so when crontab does not take it", async () => {
  const tree = temporaryTree();
  const environment = withPrograms(tree, { crontab: true });
  const host = hostIn(tree.home, environment);
  const { change } = await planned(host, "weekly");
  tree.file(
    "../programs/crontab",
    "#!/bin/sh\n[ \"$1\" = -l ] && { echo 'no crontab for me' >&2; exit 1; }\necho 'bad minute' >&2; exit 1\n",
  );
  const { outcomes } = await changeSettings(host, change);
  expect(outcomes.map(({ result, reason }) => [result, reason])).toEqual([
    ["failed", "crontab did not take it: bad minute"],
  ]);
});

it("writes a timer for systemd's user manager and tells it; undo takes all of it back", async () => {
  const tree = temporaryTree();
  const host = hostIn(tree.home, withPrograms(tree, { crontab: true, systemctl: "answers" }));
  writeFileSync(tree.at("../crontab-text"), OWN);
  const units = join(tree.home, ".config/systemd/user");
  const before = snapshot(tree.home, { timesOf: () => false });
  const { scheduler } = await carryOut(host, "weekly");
  expect([scheduler, readFileSync(tree.at("../crontab-text"), "utf8")]).toEqual(["systemd", OWN]);
  expect(namesIn(units)).toEqual(["pyshed-bytecode-gc.service", "pyshed-bytecode-gc.timer", "timers.target.d"]);
  expect(await scheduledGc(host)).toEqual({ scheduler: "systemd", rhythm: "weekly" });
  const told = (): string[] => readFileSync(tree.at("../told"), "utf8").trim().split("\n");
  expect(told().slice(-2)).toEqual(["--user daemon-reload", "--user restart pyshed-bytecode-gc.timer"]);
  await carryOut(host, "off");
  expect(told().slice(-2)).toEqual(["--user stop pyshed-bytecode-gc.timer", "--user daemon-reload"]);
  await undo(host, null);
  expect(await scheduledGc(host)).toEqual({ scheduler: "systemd", rhythm: "weekly" });
  await undo(host, readRuns(host)[0]!.run.run);
  const files = Object.keys(snapshot(tree.home)).filter((name) => /pyshed-bytecode-gc/.test(name));
  expect([files, Object.keys(before).length > 0]).toEqual([[], true]);
});

it("moves a job from cron to systemd once that answers", async () => {
  const tree = temporaryTree();
  await carryOut(hostIn(tree.home, withPrograms(tree, { crontab: true })), "weekly");
  const host = hostIn(tree.home, withPrograms(tree, { crontab: true, systemctl: "answers" }));
  await carryOut(host, "weekly");
  expect(existsSync(tree.at("../crontab-text"))).toBe(false);
  expect(await scheduledGc(host)).toEqual({ scheduler: "systemd", rhythm: "weekly" });
});

it("refuses where nothing could start it, and says what to run", async () => {
  const tree = temporaryTree();
  const host = hostIn(tree.home, withPrograms(tree, {}));
  expect(await planSchedule(host, "weekly", [])).toEqual({
    why: "no systemd user manager answers, and there is no crontab program",
    hint: expect.stringMatching(/^let something else run this: \/usr\/bin\/env .* bytecode gc --yes --permanent$/),
  });
  expect((await planned(host, "off")).change.edits).toEqual([]);
});

it("writes an agent on macOS and shows a command on Windows", async () => {
  const tree = temporaryTree();
  const environment = withPrograms(tree, {});
  const mac = { ...hostIn(tree.home, environment), platform: "darwin" } as const;
  const plan = await planned(mac, "weekly");
  expect(plan.change.edits.map(({ path, isUntried }) => [path, isUntried])).toEqual([
    [join(tree.home, "Library/LaunchAgents/pyshed-bytecode-gc.plist"), true],
  ]);
  await changeSettings(mac, plan.change);
  expect(await scheduledGc(mac)).toEqual({ scheduler: "launchd", rhythm: "weekly" });
  const windows = { ...hostIn(tree.home, environment), platform: "win32" } as const;
  const { edits, byHand } = (await planned(windows, "daily")).change;
  expect([edits, byHand]).toEqual([
    [],
    [expect.stringMatching(/^schtasks \/Create \/F \/TN pyshed-bytecode-gc \/SC DAILY /)],
  ]);
  expect((await planned(windows, "off")).change.byHand).toEqual(["schtasks /Delete /F /TN pyshed-bytecode-gc"]);
});

it("takes along only those places of PATH that hold interpreters, and no environment", async () => {
  const tree = temporaryTree();
  const python = "#!/bin/sh\nexit 0\n";
  tree.file("own/bin/python3.19", python);
  tree.file("app/.venv/bin/python3.18", python);
  tree.file("app/.venv/pyvenv.cfg", "home = /usr/bin\n");
  tree.file("tools/ls", "");
  const programs = withPrograms(tree, { crontab: true });
  const path = [programs["PATH"], tree.at("app/.venv/bin"), tree.at("tools"), tree.at("own/bin"), "relative"].join(":");
  const host = hostIn(tree.home, { ...programs, PATH: path });
  const { change } = await planned(host, "weekly");
  expect(change.edits[0]!.edit.text).toContain(` PATH=/usr/local/bin:/usr/bin:/bin:${tree.at("own/bin")} `);
});
