import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { changeSettings } from "../../src/app/change-settings.ts";
import { clean } from "../../src/app/clean.ts";
import { dedupe } from "../../src/app/dedupe.ts";
import { history } from "../../src/app/history.ts";
import { loadPlan } from "../../src/app/apply.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { planCentral } from "../../src/app/switch-central.ts";
import { purge } from "../../src/app/purge.ts";
import { undo } from "../../src/app/undo.ts";
import type { SettingsChange } from "../../src/model/settings.ts";
import type { RunOptions } from "../../src/execute/run.ts";
import { thisHost } from "../../src/system/host.ts";
import { mutatingCalls, type MutatingCalls } from "../../src/system/mutate/calls.ts";
import { applyUnasked } from "./small-plan.ts";

/**
 * A process of its own that does one thing and kills itself at the `at`th moment where a crash may come: at each named
 * point of a run, and before each system call that changes the disk. Arguments: what, plan file or root, `at`.
 */
const [what, planFile, at] = process.argv.slice(2);
let moments = 0;

function moment(): void {
  moments++;
  if (moments === Number(at)) process.kill(process.pid, "SIGKILL");
}

/** Settings are changed by Node's own calls: a crash may come before each that writes, the journal's included. */
function countNodeCalls(): void {
  for (const name of ["mkdirSync", "writeFileSync", "writeSync", "fsyncSync", "renameSync", "unlinkSync"] as const) {
    const real = fs[name] as (...values: unknown[]) => unknown;
    Object.assign(fs, {
      [name]: (...values: unknown[]) => {
        moment();
        return real(...values);
      },
    });
  }
  syncBuiltinESMExports();
}

let replaced = process.env["REPLACES_BEFORE_EXCHANGE"];

/** As pip does it, between the last look at a file and what is done to it. */
function replaceOnce(): void {
  if (!replaced) return;
  fs.writeFileSync(`${replaced}.new`, "VALUE = 2\n");
  fs.renameSync(`${replaced}.new`, replaced);
  replaced = undefined;
}

const CHANGING = new Set<PropertyKey>([
  "open",
  "unlink",
  "removeDirectory",
  "rename",
  "renameNoReplace",
  "makeDirectory",
  "link",
  "symlink",
  "exchange",
  "syncFileSystem",
  "changeMode",
  "control",
]);
const O_CREAT = 0o100;

function countedCalls(): MutatingCalls {
  return new Proxy(mutatingCalls()!, {
    get(calls, name, receiver) {
      const call: unknown = Reflect.get(calls, name, receiver);
      if (typeof call !== "function" || !CHANGING.has(name)) return call;
      return (...values: number[]): unknown => {
        if (name !== "open" || (values[2]! & O_CREAT) !== 0) moment();
        if (name === "exchange") replaceOnce();
        return Reflect.apply(call, calls, values);
      };
    },
  });
}

async function act(options: RunOptions): Promise<void> {
  const host = thisHost();
  if (what === "undo") await undo(host, null, options);
  else if (what === "purge") await purge(host, { name: null, olderThanMs: null }, options);
  else if (what === "dedupe") {
    const request = { roots: [planFile!], depth: null, oneFileSystem: true, withBytecode: false };
    await dedupe(host, request, { ...options, confirm: async () => true });
  } else if (what === "edit") {
    await changeSettings(host, planCentral(host, true) as SettingsChange, options);
  } else if (what === "move") {
    const request = { roots: [planFile!], depth: null, oneFileSystem: true, only: [], exclude: [], idleDays: null };
    const into = process.env["PYTHONPYCACHEPREFIX"] as AbsolutePath;
    await clean(
      host,
      { ...request, protection: "none", permanent: false, named: [], bytecode: "move", into },
      { permit: async (asked) => asked.map(({ finding }) => finding.id), confirm: async () => true },
      options,
    );
  } else if (what === "apply") {
    await applyUnasked(host, loadPlan(host, planFile!), options);
  } else history(host);
}

if (process.env["COUNTS_NODE_CALLS"]) countNodeCalls();
await act({ isMeasured: false, onPoint: moment, calls: countedCalls() });
process.stdout.write(String(moments));
