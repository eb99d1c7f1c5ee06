import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { mustRun } from "./run.ts";
import { machinePython } from "./tools.ts";

/** A package index on this machine whose answers may be kept for ever: what pip needs to fill its cache. */
export interface PackageIndex {
  /** For `PIP_INDEX_URL` and `UV_INDEX_URL`. */
  readonly url: string;
  /** For `PIP_TRUSTED_HOST`: pip caches nothing that comes by plain HTTP from a host that it was not told to trust. */
  readonly host: string;
  /** Makes a wheel anew, so that the same name and version has other contents. */
  remake(wheel: string): Promise<void>;
  close(): void;
}

/** Serves wheels `NAME-VERSION` or `NAME-VERSION:BYTES`, which it makes, and the source package `gravel` 3.1. */
export function openIndex(directory: string, ...wheels: readonly string[]): Promise<PackageIndex> {
  return serve(directory, wheels, { "Cache-Control": "max-age=31536000, immutable" });
}

/** The same with answers that are kept, but asked for again by `uv --refresh`. */
export function openChangingIndex(directory: string, ...wheels: readonly string[]): Promise<PackageIndex> {
  return serve(directory, wheels, { "Cache-Control": "max-age=600" });
}

async function serve(
  directory: string,
  wheels: readonly string[],
  caching: Readonly<Record<string, string>>,
): Promise<PackageIndex> {
  mkdirSync(directory, { recursive: true });
  const make = async (...names: readonly string[]): Promise<void> => {
    await mustRun(machinePython(), [join(import.meta.dirname, "make-packages.py"), directory, ...names], {
      environment: {},
    });
  };
  await make(...wheels);
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? "").split("?")[0]!);
    const project = /^\/simple\/([^/]+)\/$/.exec(path)?.[1];
    if (project !== undefined) {
      const files = readdirSync(directory).filter((name) => name.startsWith(`${project}-`));
      response.writeHead(200, { ...caching, ETag: '"1"', "Content-Type": "text/html" });
      const links = files.map((name) => `<a href="/files/${name}">${name}</a>`);
      response.end(`<!DOCTYPE html><title>Links for ${project}</title>\n${links.join("\n")}`);
    } else if (path.startsWith("/files/")) {
      const content = readFileSync(join(directory, path.slice("/files/".length)));
      const tag = `"${createHash("sha256").update(content).digest("hex")}"`;
      response.writeHead(200, { ...caching, ETag: tag, "Content-Type": "application/octet-stream" });
      response.end(content);
    } else {
      response.writeHead(404);
      response.end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/simple/`,
    host,
    remake: (wheel) => make(wheel),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
