import { setImmediate } from "node:timers/promises";
import type { MovedFile } from "../../model/move-list.ts";
import { openDirectory } from "../../system/directory-handle.ts";
import { codeOf, encode } from "../../system/files.ts";
import { mutatingCalls } from "../../system/mutate/calls.ts";
import { renameWithoutReplacing } from "../../system/mutate/rename-without-replacing.ts";
import type { IntentRecord } from "../journal-records.ts";
import { reasonFor } from "../removal/outcome.ts";
import type { Acted, Tools } from "../task.ts";
import { copyAcross } from "./copy-across.ts";
import { openOrMake, removeEmpty } from "./directories.ts";
import { lyingAt } from "./moved-file.ts";
import { CHANGED, TAKEN, type Moving, type Stayed } from "./moving.ts";

/**
 * Moves files to another directory and replaces nothing there. Each must be what the list says, before it moves and
 * afterwards; what turns out to be something else is put back. On one filesystem a move is a rename. On another one all
 * are copied, compared and on the disk before the first original goes, so that each is whole in one place at every
 * moment. What cannot move stays, with its reason. Directories that the move leaves empty go.
 */
export async function moveIt({ moves, aside }: IntentRecord, tools: Tools): Promise<Acted> {
  const calls = tools.calls ?? mutatingCalls();
  if (!calls) return { result: "failed", reason: "this system offers no calls by directory handle" };
  if (!moves || aside === null) return { result: "failed", reason: "the journal does not say which files it is about" };
  const open: number[] = [];
  let whereGone = GONE;
  try {
    const from = openDirectory(calls, moves.from.directory).descriptor;
    open.push(from);
    whereGone = `${moves.to.stays} does not exist any more`;
    const to = openOrMake(calls, moves.to).descriptor;
    open.push(to);
    return await moveAll({ calls, from, to, moves, aside: encode(aside) }, tools);
  } catch (error) {
    const code = codeOf(error);
    return { result: "skipped", reason: code === "ENOENT" ? whereGone : whyNotOpened(code) };
  } finally {
    for (const descriptor of open) calls.close(descriptor);
    for (const side of [moves.from, moves.to]) removeEmpty(calls, side);
  }
}

/** Files between two chances for Ctrl-C and the progress line. */
const TOGETHER = 64;

async function moveAll(moving: Moving, tools: Tools): Promise<Acted> {
  const { files } = moving.moves;
  const stayed: Stayed[] = [];
  const across: { readonly file: MovedFile; readonly index: number }[] = [];
  for (const [index, file] of files.entries()) {
    if (index % TOGETHER === TOGETHER - 1) await setImmediate();
    const reason = moveOne(moving, file);
    tools.onPoint(`moved ${index} of`);
    if (reason === "EXDEV") across.push({ file, index });
    else if (reason !== null) stayed.push({ file, reason });
  }
  if (across.length > 0) stayed.push(...copyAcross(moving, across, tools));
  const moved = files.length - stayed.length;
  const first = stayed[0];
  if (!first) return { result: "done", reason: null, files: moved };
  if (moved === 0 && stayed.every(({ reason }) => reason === first.reason)) {
    return { result: "skipped", reason: first.reason, files: moved };
  }
  const more = stayed.length > 1 ? ` (and ${stayed.length - 1} more)` : "";
  return {
    result: moved > 0 ? "partial" : "skipped",
    reason: `${first.file[0]}: ${first.reason}${more}`,
    files: moved,
  };
}

const GONE = "it is gone";

/** Null when it lies there, `EXDEV` when it has to be copied, else why it stays. */
function moveOne({ calls, from, to, moves: { device } }: Moving, file: MovedFile): string | null {
  const name = encode(file[0]);
  const lying = lyingAt(calls, from, name, file, device);
  if (lying === "another") return CHANGED;
  const there = lyingAt(calls, to, name, file, device);
  if (lying === "nothing") return there === "it" ? null : GONE;
  const code = renameWithoutReplacing(calls, { descriptor: from, name }, { descriptor: to, name }, false);
  if (code === "EXDEV") return there === "nothing" ? code : TAKEN;
  if (code !== null) return code === "EEXIST" ? TAKEN : reasonFor(code);
  if (lyingAt(calls, to, name, file, device) === "it") return null;
  renameWithoutReplacing(calls, { descriptor: to, name }, { descriptor: from, name }, false);
  return CHANGED;
}

function whyNotOpened(code: string): string {
  if (code === "ENOTDIR" || code === "ELOOP") return "a part of a path is a link now, or no directory";
  return reasonFor(code);
}
