import { randomBytes } from "node:crypto";
import type { Host } from "../system/host.ts";

/** Names a run: its time (UTC), so that names sort, and chance. */
export function newRunId(host: Host): string {
  const time = new Date(host.now()).toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${time}-${randomBytes(4).toString("hex")}`;
}
