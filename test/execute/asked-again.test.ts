import { expect, test } from "vitest";
import { applyPlan } from "../../src/execute/apply.ts";
import { artifacts } from "../../src/catalog/index.ts";
import { trashFor } from "../../src/execute/trash/trash-for.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Plan } from "../../src/model/plan.ts";
import { plant } from "../support/trees.ts";
import { workspace } from "../app/workspace.ts";
import { planOf } from "./small-plan.ts";

const MIB = 1024 * 1024;

/** Which steps were asked about, each time, when carrying out caches that are said to have so many bytes. */
async function asked(sizes: readonly number[], perItemMs: number): Promise<string[]> {
  const { host, root, tree } = workspace();
  const places = sizes.map((_, index) => {
    const path = tree.at(`p${index}/.mypy_cache`) as AbsolutePath;
    plant(path, { "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n", "3.11/a.data.json": "{}" });
    return { artifact: "mypy-cache", path };
  });
  const made = planOf(host, root, "delete", places);
  const steps = made.steps.map((step, index) => ({ ...step, bytes: { ...step.bytes, allocated: sizes[index]! } }));
  const plan: Plan = { ...made, steps };
  const times: string[] = [];
  let now = Date.now();
  const request = {
    plan,
    artifactOf: (id: string) => artifacts.find((artifact) => artifact.id === id),
    objections: async (waiting: readonly { readonly id: string }[]) => {
      times.push(waiting.map(({ id }) => id).join(" "));
      return new Map<string, string>();
    },
    pinsOf: () => null,
  };
  const slow = { ...host, now: () => now };
  const { outcomes } = await applyPlan(slow, trashFor(host), request, {
    isMeasured: false,
    onEvent: ({ type }) => type === "outcome" && (now += perItemMs),
  });
  expect(outcomes.map(({ result }) => result)).toEqual(sizes.map(() => "done"));
  return times;
}

test("small things are asked about once", async () => {
  expect(await asked([1, 1, 1], 10)).toEqual(["1 2 3"]);
});

test("big things that take long are asked about again, and only those whose turn is near", async () => {
  const big = 600 * MIB;
  expect(await asked([big, big, big], 4000)).toEqual(["1", "2", "3"]);
  expect(await asked([400 * MIB, 400 * MIB, 400 * MIB], 10)).toEqual(["1 2", "3"]);
  expect(await asked([400 * MIB, 400 * MIB, 400 * MIB], 4000)).toEqual(["1 2", "2 3", "3"]);
});

test("many things of middle size don't share answers that are old by their turn", async () => {
  const sizes = Array.from({ length: 6 }, () => 30 * MIB);
  expect(await asked(sizes, 2000)).toEqual(["1 2 3 4 5 6", "3 4 5 6", "5 6"]);
});
