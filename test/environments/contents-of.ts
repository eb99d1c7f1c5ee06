import { lstatSync, readdirSync } from "node:fs";
import { openContents, type EnvironmentContents } from "../../src/environments/contents.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { decode, encode, toNative } from "../../src/system/files.ts";

/** Walks a real environment as the scan does: directories in no particular order, every other entry as a file. */
export function contentsOf(
  path: AbsolutePath,
  kind: "python-environment" | "conda-environment" = "python-environment",
): EnvironmentContents {
  const reader = openContents(path, kind);
  const waiting = [""];
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    reader.enter(directory);
    const names = readdirSync(toNative(`${path}/${directory}`), { encoding: "buffer" }).map(decode);
    for (const name of names) {
      const below = directory === "" ? name : `${directory}/${name}`;
      const stats = lstatSync(toNative(`${path}/${below}`));
      if (stats.isDirectory()) waiting.push(below);
      else reader.file({ name, bytes: encode(`${name}\0`), start: 0, modified: stats.mtimeMs }, stats.blocks * 512);
    }
  }
  return reader.finish();
}

/** Files of a distribution that pip could have installed, by path below site-packages, with a RECORD of all of them. */
export function distribution(
  name: string,
  version: string,
  files: Readonly<Record<string, string>> = { [`${name}/__init__.py`]: "VALUE = 1\n" },
): Record<string, string> {
  const metadata = `${name}-${version}.dist-info`;
  const all: Record<string, string> = {
    ...files,
    [`${metadata}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n\nText.\n`,
    [`${metadata}/INSTALLER`]: "pip\n",
  };
  const lines = [...Object.keys(all), `${metadata}/RECORD`].map((path) => `${path},,\n`);
  return { ...all, [`${metadata}/RECORD`]: lines.join("") };
}

export const SITE = "lib/python3.11/site-packages";

/** An environment as `python -m venv` leaves it, with files by path below site-packages. */
export function environment(inSite: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    "pyvenv.cfg": "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.7\n",
    "bin/python3.11": "#!/bin/sh\n",
    "bin/activate": "# activate\n",
    ...Object.fromEntries(Object.entries(inSite).map(([path, content]) => [`${SITE}/${path}`, content])),
  };
}
