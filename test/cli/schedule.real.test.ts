import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { byTime, oldFile } from "../bytecode/planted.ts";
import { IS_ROOT } from "../support/expectation.ts";
import { mustRun, PROGRAM } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const HAS_CRON = existsSync("/usr/bin/crontab") && existsSync("/usr/sbin/cron");
const LEFT_OUT = !IS_ROOT ? " (left out: needs root)" : HAS_CRON ? "" : " (left out: no cron is here)";

/**
 * Runs a script where the crontabs, the system's own jobs and `/run` are others than the machine's, and no process of
 * the machine is seen. The script gets the program as `$1` and the tree as `$2`.
 */
const APART = `
set -eu
program=$1 tree=$2
mkdir -p "$tree/spool" "$tree/jobs"; chgrp crontab "$tree/spool"; chmod 1730 "$tree/spool"; : > "$tree/system"
mount --bind "$tree/spool" /var/spool/cron/crontabs
mount --bind "$tree/jobs" /etc/cron.d
mount --bind "$tree/system" /etc/crontab
mount -t tmpfs none /run
pyshed() { node "$program" "$@"; }
`;

describe.skipIf(LEFT_OUT !== "")(`with a real cron${LEFT_OUT}`, () => {
  test("the job is written by crontab, run by cron, and taken out again", { timeout: 600_000 }, async () => {
    const tree = temporaryTree();
    const home = tree.directory("ho'me 50%");
    const source = oldFile(tree, "src/a.py", "A = 1\n");
    const cache = (name: string): string =>
      tree.file(`ho'me 50%/.cache/pycache${tree.at(`src/${name}`)}.cpython-311.pyc`, byTime(source, 3495));
    const [kept, gone] = [cache("a"), cache("gone")];
    const script = `${APART}
printf '# mine\\n5 5 1 1 * /bin/true\\n' | crontab -
pyshed bytecode gc --schedule weekly --yes
crontab -l > "$tree/weekly"
# The same at once: every minute.
{ echo "HOME=$HOME"; sed 's/^17 12 [*] [*] 1 /* * * * * /' "$tree/weekly"; } | crontab -
cron -f & cron=$!
while [ -e "$3" ]; do sleep 0.2; done
kill $cron
crontab "$tree/weekly"
pyshed bytecode gc --schedule off --yes
crontab -l > "$tree/off"
`;
    const { PATH = "", PYTHONPATH: _, ...rest } = tree.environment;
    const environment = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith("XDG_")));
    const words = ["--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", script, "sh", PROGRAM, tree.path, gone];
    await mustRun("unshare", words, { environment: { ...environment, PATH, HOME: home } });
    expect(readFileSync(tree.at("weekly"), "utf8")).toMatch(
      /^# mine\n5 5 1 1 \* \/bin\/true\n# >>> pyshed: .*\n# weekly/,
    );
    expect(readFileSync(tree.at("off"), "utf8")).toBe("# mine\n5 5 1 1 * /bin/true\n");
    expect([existsSync(gone), existsSync(kept)]).toEqual([false, true]);
    expect(existsSync(join(home, ".local/state/pyshed/runs"))).toBe(true);
  });
});
