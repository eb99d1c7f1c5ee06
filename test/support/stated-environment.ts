import { createHash } from "node:crypto";
import { statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { plant } from "./trees.ts";

export const SITE = "lib/python3.11/site-packages";

export interface StatedPackage {
  readonly name?: string;
  readonly version?: string;
  /** Written into RECORD instead of the real hash's content, by file. */
  readonly lies?: Readonly<Record<string, string>>;
  /** Lines that RECORD has on top. */
  readonly more?: string;
  readonly directUrl?: string;
}

/** An environment with one package whose RECORD states hash and size of every file, as pip writes it. */
export function plantStated(
  directory: string,
  files: Readonly<Record<string, string>>,
  { name = "demo", version = "1.0", lies = {}, more = "", directUrl }: StatedPackage = {},
): void {
  const info = `${SITE}/${name}-${version}.dist-info`;
  plant(directory, {
    "pyvenv.cfg": "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.7\n",
    "bin/python": "#!/bin/sh\n",
    ...Object.fromEntries(Object.entries(files).map(([file, content]) => [`${SITE}/${file}`, content])),
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${info}/RECORD`]: recordOf(files, lies) + more,
    ...(directUrl === undefined ? {} : { [`${info}/direct_url.json`]: directUrl }),
  });
}

export function recordOf(files: Readonly<Record<string, string>>, lies: Readonly<Record<string, string>> = {}): string {
  return Object.entries(files)
    .map(([file, content]) => `${file},sha256=${hashOf(lies[file] ?? content)},${Buffer.byteLength(content)}\n`)
    .join("");
}

export function hashOf(content: string): string {
  return createHash("sha256").update(content).digest("base64url");
}

/** A path below site-packages. */
export function inSite(directory: string, file: string): string {
  return join(directory, SITE, file);
}

export function inodeAt(path: string): number {
  return statSync(path).ino;
}

/** What was done to the files up to now was done before they were installed, and is no change. */
export function listNow(directory: string): void {
  const now = new Date();
  utimesSync(inSite(directory, "demo-1.0.dist-info/RECORD"), now, now);
}

/** Seconds since the epoch, for access and modification. */
export function setTime(path: string, seconds: number): void {
  utimesSync(path, seconds, seconds);
}
