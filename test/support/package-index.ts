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
  close(): void;
}

const FOR_EVER = { "Cache-Control": "max-age=31536000, immutable", ETag: '"1"' };

/** Serves wheels `NAME-VERSION`, which it makes, and the source package `gravel` 3.1. */
export async function openIndex(directory: string, ...wheels: readonly string[]): Promise<PackageIndex> {
  mkdirSync(directory, { recursive: true });
  const script = join(import.meta.dirname, "make-packages.py");
  await mustRun(machinePython(), [script, directory, ...wheels], { environment: {} });
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? "").split("?")[0]!);
    const project = /^\/simple\/([^/]+)\/$/.exec(path)?.[1];
    if (project !== undefined) {
      const files = readdirSync(directory).filter((name) => name.startsWith(`${project}-`));
      response.writeHead(200, { ...FOR_EVER, "Content-Type": "text/html" });
      const links = files.map((name) => `<a href="/files/${name}">${name}</a>`);
      response.end(`<!DOCTYPE html><title>Links for ${project}</title>\n${links.join("\n")}`);
    } else if (path.startsWith("/files/")) {
      response.writeHead(200, { ...FOR_EVER, "Content-Type": "application/octet-stream" });
      response.end(readFileSync(join(directory, path.slice("/files/".length))));
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
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
