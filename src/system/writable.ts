import * as fs from "node:fs";
import type { AbsolutePath } from "../model/path.ts";
import { codeOf, toNative } from "./files.ts";

/** Why nothing in a directory may be changed by this user, as a clause; null when something may. */
export function whyNotWritable(directory: AbsolutePath): string | null {
  try {
    fs.accessSync(toNative(directory), fs.constants.W_OK);
    return null;
  } catch (error) {
    return codeOf(error) === "EROFS" ? "the file system there is read-only" : "this user may not change anything there";
  }
}
