import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Serves the files of a directory until the running test ends. Returns its address, without a slash at the end. */
export async function serveFiles(directory: string): Promise<string> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = createReadStream(join(directory, decodeURIComponent(path)));
    file.on("open", () => response.setHeader("ETag", `"${path}"`));
    file.on("error", () => response.writeHead(404).end());
    file.on("ready", () => file.pipe(response.setHeader("Content-Length", statSync(file.path).size)));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
