import { spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";

const HOLD =
  "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, getattr(fcntl, sys.argv[2])); print(1, flush=True); input()";

/** Holds a lock until the test ends. */
export async function holdLock(file: string, kind: "LOCK_SH" | "LOCK_EX"): Promise<number> {
  const child = spawn("python3", ["-c", HOLD, file, kind]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child.pid!;
}
