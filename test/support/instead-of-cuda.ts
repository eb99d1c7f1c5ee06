import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "./run.ts";
import type { TemporaryTree } from "./temporary-tree.ts";

/** CUDA's libraries that torch is linked with, 3 GB, by the symbols that it takes of each. */
const LIBRARIES: Readonly<Record<string, RegExp>> = {
  ...ofVersion("libcublas.so.13", "libcublasLt.so.13", "libcudnn.so.9", "libcufft.so.12", "libcupti.so.13"),
  ...ofVersion("libcusolver.so.12", "libcusparse.so.12", "libnvrtc.so.13"),
  "libnvshmem_host.so.3": /@NVSHMEM$/,
  "libcufile.so.0": /^cuFile\w+$/,
  "libcusparseLt.so.0": /^cusparseLt\w+$/,
  "libnccl.so.2": /^nccl\w+$/,
};

/**
 * Lets the real torch of PyPI start without CUDA's libraries: makes one of each name that has the symbols and nothing
 * behind them. On a machine without such a card torch calls none; if it did, it would crash. Returns where they lie,
 * for `LD_LIBRARY_PATH`.
 */
export async function makeLibrariesInsteadOfCuda(tree: TemporaryTree, torch: string): Promise<string> {
  const { path, environment } = tree;
  const own = join(torch, "lib");
  const files = readdirSync(own).filter((name) => /\.so(\.|$)/.test(name));
  const listed = await mustRun("nm", ["-D", "--undefined-only", ...files], { cwd: own, environment });
  const symbols = [...new Set(listed.split("\n").map((line) => line.trim().split(" ").at(-1)!))];
  for (const [library, isOfIt] of Object.entries(LIBRARIES)) {
    const names = symbols.filter((symbol) => isOfIt.test(symbol)).map((symbol) => symbol.split("@"));
    const version = names[0]?.[1];
    writeFileSync(tree.at("symbols.c"), names.map(([name]) => `int ${name};\n`).join(""));
    writeFileSync(tree.at("versions"), `${version ?? ""} { global: *; };\n`);
    const named = ["-shared", "-fPIC", "-x", "c", `-Wl,-soname,${library}`, "-Wl,--version-script=versions"];
    await mustRun("g++", [...named, "-o", library, "symbols.c"], { cwd: path, environment });
  }
  return path;
}

function ofVersion(...libraries: readonly string[]): Record<string, RegExp> {
  return Object.fromEntries(libraries.map((name) => [name, new RegExp(`@${name.replaceAll(".", String.raw`\.`)}$`)]));
}
