import { chmodSync } from "node:fs";
import { join } from "node:path";
import type { TemporaryTree } from "../support/temporary-tree.ts";

/**
 * Puts programs of the system on the tree's `PATH`: a `crontab` that keeps its text in the file `crontab-text`, as
 * Debian's answers, and a `systemctl` that notes what it is told in `told` and answers as it is meant to.
 */
export function withPrograms(
  tree: TemporaryTree,
  programs: { readonly crontab?: true; readonly systemctl?: "answers" | "is silent" },
): Record<string, string> {
  const kept = tree.at("../crontab-text");
  const put = (name: string, text: string): void => chmodSync(tree.file(`../programs/${name}`, text), 0o755);
  tree.directory("../programs");
  if (programs.crontab) {
    put(
      "crontab",
      `#!/bin/sh
PATH=/usr/bin:/bin
case "$1" in
  -l) cat '${kept}' 2>/dev/null || { echo 'no crontab for me' >&2; exit 1; } ;;
  -r) rm '${kept}' ;;
  -) cat > '${kept}.new' && mv '${kept}.new' '${kept}' ;;
esac
`,
    );
  }
  if (programs.systemctl) {
    const code = programs.systemctl === "answers" ? 0 : 1;
    put("systemctl", `#!/bin/sh\necho "$@" >> '${tree.at("../told")}'\nexit ${code}\n`);
  }
  // Programs that the machine really has must not be found; `node` and `sh` are started by their own paths.
  return { ...tree.environment, PATH: join(tree.path, "../programs"), SHELL: "/bin/bash", LC_ALL: "C.UTF-8" };
}
