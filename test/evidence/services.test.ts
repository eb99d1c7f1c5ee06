import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";
import { inUse } from "../../src/evidence/in-use.ts";
import { placesInText } from "../../src/evidence/service-text.ts";
import { services } from "../../src/evidence/services.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";

const NO_PROCESSES = { processes: [], hidden: 0, trouble: null };

/** A machine of its own below `machine/`, with two environments of like names. */
function machine(): TemporaryTree {
  const tree = temporaryTree();
  for (const name of [".venv", ".venv-2"]) tree.file(`site/${name}/bin/python`);
  return tree;
}

async function answers(tree: TemporaryTree): Promise<string[]> {
  const host = { ...hostIn(tree.home), currentDirectory: "/" as AbsolutePath };
  const found = services(host, tree.at("machine"));
  const findings = [tree.at("site/.venv"), tree.at("site/.venv-2")];
  const said = await inUse(host, findings, { processes: NO_PROCESSES, services: found });
  return findings.map((finding) => `${said.get(finding)!.answer}: ${said.get(finding)!.reason}`);
}

const UNUSED = "no: no process uses it";

describe("a service that names an environment", () => {
  it("is a systemd unit with its interpreter, directory, variables or a drop-in", async () => {
    for (const [file, text] of [
      ["etc/systemd/system/site.service", "[Service]\nExecStart=@SITE@/.venv/bin/gunicorn app:app\n"],
      ["usr/lib/systemd/system/site.service", "[Service]\nExecStart=-@SITE@/.venv/bin/gunicorn \\\n  app:app\n"],
      ["etc/systemd/system/site.service", "[Service]\nWorkingDirectory=@SITE@/.venv/share\nExecStart=/bin/true\n"],
      ["etc/systemd/system/site.service", '[Service]\nEnvironment="PATH=/usr/bin:@SITE@/.venv/bin"\nExecStart=app\n'],
      ["etc/systemd/system/site.service.d/override.conf", "[Service]\nEnvironment=VIRTUAL_ENV=@SITE@/.venv\n"],
      [
        "etc/systemd/system/site.service",
        "[Service]\nWorkingDirectory=@SITE@\nExecStart=/bin/sh -c '.venv/bin/python -m app'\n",
      ],
      [
        "etc/systemd/system/site.service",
        '[Service]\nExecStart=/bin/sh -c "cd @SITE@ && . .venv/bin/activate && app"\n',
      ],
      [
        "etc/systemd/system/site.service",
        "[Service]\nWorkingDirectory=@SITE@\nExecStart=/usr/bin/uv --quiet run app\n",
      ],
    ] as const) {
      const tree = machine();
      tree.file(`machine/${file}`, text.replaceAll("@SITE@", tree.at("site")));
      const [used, unused] = await answers(tree);
      expect(used, text).toMatch(/^yes: the service site\.service (names it|runs its project)$/);
      // `uv run` in the project may mean either.
      expect(unused, text).toMatch(text.includes("uv") ? /^yes/ : UNUSED);
    }
  });

  it("is a unit of the user's, with %h, or one that is linked from elsewhere", async () => {
    const tree = machine();
    tree.file(
      "../home/.config/systemd/user/mine.service",
      "[Service]\nExecStart=%h/../tree/site/.venv/bin/python -m app\n",
    );
    expect(await answers(tree)).toEqual(["yes: the service mine.service names it", UNUSED]);
    const other = machine();
    other.file("site/deploy/linked.service", `ExecStart=${other.at("site/.venv/bin/app")}\n`);
    other.directory("machine/etc/systemd/system");
    symlinkSync(other.at("site/deploy/linked.service"), other.at("machine/etc/systemd/system/linked.service"));
    expect(await answers(other)).toEqual(["yes: the service linked.service names it", UNUSED]);
  });

  it("is a supervisor section or a line of a crontab", async () => {
    for (const [file, text] of [
      ["etc/supervisor/conf.d/site.conf", "[program:site]\ndirectory=@SITE@\ncommand=@SITE@/.venv/bin/celery worker\n"],
      ["etc/cron.d/site", "*/5 * * * * me cd @SITE@ && .venv/bin/python manage.py tick >/dev/null 2>&1\n"],
      ["etc/crontab", "@daily me @SITE@/.venv/bin/python job.py\n"],
    ] as const) {
      const tree = machine();
      tree.file(`machine/${file}`, text.replaceAll("@SITE@", tree.at("site")));
      const [used, unused] = await answers(tree);
      expect(used, text).toMatch(/^yes: the service (site|site\.conf|crontab) names it$/);
      expect(unused, text).toBe(UNUSED);
    }
  });

  it("is not one that only names the project, comments, or another kind of file", async () => {
    const tree = machine();
    const site = tree.at("site");
    tree.file(
      "machine/etc/systemd/system/a.service",
      `# ExecStart=${site}/.venv/bin/python\nWorkingDirectory=${site}\nExecStart=/usr/bin/app\n`,
    );
    tree.file("machine/etc/systemd/system/b.service.bak", `ExecStart=${site}/.venv/bin/python\n`);
    tree.file("machine/etc/systemd/system/c.service", `ExecStart=${site}/.venv-old/bin/python\n`);
    symlinkSync("/nowhere", tree.at("machine/etc/systemd/system/d.service"));
    expect(await answers(tree)).toEqual([UNUSED, UNUSED]);
  });
});

describe("placesInText", () => {
  const HOME = "/home/me" as AbsolutePath;

  it("reads quoted words, escapes, launchd lists and home directories", () => {
    const places = (text: string) => placesInText(text, HOME).places;
    expect(places('ExecStart="/srv/my site/.venv/bin/app" --x=/etc/app.conf')).toEqual(
      expect.arrayContaining(["/srv/my site/.venv/bin/app", "/etc/app.conf"]),
    );
    expect(places("ExecStart=/srv/my\\x20site/bin/app")).toContain("/srv/my site/bin/app");
    expect(places("<string>/Users/me/my site/.venv/bin/python</string>")).toContain(
      "/Users/me/my site/.venv/bin/python",
    );
    expect(places("* * * * * ~/site/.venv/bin/python")).toContain("/home/me/site/.venv/bin/python");
    expect(places("ExecStart=+!/srv/a/../b//bin/app")).toContain("/srv/b/bin/app");
    expect(places("Documentation=https://example.org/a man:x(8)")).toEqual([]);
  });

  it("is quick with long lines", () => {
    expect(placesInText(`${'"'.repeat(50_000)}${"uv ".repeat(50_000)}${"a/".repeat(50_000)}`, HOME).places).toEqual([]);
  });
});
