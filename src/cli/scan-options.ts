import { Option, type Command } from "commander";
import type { SortOrder } from "../model/selection.ts";
import type { AppearanceFlags } from "./appearance.ts";
import { byteSize, nameList, wholeNumber } from "./values.ts";

/** The options of every command that shows a scan. */
export interface ScanFlags extends AppearanceFlags {
  readonly tree?: true;
  readonly top?: number;
  readonly minSize?: number;
  readonly sort?: SortOrder;
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  readonly depth?: number;
  readonly oneFileSystem: boolean;
  readonly fresh?: true;
  readonly json?: true;
  readonly ndjson?: true;
}

/** Options of every command that looks for findings. */
export function addSelectionOptions(command: Command): Command {
  return command
    .option("--min-size <size>", "leave out what frees less, such as 100MB", byteSize)
    .option("--only <names>", "look for these artifacts or tools alone (comma-separated, repeatable)", nameList)
    .option("--exclude <names>", "do not look for these artifacts or tools (comma-separated, repeatable)", nameList)
    .option("--depth <n>", "look for findings this many directories below a root (default: any)", wholeNumber)
    .addOption(new Option("--one-file-system", "stay on each root's file system").default(true, "on"))
    .option("--no-one-file-system", "go on into other file systems");
}

/** Options of every command that shows tables. */
export function addTableOptions(command: Command): Command {
  command
    .option("--tree", "show the tree below every row, not only below the first three")
    .option("--top <n>", "show at most this many rows; 0 shows all (default: 20 in the table)", wholeNumber)
    .addOption(new Option("--sort <order>", "order of the rows (default: size)").choices(["size", "age", "name"]));
  return addSelectionOptions(command);
}

/** Options of every command that shows a scan. */
export function addScanOptions(command: Command): Command {
  return addTableOptions(command)
    .option("--fresh", "count everything again, whatever earlier scans have counted")
    .addOption(new Option("--json", "write one JSON document").conflicts("ndjson"))
    .option("--ndjson", "write one JSON object per line, findings as they are found");
}
