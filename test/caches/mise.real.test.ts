import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { diskUsage, hostIn } from "../support/trees.ts";
import { contentsOf, theCache } from "./store-place.ts";

const MISE = "@jdxcode/mise-linux-x64@2026.9.15";

/** Stands for python-build, which would compile for minutes: what it says and makes is as little as mise asks for. */
const PYTHON_BUILD = `#!/bin/sh
if [ "$1" = --definitions ]; then echo 3.99.0; exit; fi
for prefix; do :; done
mkdir -p "$prefix/bin" && printf '#!/bin/sh\\necho Python 3.99.0\\n' > "$prefix/bin/python" && chmod +x "$prefix/bin/python"
`;

test.runIf(process.platform === "linux" && process.arch === "x64")(
  "what mise knows of Python goes by its own command, the interpreters stay, and it asks again",
  async () => {
    const tree = temporaryTree();
    await mustRun("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", tree.directory("npm"), MISE], {
      cwd: tree.path,
      environment: tree.environment,
    });
    const mise = tree.at("npm/node_modules/@jdxcode/mise-linux-x64/bin/mise");
    tree.file("recipes/plugins/python-build/bin/python-build", PYTHON_BUILD);
    const environment = {
      ...tree.environment,
      PATH: `${dirname(mise)}:${tree.environment["PATH"]}`,
      MISE_PYTHON_COMPILE: "1",
      MISE_PYENV_REPO: `file://${tree.at("recipes")}`,
      MISE_USE_VERSIONS_HOST: "0",
    };
    const script =
      "chmod +x plugins/python-build/bin/python-build && git init -q && git add -A && git commit -qm recipes";
    await mustRun("/bin/sh", ["-c", script], { cwd: tree.at("recipes"), environment });
    const run = (...args: string[]): Promise<string> => mustRun(mise, args, { cwd: tree.path, environment });
    await run("install", "python@3.99.0");

    const host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
    const installs = join(tree.home, ".local/share/mise/installs/python");
    const shown = theCache(host, "mise");
    expect([shown.path, shown.isCurrent, shown.safety]).toEqual([installs, true, "data"]);
    expect(contentsOf(host, "mise").entries.map(({ name }) => name)).toEqual(["3.99.0"]);
    const place = join(tree.home, ".cache/mise/python");
    const before = theCache(host, "mise-cache");
    expect([before.path, before.isCurrent, before.obstacles]).toEqual([place, true, []]);
    expect(before.removable.frees).toBe(diskUsage(place) - diskUsage(tree.directory("empty")));
    const interpreters = snapshot(installs);
    const beside = readdirSync(dirname(place)).filter((name) => name !== "python");
    const request = { names: ["mise-cache", "mise"], chosen: null, named: [], permanent: true };
    const { report } = await cleanCaches(host, request, { confirm: () => Promise.resolve(true), isMeasured: false });
    expect(report?.outcomes.map(({ act, result, path }) => [act, result, path])).toEqual([["owner", "done", place]]);
    expect([existsSync(place), readdirSync(dirname(place))]).toEqual([false, expect.arrayContaining(beside)]);
    expect(snapshot(installs)).toEqual(interpreters);
    expect(await run("ls-remote", "python")).toBe("3.99.0\n");
    expect(readdirSync(place).join()).toContain("remote_versions-");
  },
);
