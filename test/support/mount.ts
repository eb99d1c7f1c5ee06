import { execFileSync } from "node:child_process";
import { onTestFinished } from "vitest";

/** Mounts something for the time of a test. Needs root. */
export function mount(args: readonly string[], at: string): void {
  execFileSync("mount", [...args, at]);
  onTestFinished(() => {
    const mounted = execFileSync("findmnt", ["-rn", "-o", "TARGET"], { encoding: "utf8" }).split("\n");
    if (mounted.includes(at)) execFileSync("umount", ["-l", at]);
  });
}
