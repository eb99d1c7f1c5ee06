import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { expect, test } from "vitest";
import { findDuplicates } from "../../src/app/duplicates.ts";
import { mount } from "../support/mount.ts";
import { inodeAt, inSite, plantStated } from "../support/stated-environment.ts";
import { dedupe } from "../../src/app/dedupe.ts";
import { dedupeRequest, leftOf } from "./dedupe-workspace.ts";
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

test.runIf(isRoot)("of two ways to an environment the one is taken where most can be linked", async () => {
  const work = workspace();
  for (const name of ["a", "b"]) plantStated(work.tree.at(`${name}/.venv`), FILES);
  // Met before the others.
  const again = work.tree.at("0-again");
  mkdirSync(again);
  mount(["--bind", work.tree.path], again);
  for (const options of ["remount,bind,rw", "remount,bind,ro"]) {
    execFileSync("mount", ["-o", options, again]);
    const request = dedupeRequest(work.root, { roots: [again, work.root] });
    const { duplicates } = await findDuplicates(work.host, request);
    expect(duplicates.environments.map(({ path }) => path)).toEqual(
      ["a", "b"].map((one) => work.tree.at(`${one}/.venv`)),
    );
    expect(duplicates.totals).toMatchObject({ environments: 2, gain: 12_288, links: 1 });
  }
});

test.runIf(isRoot).each(["0-read-only", "z-read-only"])(
  "what is mounted read-only at %s stops nothing else",
  async (at) => {
    const work = workspace();
    for (const name of ["m/a", "m/b", "other/c"]) plantStated(work.tree.at(`${name}/.venv`), FILES);
    const readOnly = work.tree.at(at);
    mkdirSync(readOnly);
    mount(["--bind", work.tree.at("other")], readOnly);
    execFileSync("mount", ["-o", "remount,bind,ro", readOnly]);
    for (const roots of [
      [work.tree.at("m"), readOnly],
      [readOnly, work.tree.at("m")],
    ]) {
      const { duplicates } = await findDuplicates(work.host, dedupeRequest(work.root, { roots }));
      expect(duplicates.totals).toMatchObject({ environments: 3, gain: 12_288, links: 1 });
      expect(duplicates.fileSystems.map(({ means }) => means)).toEqual(
        expect.arrayContaining([null, expect.anything()]),
      );
    }
    const request = dedupeRequest(work.root, { roots: [work.tree.at("m"), readOnly] });
    const result = await dedupe(work.host, request, { confirm: async () => true, isMeasured: false });
    expect([result.left, leftOf(result)]).toEqual([[], []]);
    const [a, b, c] = ["m/a", "m/b", "other/c"].map((name) =>
      inodeAt(inSite(work.tree.at(`${name}/.venv`), "demo/a.py")),
    );
    expect([a === b, a === c]).toEqual([true, false]);
  },
);

test.runIf(isRoot)(
  "no hard link leads to another mount of the same filesystem: what lies there is linked there",
  async () => {
    const work = workspace();
    for (const name of ["m/a", "m/b", "other/c", "other/d"]) plantStated(work.tree.at(`${name}/.venv`), FILES);
    const elsewhere = work.tree.at("elsewhere");
    mkdirSync(elsewhere);
    mount(["--bind", work.tree.at("other")], elsewhere);
    const request = dedupeRequest(work.root, { roots: [work.tree.at("m"), elsewhere] });
    const result = await dedupe(work.host, request, { confirm: async () => true, isMeasured: false });
    expect(leftOf(result)).toEqual([]);
    expect(result.duplicates.totals).toMatchObject({ same: 3 * 12_288, gain: 2 * 12_288, links: 2 });
    const again = await findDuplicates(work.host, request);
    expect(again.duplicates.totals).toMatchObject({ same: 3 * 12_288, shared: 2 * 12_288, gain: 0, links: 0 });
  },
);
