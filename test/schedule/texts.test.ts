import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { RHYTHMS, type Job } from "../../src/model/schedule.ts";
import { cronBlock } from "../../src/schedule/cron.ts";
import { agentText } from "../../src/schedule/launchd.ts";
import { unitFiles } from "../../src/schedule/systemd.ts";
import { taskCommand } from "../../src/schedule/task-scheduler.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const NODE = process.execPath;
const SAY = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";

function job(changes: Partial<Job> = {}): Job {
  return { name: "pyshed-test", title: "test job", rhythm: "weekly", words: ["/bin/true"], ...changes };
}

/** What cron makes of a command: an escaped `%` is one, any other would be a line break (crontab(5)). */
function asCronRuns(command: string): string {
  expect(command.replaceAll("\\%", "")).not.toContain("%");
  return command.replaceAll("\\%", "%");
}

describe("cron", () => {
  it("gives every word to the program as it is", () => {
    const word = fc.string({ unit: fc.constantFrom(..."aB1 %'\"$`!&|;<>()*?~#=:/é-".split("")), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const made = cronBlock(job({ words: [NODE, "-e", SAY, "--", ...words] }));
        if ("why" in made) throw new Error(made.why);
        const line = made.block.split("\n").find((one) => /^\d/.test(one))!;
        const [, command] = /^17 12 \* \* 1 (.*) >\/dev\/null$/.exec(line) ?? [];
        expect(JSON.parse(execFileSync("/bin/sh", ["-c", asCronRuns(command!)], { encoding: "utf8" }))).toEqual(words);
      }),
      { numRuns: 40 },
    );
  });

  it("refuses what not every cron reads the same, and what is too long for one", () => {
    expect(cronBlock(job({ words: ["/a\\b"] }))).toEqual({ why: expect.stringContaining("backslash") });
    expect(cronBlock(job({ words: ["é".repeat(500)] }))).toEqual({ why: expect.stringContaining("longer than cron") });
  });

  it.each([
    ["daily", "17 12 * * * "],
    ["weekly", "17 12 * * 1 "],
    ["monthly", "17 12 1 * * "],
  ] as const)("comes %s", (rhythm, times) => {
    expect(cronBlock(job({ rhythm }))).toMatchObject({ block: expect.stringContaining(`\n${times}/bin/true `) });
  });
});

const analyze = spawnSync("systemd-analyze", ["--version"]).status === 0;

describe("systemd", () => {
  it("escapes what its unit files would read: specifiers, variables, quotes", () => {
    const [service] = unitFiles("/home/a 50%/units" as AbsolutePath, job({ words: ["/bin/x", `a %h $HOME "q" \\n`] }));
    expect(service!.text).toContain(`ExecStart="/bin/x" "a %%h $$HOME \\"q\\" \\\\n"\n`);
    expect(service!.text).toContain("ConditionPathExists=/home/a 50%%/units/pyshed-test.timer\n");
  });

  it.skipIf(!analyze).each(RHYTHMS)(
    `writes units that systemd-analyze finds nothing wrong with: %s${analyze ? "" : " (left out: it is not here)"}`,
    (rhythm) => {
      const tree = temporaryTree();
      const units = tree.directory("units") as AbsolutePath;
      for (const { path, text } of unitFiles(units, job({ rhythm, words: ["/bin/true", `50% "$HOME" \\`] }))) {
        tree.file(path.slice(tree.path.length + 1), text);
      }
      for (const unit of ["pyshed-test.service", "pyshed-test.timer"]) {
        const { status, stderr } = spawnSync("systemd-analyze", ["--user", "--man=no", "verify", join(units, unit)], {
          env: { ...tree.environment },
          encoding: "utf8",
        });
        expect([unit, status, stderr]).toEqual([unit, 0, ""]);
      }
      const timer = unitFiles(units, job({ rhythm }))[1]!.text;
      const [, calendar] = /OnCalendar=(.*)/.exec(timer)!;
      const told = execFileSync("systemd-analyze", ["calendar", "--iterations=2", calendar!], { encoding: "utf8" });
      expect(told).toMatch(
        rhythm === "monthly" ? /-01 12:17:00/ : rhythm === "weekly" ? /Mon .* 12:17:00/ : /12:17:00/,
      );
    },
  );
});

it("writes a property list that a parser reads back, for launchd", () => {
  const words = ["/bin/x", `<a> & "b" 'c' %d é`];
  const program = "import json, plistlib, sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))";
  const read = (rhythm: Job["rhythm"]): unknown =>
    JSON.parse(
      execFileSync("python3", ["-c", program], { input: agentText(job({ rhythm, words })), encoding: "utf8" }),
    );
  expect(read("weekly")).toMatchObject({
    Label: "pyshed-test",
    ProgramArguments: words,
    StartCalendarInterval: { Hour: 12, Minute: 17, Weekday: 1 },
  });
  expect(read("monthly")).toMatchObject({ StartCalendarInterval: { Hour: 12, Minute: 17, Day: 1 } });
  expect(read("daily")).toMatchObject({ StartCalendarInterval: { Hour: 12, Minute: 17 } });
});

it("says for Windows what its user has to write", () => {
  expect(taskCommand(job({ words: ["C:/a b/node.exe", "gc"] }))).toBe(
    'schtasks /Create /F /TN pyshed-test /SC WEEKLY /D MON /ST 12:17 /TR "\\"C:/a b/node.exe\\" \\"gc\\""',
  );
});
