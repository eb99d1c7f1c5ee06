import { expect, test } from "vitest";
import { conda } from "../../src/caches/conda.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";
import { cacheAt, located, lookAt, placeOf } from "./look-at.ts";

const conda26 = { program: "/opt/conda/bin/conda" as AbsolutePath, version: "26.7.1" };

test("it is looked for in the usual installations of each system", () => {
  const there = ["/home/me/miniforge3/pkgs", "/home/me/.conda/pkgs", "/opt/conda/pkgs"];
  expect(located("conda", "linux", {}, there)).toEqual([
    "/home/me/miniforge3/pkgs",
    "/opt/conda/pkgs",
    "/home/me/.conda/pkgs",
  ]);
  expect(located("conda", "linux", {}, [])).toEqual([]);
  expect(located("conda", "linux", { CONDA_EXE: "/srv/conda/bin/conda" }, ["/srv/conda/pkgs"])).toEqual([
    "/srv/conda/pkgs",
  ]);
  expect(located("conda", "linux", { MAMBA_ROOT_PREFIX: "/m", CONDA_PKGS_DIRS: "" }, ["/m/pkgs"])).toEqual(["/m/pkgs"]);
  expect(located("conda", "linux", { CONDA_PKGS_DIRS: "~/pkgs" })).toEqual(["/home/me/pkgs"]);
  expect(
    located("conda", "darwin", {}, ["/opt/homebrew/Caskroom/miniforge/base/pkgs", "/Users/me/opt/anaconda3/pkgs"]),
  ).toEqual(["/Users/me/opt/anaconda3/pkgs", "/opt/homebrew/Caskroom/miniforge/base/pkgs"]);
  const windows = { LOCALAPPDATA: "C:\\Users\\me\\AppData\\Local", ProgramData: "C:\\ProgramData" };
  expect(
    located("conda", "win32", windows, [
      "C:/Users/me/AppData/Local/conda/conda/pkgs",
      "C:/ProgramData/miniconda3/pkgs",
      "C:/Users/me/miniconda3/pkgs",
    ]),
  ).toEqual([
    "C:/Users/me/miniconda3/pkgs",
    "C:/ProgramData/miniconda3/pkgs",
    "C:/Users/me/AppData/Local/conda/conda/pkgs",
  ]);
});

test("packages without urls.txt beside them are not believed", () => {
  const tree = temporaryTree();
  tree.file("pkgs/numpy-2.0-0/info/index.json", "{}");
  expect(lookAt("conda", tree.at("pkgs"))).toBe("the test names it, but nothing in it is known to be conda's");
  tree.file("pkgs/urls.txt");
  tree.file("pkgs/my notes/info.txt");
  expect(cacheAt("conda", tree.at("pkgs")).obstacles).toEqual(["it holds what is not known to be conda's: my notes"]);
});

test("a directory that is no package, and a package that is a link, do not go", () => {
  const tree = temporaryTree();
  tree.file("pkgs/urls.txt");
  tree.file("pkgs/half-1.0-0/lib/x");
  tree.file("pkgs/whole-1.0-0/info/index.json", "{}");
  const { goes } = conda.judge!(placeOf(tree.at("pkgs"), hostIn(tree.home)));
  expect(goes).toEqual([tree.at("pkgs/whole-1.0-0")]);
});

test("an environment that cannot be read is in the way", () => {
  const tree = temporaryTree();
  tree.file("root/pkgs/urls.txt");
  // A register that cannot be read as a file.
  tree.file("root/pkgs/a-1.0-0/info/index.json", "{}");
  const home = tree.at("home") as AbsolutePath;
  tree.directory("home/.conda/environments.txt");
  expect(cacheAt("conda", tree.at("root/pkgs"), hostIn(home)).obstacles).toEqual([
    `${tree.at("home/.conda/environments.txt")} could not be read, and environments there may be made of links into it`,
  ]);
});

test("conda must not clean one store when its files name another", async () => {
  const tree = temporaryTree();
  tree.file("root/pkgs/urls.txt");
  const ask = () => conda.whyNotOwner!(placeOf(tree.at("root/pkgs"), hostIn(tree.path)), conda26);
  expect(await ask()).toBe(null);
  const file = tree.file(".condarc", `channels:\n  - conda-forge\npkgs_dirs:\n  - ${tree.at("root/pkgs")}\n`);
  expect(await ask()).toBe(null);
  tree.file(".condarc", `pkgs_dirs: ["${tree.at("root/pkgs")}", '~/shared/pkgs'] # two\n`);
  expect(await ask()).toBe(`conda would clean ${tree.at("shared/pkgs")} as well, which ${file} names`);
  tree.file(".condarc", "pkgs_dirs: !include other.yml\n");
  expect(await ask()).toBe(`conda would clean stores as well, which ${file} names`);
});

test("our own step knows only what conda makes", () => {
  const tree = temporaryTree();
  const why = (name: string) => conda.whyNotUnderstood!(tree.at(name));
  tree.file("pkgs/cache/497deca9.json", "{}");
  tree.file("pkgs/cache/497deca9.info.json", "{}");
  tree.file("pkgs/a-1.0-0.conda", "x");
  expect([why("pkgs/cache"), why("pkgs/a-1.0-0.conda")]).toEqual([null, null]);
  const mine = tree.file("pkgs/cache/thesis.json", "{}");
  tree.file("pkgs/b-1.0-0.conda/x");
  expect([why("pkgs/cache"), why("pkgs/b-1.0-0.conda")]).toEqual([
    `${mine} is nothing that conda makes`,
    `${tree.at("pkgs/b-1.0-0.conda")} is no file`,
  ]);
});
