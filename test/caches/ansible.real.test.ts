import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { mustRun } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { tool } from "../support/tools.ts";
import { hostIn, makeOld } from "../support/trees.ts";
import { theCache } from "./store-place.ts";

/** A process and all that it started, the youngest first. */
function familyOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  return [...children.flatMap(familyOf), pid];
}

test.runIf(process.platform === "linux")(
  "what a killed run of ansible leaves goes once it is old, never while one is at work, and a new run makes its own",
  async () => {
    const tree = temporaryTree();
    const place = join(tree.home, ".ansible/tmp");
    // It takes the home for the task's directory from the user database: told, it stays in the tree.
    const environment = { ...tree.environment, ANSIBLE_REMOTE_TEMP: place, ANSIBLE_LOCALHOST_WARNING: "false" };
    const options = { cwd: tree.path, environment };
    const playbook = (name: string, shell: string): string => {
      const play = { hosts: "localhost", connection: "local", gather_facts: false, tasks: [{ shell }] };
      return tree.file(name, JSON.stringify([play]));
    };
    const long = playbook("long.yml", "exec sleep 600");
    const run = spawn(tool("ansible-playbook"), [long], { cwd: tree.path, env: environment, stdio: "ignore" });
    const ended = once(run, "exit");
    // Whoever is killed first cannot tidy up.
    const kill = (): void => {
      for (const pid of run.exitCode === null && run.signalCode === null ? familyOf(run.pid!).toReversed() : [])
        process.kill(pid, "SIGKILL");
    };
    onTestFinished(kill);
    const isAtWork = (): boolean =>
      familyOf(run.pid!).some((pid) => readFileSync(`/proc/${pid}/comm`, "utf8") === "sleep\n");
    await vi.waitFor(() => expect(isAtWork()).toBe(true), 60_000);
    const kinds = (): string[] =>
      readdirSync(place)
        .map((name) => /^ansible-[a-z]+/.exec(name)![0])
        .toSorted();
    expect(kinds()).toEqual(["ansible-local", "ansible-tmp"]);

    const host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
    const found = () => theCache(host, "ansible-tmp");
    expect([found().path, found().isCurrent]).toEqual([place, true]);
    expect(found().obstacles.join()).toMatch(/is of the last day, and a run may still need it$/);
    const request = { names: ["ansible-tmp"], chosen: null, named: [], permanent: true };
    const clean = () => cleanCaches(host, request, { confirm: () => Promise.resolve(true), isMeasured: false });
    makeOld(place);
    expect(found().obstacles).toEqual([]);
    const { left, report } = await clean();
    expect([report, left.flatMap(({ reasons }) => reasons).join()]).toEqual([null, expect.stringContaining("at work")]);
    kill();
    await ended;

    expect(kinds()).toEqual(["ansible-local", "ansible-tmp"]);
    expect(new Set((await clean()).report?.outcomes.map(({ result }) => result))).toEqual(new Set(["done"]));
    expect(readdirSync(place)).toEqual([]);
    expect(await mustRun(tool("ansible-playbook"), [playbook("short.yml", "true")], options)).toContain("ok=1");
    expect([existsSync(place), readdirSync(place)]).toEqual([true, []]);
  },
);
