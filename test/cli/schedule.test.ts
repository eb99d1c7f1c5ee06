import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import { expect, it } from "vitest";
import { centralDocument } from "../../src/report/schema/central.ts";
import { settingsDocument } from "../../src/report/schema/settings.ts";
import { byTime, oldFile, withInterpreter } from "../bytecode/planted.ts";
import { withPrograms } from "../schedule/fake-programs.ts";
import { run, type Outcome } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

function planted(programs: Parameters<typeof withPrograms>[1]) {
  const tree = temporaryTree();
  const environment = withPrograms(tree, programs);
  const pyshed = (...args: string[]): Promise<Outcome> => run(args, { cwd: tree.path, environment });
  return { tree, pyshed, gc: (...args: string[]) => pyshed("bytecode", "gc", "--schedule", ...args) };
}

it("shows the job, asks, writes it down, tells it in the status, and ends it", async () => {
  const { tree, pyshed, gc } = planted({ crontab: true });
  const crontab = tree.at("../crontab-text");
  writeFileSync(crontab, "# mine\n");
  const shown = await gc("weekly", "--older-than", "30d", "--max-size", "1GiB", "--dry-run");
  expect([shown.code, shown.stdout, shown.stderr]).toEqual([
    0,
    "",
    expect.stringMatching(
      /yet: 'pyshed bytecode central --on' makes one\.\nWould put into your crontab \(read by cron\):\n/,
    ),
  ]);
  expect(shown.stderr).toContain(" bytecode gc --yes --permanent --older-than 30d --max-size 1073741824 >/dev/null\n");
  expect((await gc("weekly")).code).toBe(3);
  expect(readFileSync(crontab, "utf8")).toBe("# mine\n");

  tree.directory("../home/.cache/pycache");
  const done = await gc("weekly", "--yes");
  expect([done.code, done.stdout, done.stderr]).toEqual([0, "✓ Changed 1 file; 'pyshed undo' takes it back\n", ""]);
  expect((await gc("weekly", "--yes")).stdout).toBe("Nothing to change.\n");
  expect((await pyshed("bytecode", "central")).stdout).toContain("\n  gc runs weekly, started by cron\n");
  const status = v.parse(centralDocument, JSON.parse((await pyshed("bytecode", "central", "--json")).stdout));
  expect(status.scheduled).toEqual({ scheduler: "cron", rhythm: "weekly" });
  const off = await gc("off", "--yes", "--json");
  expect(v.parse(settingsDocument, JSON.parse(off.stdout))).toMatchObject({
    status: "done",
    edits: [{ change: "cut" }],
  });
  expect(readFileSync(crontab, "utf8")).toBe("# mine\n");
});

it("says what to run where nothing could start it", async () => {
  const { tree, gc } = planted({});
  const { code, stderr } = await gc("daily", "--yes");
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(
      /^error: no systemd user manager answers, .*\n\(let something else run this: \/usr\/bin\/env /,
    ),
  ]);
  expect(existsSync(tree.at("../home/.local/state/pyshed/runs"))).toBe(false);
});

it("says when systemd could not be told, and keeps what is written", async () => {
  const { tree, gc } = planted({ systemctl: "answers" });
  tree.file("../programs/systemctl", '#!/bin/sh\n[ "$2" = show-environment ]\n');
  const { code, stderr } = await gc("monthly", "--yes");
  expect([code, stderr]).toEqual([0, expect.stringContaining("it knows when you log in the next time.\n")]);
  expect(existsSync(tree.at("../home/.config/systemd/user/pyshed-bytecode-gc.timer"))).toBe(true);
});

it("can still collect what lies in the cache that the job names", async () => {
  const tree = temporaryTree();
  const programs = withPrograms(tree, { systemctl: "answers" });
  const environment = { ...withInterpreter(tree), PATH: `${tree.at("../bin")}:${programs["PATH"]}` };
  const source = oldFile(tree, "src/a.py", "A = 1\n");
  const gone = tree.file(`../home/.cache/pycache${tree.at("src/gone")}.cpython-399.pyc`, byTime(source));
  const pyshed = (...args: string[]) => run(["bytecode", "gc", "--yes", ...args], { cwd: tree.path, environment });
  expect((await pyshed("--schedule", "weekly")).code).toBe(0);
  const unit = readFileSync(tree.at("../home/.config/systemd/user/pyshed-bytecode-gc.service"), "utf8");
  expect(unit).toContain(`"PYTHONPYCACHEPREFIX=${tree.home}/.cache/pycache"`);
  expect((await pyshed()).code).toBe(0);
  expect(existsSync(gone)).toBe(false);
});
