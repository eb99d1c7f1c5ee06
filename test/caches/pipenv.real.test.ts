import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { surveyCaches } from "../../src/app/caches.ts";
import { undo } from "../../src/app/undo.ts";
import { pipenv } from "../../src/catalog/stores/pipenv.ts";
import { EVERYTHING } from "../../src/model/cache-selection.ts";
import { openIndex } from "../support/package-index.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { machinePython, tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { contentsOf, theCache } from "./store-place.ts";

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const request = { names: ["pipenv"], chosen: null, named: [], permanent: true };

test("pipenv's cache goes, pip's own and strangers stay, and pipenv installs again", async () => {
  const tree = temporaryTree();
  const index = await openIndex(tree.at("packages"), "pebble-1.0");
  try {
    const environment = {
      ...tree.environment,
      PATH: `${dirname(tool("pipenv"))}:${tree.environment["PATH"]}`,
      PIPENV_NOSPIN: "1",
      PIPENV_VENV_IN_PROJECT: "1",
      PIP_TRUSTED_HOST: index.host,
    };
    const host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
    tree.file(
      "project/Pipfile",
      `[[source]]\nurl = "${index.url}"\nverify_ssl = false\nname = "local"\n[packages]\npebble = "==1.0"\n`,
    );
    const install = () =>
      mustRun(tool("pipenv"), ["install", "--python", machinePython()], { cwd: tree.at("project"), environment });
    await install();
    const cache = join(tree.home, ".cache/pipenv");
    expect(contentsOf(host, "pipenv").entries.map(({ package: name, version }) => [name, version])).toContainEqual([
      "pebble",
      "1.0",
    ]);
    expect(theCache(host, "pipenv")).toMatchObject({ path: cache, obstacles: [], command: null, safety: "low" });

    const told = (): (string | null)[] =>
      contentsOf(host, "pipenv").entries.map((entry) => entry.package ?? entry.kind);
    // An index that answers in JSON leaves this; the one here does not.
    mkdirSync(join(cache, "pipenv-manifests/manifests-v3/0a1b"), { recursive: true });
    writeFileSync(join(cache, "pipenv-manifests/manifests-v3/0a1b/pebble.json"), "{}");
    expect(told()).toContain("manifests");
    const some = { ...request, permanent: false, selection: { ...EVERYTHING, packages: ["peb*"] } };
    const chosen = await cleanCaches(host, some, yes);
    expect(new Set(chosen.report?.outcomes.map(({ act, result }) => `${act} ${result}`))).toEqual(
      new Set(["trash done"]),
    );
    expect(told()).not.toContain("pebble");
    await undo(host, null);
    expect(told()).toContain("pebble");
    const whole = { ...some, selection: { ...EVERYTHING, kinds: ["manifests"] } };
    writeFileSync(join(cache, "pipenv-manifests/notes.txt"), "mine");
    expect((await cleanCaches(host, whole, yes)).left[0]?.reasons.join()).toMatch(
      /notes\.txt is nothing that pipenv makes/,
    );
    await mustRun("rm", [join(cache, "pipenv-manifests/notes.txt")], { environment: {} });
    await cleanCaches(host, whole, yes);
    expect(told()).not.toContain("manifests");

    tree.file("look-alike/http-v2/notes.txt", "mine");
    const wrong = { ...host, environment: { ...host.environment, PIPENV_CACHE_DIR: tree.at("look-alike") } };
    expect(surveyCaches(wrong, ["pipenv"]).list.problems).toMatchObject([
      { path: tree.at("look-alike"), code: "EINVAL" },
    ]);

    writeFileSync(join(cache, "http-v2/notes.txt"), "mine");
    await cleanCaches(host, request, yes);
    expect(existsSync(join(cache, "http-v2/notes.txt"))).toBe(true);
    await mustRun("rm", [join(cache, "http-v2/notes.txt")], { environment: {} });

    writeFileSync(join(mustExist(join(tree.home, ".cache/pip")), "kept"), "pip's own");
    const pips = snapshot(join(tree.home, ".cache/pip"));
    const result = await cleanCaches(host, request, yes);
    expect(result.report?.outcomes.map(({ act, result: what, path }) => [act, what, path])).toContainEqual([
      "delete",
      "done",
      join(cache, "http-v2"),
    ]);
    expect(existsSync(join(cache, "http-v2"))).toBe(false);
    expect(snapshot(join(tree.home, ".cache/pip"))).toEqual(pips);
    await mustRun("rm", ["-rf", tree.at("project/.venv")], { environment: {} });
    await install();
    expect(existsSync(join(cache, "http-v2"))).toBe(true);
  } finally {
    index.close();
  }
});

/** Makes the directory when no pip has made it. */
function mustExist(directory: string): string {
  if (!existsSync(directory)) mkdirSync(directory, { recursive: true });
  return directory;
}

test("its own command is never used: it removes pip's cache as well", () => {
  expect(pipenv.owner).toBeNull();
});
