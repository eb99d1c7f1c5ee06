import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { createHash } from "node:crypto";
import type { TemporaryTree } from "../support/temporary-tree.ts";
import type { AbsolutePath } from "../../src/model/path.ts";

/** A cache of the hub in the layout that huggingface_hub 2.4 writes. */
export interface Hub {
  readonly path: AbsolutePath;
  /** Adds a revision of files (name to content) to a repository, with the references that point to it. */
  revision(repository: string, commit: string, files: Readonly<Record<string, string>>, refs?: readonly string[]): void;
  /** Moves a blob into the store that repositories share, or links a second one to it. */
  share(repository: string, content: string): AbsolutePath;
  /** A download that broke off long ago. */
  incomplete(repository: string, name: string, bytes: number): AbsolutePath;
}

export const commitOf = (digit: string): string => digit.repeat(40);
/** One block, so that sizes and blocks agree. */
export const block = (letter: string): string => letter.repeat(4096);
export const etagOf = (content: string): string => createHash("sha1").update(content).digest("hex");
const xetHash = (content: string): string => createHash("sha256").update(content).digest("hex");
const LONG_AGO = new Date("2026-01-01T00:00:00Z");

export function hubIn(tree: TemporaryTree, name = "hub"): Hub {
  const path = tree.directory(name);
  writeFileSync(join(path, "CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n");
  mkdirSync(join(path, ".locks"));
  const put = (place: string, content: string): void => {
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content);
  };
  return {
    path,
    revision(repository, commit, files, refs = []) {
      const at = join(path, repository);
      for (const [file, content] of Object.entries(files)) {
        const blob = join(at, "blobs", etagOf(content));
        const place = join(at, "snapshots", commit, file);
        put(blob, content);
        mkdirSync(dirname(place), { recursive: true });
        symlinkSync(relative(dirname(place), blob), place);
      }
      for (const ref of refs) put(join(at, "refs", ref), commit);
    },
    share(repository, content) {
      const hash = xetHash(content);
      const store = join(path, "blobs");
      const file = join(store, hash.slice(0, 2), hash);
      put(join(store, ".huggingface-shared-blobs"), "1\n");
      put(file, content);
      const blob = join(path, repository, "blobs", etagOf(content));
      mkdirSync(dirname(blob), { recursive: true });
      rmSync(blob, { force: true });
      symlinkSync(relative(dirname(blob), file), blob);
      writeFileSync(`${file}.refs`, `${relative(path, blob)}\n`, { flag: "a" });
      return file as AbsolutePath;
    },
    incomplete(repository, file, bytes) {
      const place = join(path, repository, "blobs", `${file}.incomplete`);
      put(place, "x".repeat(bytes));
      utimesSync(place, LONG_AGO, LONG_AGO);
      return place as AbsolutePath;
    },
  };
}
