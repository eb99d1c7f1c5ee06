import type { ForeignTree } from "../../model/artifact.ts";

/** What the tools of other languages own. */
export const otherLanguages: readonly ForeignTree[] = [
  {
    id: "node-modules",
    title: "packages of Node",
    recognise: { names: ["node_modules"] },
    inside: "findings",
    sources: [
      {
        fact: "packages may carry Python, which leaves bytecode",
        seen: "node-gyp's documentation",
        checked: "2026-11-21",
      },
    ],
  },
  {
    id: "cargo-home",
    title: "cargo's home",
    recognise: { names: [".cargo", "cargo"] },
    proof: {
      all: [
        { entry: "registry", type: "directory" },
        {
          any: [
            { entry: "registry/index", type: "directory" },
            { entry: "registry/cache", type: "directory" },
            { entry: "registry/src", type: "directory" },
          ],
        },
      ],
    },
    inside: "nothing",
    sources: [
      {
        fact: "registry with index, cache and src; git, bin",
        seen: "The Cargo Book: Cargo Home",
        checked: "2026-11-21",
      },
    ],
  },
  {
    id: "rustup",
    title: "Rust's toolchains",
    recognise: { names: [".rustup", "rustup"] },
    proof: { entry: "toolchains", type: "directory" },
    inside: "nothing",
    sources: [{ fact: "toolchains, settings.toml", seen: "The rustup book", checked: "2026-11-21" }],
  },
  {
    id: "cargo-target",
    title: "cargo's build directory",
    recognise: { holdsEntry: ".rustc_info.json" },
    proof: { cachedirTag: true },
    inside: "nothing",
    sources: [
      {
        fact: "CACHEDIR.TAG and .rustc_info.json",
        seen: "cargo's source: compiler/build_context",
        checked: "2026-11-21",
      },
    ],
  },
  {
    id: "go-modules",
    title: "Go's module cache",
    recognise: { names: ["mod"] },
    proof: {
      all: [{ entry: "cache/download", type: "directory" }, { up: { name: /^pkg$/, seen: "pkg" } }],
    },
    inside: "nothing",
    sources: [{ fact: "pkg/mod/cache/download", seen: "Go Modules Reference", checked: "2026-11-21" }],
  },
];
