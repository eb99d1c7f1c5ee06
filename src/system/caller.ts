import type { AbsolutePath } from "../model/path.ts";
import { readText } from "./files.ts";
import { variable, type Host } from "./host.ts";

/**
 * The id of the user for whom root acts: who called `sudo`, `pkexec` or `doas`. Null when root or a user acts for
 * itself; NaN, which owns nothing, when somebody is named who cannot be found.
 */
export function userBehind(host: Host): number | null {
  if (host.userId !== 0) return null;
  const id = variable(host, "SUDO_UID") ?? variable(host, "PKEXEC_UID");
  if (id !== undefined) return Number(id);
  const name = variable(host, "DOAS_USER");
  return name === undefined ? null : idOf(name);
}

/** passwd(5): name, password, id. */
function idOf(name: string): number {
  const users = (readText("/etc/passwd" as AbsolutePath) ?? "").split("\n").map((line) => line.split(":"));
  const id = users.find(([known]) => known === name)?.[2];
  return id === undefined ? NaN : Number(id);
}
