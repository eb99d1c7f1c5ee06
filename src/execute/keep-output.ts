import { join } from "../model/path.ts";
import type { Host } from "../system/host.ts";
import { makePrivateDirectory, writeNew } from "../system/own-files.ts";
import type { Journal } from "./journal.ts";

/** Keeps what a program said while it cleaned, in a file beside the journal. */
export function keepOutput(host: Host, { directory, run }: Journal, step: string, output: string): void {
  if (directory === null) return;
  try {
    const place = join(directory, `${run}.output`);
    makePrivateDirectory(place, host.userId);
    writeNew(join(place, `${step}.txt`), output);
  } catch {
    // The outcome with its reason is in the journal; what the program said in passing may be lost on a full disk.
  }
}
