import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { mustRun } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { pythonOf } from "../support/tools.ts";
import { expectMadeAgain } from "./made-again.ts";

/** `argv` is the server's address and a file to send there. */
const UPLOAD = `
import hf_xet, sys
with hf_xet.XetSession().new_upload_commit(endpoint=sys.argv[1]) as commit:
    upload = commit.start_upload_file(sys.argv[2])
assert upload.result().xet_info.file_size == 100_000
`;

/** Stands for a server of xet that knows no piece yet and takes every one, as hf_xet 1.8.0 speaks to it. */
async function serveXet(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      if (request.method === "GET") response.writeHead(404).end();
      else response.end(request.url === "/v2/shards" ? '{"type":"result"}\n' : '{"was_inserted":true}');
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([
  ["where its variable says", { HF_XET_CACHE: "~/xet" }],
  ["below the cache directory", { XDG_CACHE_HOME: "~/cache" }],
])("what the real hf_xet leaves %s is found, known whole, and made again when it is gone", async (_, moved) => {
  const tree = temporaryTree();
  const address = await serveXet();
  const file = tree.file("weights.bin", Buffer.alloc(100_000, "pyshed"));
  const environment = { ...tree.environment, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1", ...moved };
  const path = await expectMadeAgain("huggingface-xet", tree, environment, () =>
    mustRun(pythonOf("huggingface"), ["-c", UPLOAD, address, file], { cwd: tree.path, environment }),
  );
  expect(existsSync(join(path, "logs"))).toBe(true);
});
