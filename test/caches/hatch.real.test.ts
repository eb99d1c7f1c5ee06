import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { surveyCaches } from "../../src/app/caches.ts";
import { mustRun } from "../support/run.ts";
import { snapshot } from "../support/snapshot.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { tool } from "../support/tools.ts";
import { hostIn } from "../support/trees.ts";
import { theCache } from "./store-place.ts";

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const request = { names: ["hatch"], chosen: null, named: [], permanent: true };

test("licence texts go, the names of users and the environments stay, and hatch makes a project again", async () => {
  const tree = temporaryTree();
  const environment = { ...tree.environment, PATH: `${dirname(tool("hatch"))}:${tree.environment["PATH"]}` };
  const host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
  const make = (name: string, settings: Readonly<Record<string, string>> = {}) =>
    mustRun(tool("hatch"), ["--no-interactive", "new", name], {
      cwd: tree.path,
      environment: { ...environment, ...settings },
    });
  const cache = join(tree.home, ".cache/hatch");
  // hatch fetches the text from the network when it is not there.
  mkdirSync(join(cache, "licenses"), { recursive: true });
  writeFileSync(join(cache, "licenses/MIT.txt"), "the text of a licence\n");
  await make("one");
  expect(readFileSync(tree.at("one/LICENSE.txt"), "utf8")).toBe("the text of a licence\n");
  const published = join(cache, "publish/index/previous_working_users.json");
  await mustRun("mkdir", ["-p", dirname(published), join(tree.home, ".local/share/hatch/env")], { environment: {} });
  await mustRun("cp", [tree.file("users.json", '{"https://upload.example": ["me"]}'), published], { environment: {} });
  const data = snapshot(join(tree.home, ".local/share/hatch"));
  const before = theCache(host, "hatch");
  expect([before.path, before.obstacles]).toEqual([cache, []]);
  expect(before.parts.map(({ id, safety, removable }) => [id, safety, removable.frees > 0])).toEqual([
    ["licenses", "safe", true],
    ["publish", "data", false],
  ]);
  const result = await cleanCaches(host, request, yes);
  expect(result.report?.outcomes.map(({ act, result: what, path }) => [act, what, path])).toEqual([
    ["delete", "done", join(cache, "licenses")],
  ]);
  expect(existsSync(join(cache, "licenses"))).toBe(false);
  expect(readFileSync(published, "utf8")).toContain("me");
  expect(snapshot(join(tree.home, ".local/share/hatch"))).toEqual(data);
  await make("two", { HATCH_CONFIG: tree.file("hatch.toml", "[template.licenses]\ndefault = []\n") });
  expect(existsSync(tree.at("two/pyproject.toml"))).toBe(true);
});

test("a project with a directory `publish` is no cache of hatch", () => {
  const tree = temporaryTree();
  tree.file("look-alike/publish/site/index.html", "mine");
  const host = {
    ...hostIn(tree.home, { ...tree.environment, HATCH_CACHE_DIR: tree.at("look-alike") }),
    currentDirectory: tree.path,
  };
  const { caches, problems } = surveyCaches(host, ["hatch"]).list;
  expect(caches).toEqual([]);
  expect(problems).toMatchObject([{ path: tree.at("look-alike"), code: "EINVAL" }]);
});
