import { mkdirSync } from "node:fs";
import { expect, test } from "vitest";
import { findDuplicates } from "../../src/app/duplicates.ts";
import { mount } from "../support/mount.ts";
import { plantStated } from "../support/stated-environment.ts";
import { dedupeRequest } from "./dedupe-workspace.ts";
import { workspace } from "./workspace.ts";

const FILES = { "demo/a.py": "VALUE = 1\n".repeat(1000) };
const isRoot = process.getuid?.() === 0 && process.platform === "linux";

test.runIf(isRoot)("an environment that is mounted elsewhere too is one environment", async () => {
  const work = workspace();
  for (const name of ["a", "b"]) plantStated(work.tree.at(`${name}/.venv`), FILES);
  const again = work.tree.at("again");
  mkdirSync(again);
  mount(["--bind", work.tree.at("a")], again);
  for (const changes of [{ roots: [work.root, again] }, { roots: [work.root], oneFileSystem: false }]) {
    const { duplicates } = await findDuplicates(work.host, dedupeRequest(work.root, changes));
    expect(duplicates.totals).toMatchObject({ environments: 2, same: 12_288, shared: 0, gain: 12_288 });
    expect(duplicates.environments.map(({ path }) => path)).toEqual(
      ["a", "b"].map((one) => work.tree.at(`${one}/.venv`)),
    );
  }
});
