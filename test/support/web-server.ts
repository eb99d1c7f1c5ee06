import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { TemporaryTree } from "./temporary-tree.ts";
import { pythonOf } from "./tools.ts";

export interface Server {
  /** The master's number, and those of its workers. */
  readonly pids: readonly number[];
  /** Of the address on this machine where it listens. */
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts gunicorn from a copy of a real environment, as a unit or a supervisor would: by path, nothing activated.
 * `app` is the text of `site/app.py`. With `writesBytecode` it leaves bytecode as Python does.
 */
export async function serve(
  tree: TemporaryTree,
  environment: string,
  app: string,
  { writesBytecode = false }: { readonly writesBytecode?: boolean } = {},
): Promise<Server> {
  cpSync(dirname(dirname(pythonOf("server"))), environment, { recursive: true, verbatimSymlinks: true });
  rmSync(join(environment, "pyshed-stamp.json"));
  const script = join(environment, "bin/gunicorn");
  writeFileSync(script, readFileSync(script, "utf8").replace(/^#!.*/, `#!${environment}/bin/python`));
  tree.file("site/app.py", app);
  const child = spawn(script, ["--bind", "127.0.0.1:0", "--workers", "2", "app:app"], {
    cwd: tree.at("site"),
    env: { PATH: "/usr/bin:/bin", ...(writesBytecode ? {} : { PYTHONDONTWRITEBYTECODE: "1" }) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  onTestFinished(stop);
  let said = "";
  const workers: number[] = [];
  await new Promise<void>((ready, fail) => {
    child.once("exit", () => fail(new Error(said)));
    child.stderr.on("data", (text: Buffer) => {
      said += text.toString();
      const booted = [...said.matchAll(/Booting worker with pid: (\d+)/g)].map((match) => Number(match[1]));
      if (booted.length < 2 || workers.length > 0) return;
      workers.push(...booted);
      ready();
    });
  });
  const port = Number(/Listening at: http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1]);
  return { pids: [child.pid!, ...workers], port, stop };
}
