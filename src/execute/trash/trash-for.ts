import type { Host } from "../../system/host.ts";
import { finderTrash } from "./finder-trash.ts";
import { freedesktopTrash } from "./freedesktop-trash.ts";
import { noTrash } from "./no-trash.ts";
import type { Trash } from "./trash.ts";

/** The trash of this system. */
export function trashFor(host: Host): Trash {
  if (host.platform === "darwin") return finderTrash(host);
  if (host.platform === "win32") return noTrash("Windows");
  return freedesktopTrash(host);
}
