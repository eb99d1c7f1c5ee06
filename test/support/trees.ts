import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Host } from "../../src/system/host.ts";
import { temporaryTree } from "./temporary-tree.ts";

/** An empty directory that is removed when the test ends. */
export function emptyDirectory(): AbsolutePath {
  return temporaryTree().path;
}

/** Writes files by relative path; a value of null makes a directory. */
export function plant(directory: string, files: Readonly<Record<string, string | Buffer | null>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(content === null ? path : dirname(path), { recursive: true });
    if (content !== null) writeFileSync(path, content);
  }
}

/** A host whose home and state lie in a test's own directory. */
export function hostIn(home: AbsolutePath, environment: Readonly<Record<string, string>> = {}): Host {
  return {
    platform: process.platform,
    environment: { PATH: process.env["PATH"], ...environment },
    home,
    currentDirectory: home,
    userId: process.getuid?.() ?? -1,
    processId: process.pid,
    now: Date.now,
  };
}

/** What a directory looks like to `pyshed`: a virtual environment with one package that its RECORD owns. */
export function plantEnvironment(directory: string, version = "3.11"): void {
  const packages = `lib/python${version}/site-packages`;
  plant(directory, {
    "pyvenv.cfg": `home = /usr/bin\ninclude-system-site-packages = false\nversion = ${version}.7\n`,
    "bin/python": "#!/bin/sh\n",
    [`${packages}/demo/__init__.py`]: "VALUE = 1\n",
    [`${packages}/demo-1.0.dist-info/METADATA`]: "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n",
    [`${packages}/demo-1.0.dist-info/INSTALLER`]: "pip\n",
    [`${packages}/demo-1.0.dist-info/RECORD`]:
      "demo/__init__.py,,\ndemo-1.0.dist-info/METADATA,,\ndemo-1.0.dist-info/INSTALLER,,\ndemo-1.0.dist-info/RECORD,,\n",
  });
  chmodSync(join(directory, "bin/python"), 0o755);
}

/** Gives a place, and everything in it, the times of 1970. */
export function makeOld(path: string): void {
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) makeOld(join(path, name));
  utimesSync(path, 0, 0);
}

/** Bytes on disk as `du` counts them: every inode once, directories included. */
export function diskUsage(path: string): number {
  return Number(execFileSync("du", ["-s", "--block-size=1", path], { encoding: "utf8" }).split("\t")[0]);
}
