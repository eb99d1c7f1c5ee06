import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { mustRun } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { machineProgram } from "../support/tools.ts";
import { diskUsage, hostIn } from "../support/trees.ts";
import { contentsOf, theCache } from "./store-place.ts";

const ccache = machineProgram("ccache");
const compiler = machineProgram("gcc");

test.runIf(ccache && compiler)(
  "(needs ccache and gcc) what ccache keeps goes by its own command, its settings stay, and it keeps it again",
  async () => {
    const tree = temporaryTree();
    const environment = { ...tree.environment };
    const host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
    const source = tree.file("sample.c", "int next(int number) { return number + 1; }\n");
    const run = (...args: string[]): Promise<string> => mustRun(ccache!, args, { cwd: tree.path, environment });
    const place = join(tree.home, ".cache/ccache");
    await run("--dir", place, "--max-size", "1G");
    await run(compiler!, "-c", source, "-o", tree.at("sample.o"));

    const { entries } = contentsOf(host, "ccache");
    expect(entries.map(({ path }) => basename(path).at(-1)).toSorted()).toEqual(["M", "R"]);
    const before = theCache(host, "ccache");
    expect([before.path, before.isCurrent, before.obstacles, before.command]).toEqual([
      place,
      true,
      [],
      "ccache --clear",
    ]);
    expect(before.removable.frees).toBe(entries.reduce((sum, { path }) => sum + diskUsage(path), 0));
    const request = { names: ["ccache"], chosen: null, named: [], permanent: true };
    const { report } = await cleanCaches(host, request, { confirm: () => Promise.resolve(true), isMeasured: false });
    expect(report?.outcomes.map(({ act, result, path }) => [act, result, path])).toEqual([["owner", "done", place]]);
    expect(entries.filter(({ path }) => existsSync(path))).toEqual([]);
    expect(existsSync(join(place, "ccache.conf"))).toBe(true);
    await run(compiler!, "-c", source, "-o", tree.at("again.o"));
    expect(entries.filter(({ path }) => !existsSync(path))).toEqual([]);
  },
);
