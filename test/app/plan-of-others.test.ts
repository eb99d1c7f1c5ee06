import { chmodSync, chownSync } from "node:fs";
import { expect, test } from "vitest";
import { loadPlan, savePlan } from "../../src/app/apply.ts";
import { cleanAll, plantProject, workspace } from "./workspace.ts";
import { IS_ROOT } from "../support/expectation.ts";

async function savedPlan() {
  const work = workspace();
  plantProject(work.tree.at("demo"));
  const { plan } = await cleanAll(work, {}, { planOnly: true });
  return { work, plan, file: savePlan(work.host, work.tree.at("plan.json"), plan) };
}

test("a plan file that others may write to is refused", async () => {
  const { work, plan, file } = await savedPlan();
  expect(loadPlan(work.host, file).id).toBe(plan.id);
  chmodSync(file, 0o664);
  expect(loadPlan(work.host, file).id).toBe(plan.id);
  chmodSync(file, 0o666);
  expect(() => loadPlan(work.host, file)).toThrow(
    expect.objectContaining({ code: "plan-of-others", message: `${file} can be written to by others` }),
  );
});

test.runIf(IS_ROOT)("a plan file of somebody else's is refused (as root)", async () => {
  const { work, plan, file } = await savedPlan();
  chownSync(file, 65534, 65534);
  expect(() => loadPlan(work.host, file)).toThrow(expect.objectContaining({ code: "plan-of-others" }));
  // Root acts for the user who called sudo, so that one's plan is its own.
  const environment = { ...work.host.environment, SUDO_UID: "65534" };
  expect(loadPlan({ ...work.host, environment }, file).id).toBe(plan.id);
});
