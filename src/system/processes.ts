import type { AbsolutePath } from "../model/path.ts";
import { darwinProcesses } from "./darwin-processes.ts";
import type { Host } from "./host.ts";
import { linuxProcesses } from "./linux-processes.ts";

/** How a process holds on to a place. */
export type Hold =
  | "executable"
  | "working-directory"
  | "root-directory"
  | "mapped"
  | "open"
  /** By its first argument: the interpreter of an environment is a link, so that `executable` is elsewhere. */
  | "started-as"
  /** The script that an interpreter runs. */
  | "script"
  | "environment";

export interface Use {
  readonly hold: Hold;
  readonly path: AbsolutePath;
  /** The environment's variable, for `environment`. */
  readonly variable?: string;
}

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** The short name that the kernel keeps. */
  readonly name: string;
  readonly uses: readonly Use[];
  /**
   * What to put before its paths to reach them from here: empty for most, `/proc/PID/root` for one in a container,
   * whose paths mean something else here.
   */
  readonly view: string;
  /** False when something of it was hidden from us, as most of other people's processes are. */
  readonly readable: boolean;
  /** The variables of it that say where stores lie; undefined where its environment is hidden. */
  readonly settings?: ReadonlyMap<string, string>;
}

export interface ProcessList {
  readonly processes: readonly Process[];
  /** Processes of which something or everything is hidden; `null` when not even their number is known. */
  readonly hidden: number | null;
  /** Why nothing at all is known, or null. */
  readonly trouble: string | null;
}

/** Every process that can be seen, read once. Never rejects. */
export async function listProcesses(host: Host): Promise<ProcessList> {
  if (host.platform === "linux") return linuxProcesses(host);
  if (host.platform === "darwin") return darwinProcesses(host);
  return { processes: [], hidden: null, trouble: `processes cannot be listed on ${host.platform}` };
}
