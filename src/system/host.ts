import { homedir, hostname, userInfo } from "node:os";
import type { AbsolutePath } from "../model/path.ts";

/** What the program knows of its surroundings. Injected everywhere, so that nothing reads a global. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: AbsolutePath;
  readonly currentDirectory: AbsolutePath;
  /** User id; -1 where the platform has none. */
  readonly userId: number;
  readonly processId: number;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The machine this process runs on. */
export function thisHost(): Host {
  return {
    platform: process.platform,
    environment: process.env,
    // An empty HOME counts as unset too; Node takes it literally.
    home: withSlashes(homedir() || userInfo().homedir),
    currentDirectory: withSlashes(process.cwd()),
    userId: process.getuid?.() ?? -1,
    processId: process.pid,
    now: Date.now,
  };
}

/** What this machine calls itself on the network. */
export function machineName(): string {
  return hostname();
}

/** An environment variable; an empty one counts as unset (rust-lang/cargo#8866 is what happens otherwise). */
export function variable(host: Host, name: string): string | undefined {
  return host.environment[name] || undefined;
}

function withSlashes(path: string): AbsolutePath {
  return (process.platform === "win32" ? path.replaceAll("\\", "/") : path) as AbsolutePath;
}
