import { resolve } from "node:path";
import type { AbsolutePath } from "../model/path.ts";
import type { Plan } from "../model/plan.ts";
import { Refusal } from "../model/refusal.ts";
import type { RunReport } from "../model/run.ts";
import type { RunOptions } from "../execute/run.ts";
import { trashFor } from "../execute/trash/trash-for.ts";
import { decodePlan, encodePlan } from "../plan/plan-file.ts";
import { userBehind } from "../system/caller.ts";
import { codeOf, read, statusOrNothing } from "../system/files.ts";
import type { Host } from "../system/host.ts";
import { machineOf } from "../system/machine.ts";
import { writeNamedFile } from "../system/own-files.ts";
import { carryOut } from "./carry-out.ts";
import { differencesFrom } from "./differences.ts";
import { survey } from "./scan.ts";

const LONGEST_PLAN = 1024 * 1024 * 1024;

/** Writes a plan to a file that the user named. Replaces an older plan and nothing else: throws `plan-file-taken`. */
export function savePlan(host: Host, written: string, plan: Plan): AbsolutePath {
  const path = resolve(host.currentDirectory, written) as AbsolutePath;
  const there = statusOrNothing(path);
  if (there?.kind === "file" && there.size > 0 && !isPlanFile(path)) {
    throw new Refusal("plan-file-taken", `${path} is there already and is no plan`, "name another file");
  }
  writeNamedFile(path, encodePlan(plan));
  return path;
}

function isPlanFile(path: AbsolutePath): boolean {
  try {
    return /^\s*\{\s*"schema":\s*"pyshed\.plan\//.test(read(path, 256).toString("utf8"));
  } catch {
    // What can't be read is not replaced.
    return false;
  }
}

/** What a plan file holds, for another place than a file. */
export function planText(plan: Plan): string {
  return encodePlan(plan);
}

/** Reads a plan file. Throws `Refusal` with one of the `plan-` codes. */
export function loadPlan(host: Host, written: string): Plan {
  const path = resolve(host.currentDirectory, written) as AbsolutePath;
  refuseOfOthers(host, path);
  let text: string;
  try {
    text = read(path, LONGEST_PLAN).toString("utf8");
  } catch (cause) {
    throw new Refusal("plan-unreadable", `${path} cannot be read (${codeOf(cause)})`, null, { cause });
  }
  const decoded = decodePlan(text, machineOf(host));
  if (!decoded.ok) throw new Refusal(decoded.code, decoded.message, decoded.hint);
  return decoded.plan;
}

/** Whoever can write to a plan chooses what goes, and how closely git is listened to. */
function refuseOfOthers(host: Host, path: AbsolutePath): void {
  const there = statusOrNothing(path);
  if (there?.kind !== "file" || host.userId < 0) return;
  const hint = "make a plan of your own with `pyshed clean --plan FILE`";
  if (![host.userId, 0, userBehind(host)].includes(there.owner)) {
    throw new Refusal("plan-of-others", `${path} belongs to user ${there.owner}`, hint);
  }
  if ((there.mode & 0o002) !== 0) throw new Refusal("plan-of-others", `${path} can be written to by others`, hint);
}

/**
 * Carries out a plan that was made earlier. Everything in it is looked at again first, as a scan would: what is not
 * found any more as the plan has it, what has become less safe, what something has come to need, and what cannot be read
 * is left with its reason.
 */
export async function apply(host: Host, plan: Plan, options: RunOptions = {}): Promise<RunReport> {
  // Single bytecode files are found by nobody's scan: they are judged again one by one, right before they go.
  const against = plan.bytecode ? new Map<string, string>() : await differencesFrom(host, plan.steps);
  const { reliances } = await survey(host, {
    roots: plan.roots,
    depth: null,
    oneFileSystem: true,
    only: [],
    exclude: [],
    idleDays: null,
  });
  return carryOut(host, trashFor(host), plan, options, { against, reliances });
}
