import type { Artifact } from "../model/artifact.ts";
import { amongInstalledPackages, manifestBeside } from "./manifests.ts";

export const build: Artifact = {
  id: "build",
  tool: "setuptools",
  title: "build directory",
  kind: "directory",
  recognise: { names: ["build"] },
  proof: {
    all: [
      manifestBeside,
      { not: amongInstalledPackages },
      {
        only: /^(lib(\.[\w.-]+)?|(bdist|temp)\.[\w.-]+|scripts-\d[\w.]*)$/,
        type: "directory",
        seen: "lib*, bdist.*, temp.* and scripts-*",
      },
      {
        any: [
          { some: /^(lib|bdist|temp)\.[\w.]+-/, seen: "directory named after a platform" },
          { entry: "lib/*/__init__.py", type: "file", seen: "copy of a package in lib" },
          { entry: "lib/*.py", type: "file", seen: "copy of a module in lib" },
        ],
      },
    ],
  },
  safety: "low",
  grades: [
    {
      safety: "medium",
      when: { not: { some: /^(lib|bdist|temp)\.[\w.]+-/, seen: "directory named after a platform" } },
      because: "it holds nothing but lib, which somebody may have written by hand",
    },
  ],
  restoredBy: "the next build",
  sources: [
    {
      fact: "holds lib or lib.PLATFORM, bdist.PLATFORM, temp.PLATFORM and scripts-VERSION",
      seen: "setuptools 84.2.1 and 44.1.1 on disk",
      checked: "2026-11-21",
    },
    {
      fact: "a wheel of pure Python leaves lib and bdist.PLATFORM; `setup.py build` alone leaves lib only",
      seen: "setuptools 84.2.1 on disk",
      checked: "2026-11-21",
    },
    {
      fact: "a strict editable install lives from build/__editable__.*, so that one is never matched",
      seen: "setuptools 84.2.1, command/editable_wheel.py",
      checked: "2026-11-21",
    },
  ],
};
