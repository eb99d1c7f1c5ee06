import { createHash } from "node:crypto";
import type { AbsolutePath } from "../model/path.ts";
import { readText } from "./files.ts";
import { machineName, type Host } from "./host.ts";

/**
 * Names this machine and user, so that a plan or a journal of another is told apart. A hash: the machine's own number
 * must stay on it (machine-id(5)).
 */
export function machineOf(host: Host): string {
  const number = readText("/etc/machine-id" as AbsolutePath, 256)?.trim() ?? "";
  return createHash("sha256")
    .update(JSON.stringify(["pyshed", number, machineName(), host.platform, host.userId, host.home]))
    .digest("hex")
    .slice(0, 32);
}
