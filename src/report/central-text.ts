import { formatCount, plural } from "../model/count.ts";
import type { CentralContents, CentralPart } from "../model/bytecode.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Rhythm, Scheduler } from "../model/schedule.ts";
import { formatBytes } from "../model/size.ts";
import { escapeForTerminal } from "./escape.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { displayWidth, hang, pad, truncateMiddle } from "./width.ts";

/** The one cache for all: whether it is used, and what it holds. */
export interface CentralView {
  readonly path: AbsolutePath;
  /** Python writes there where this shell starts it. */
  readonly isInEffect: boolean;
  /** Why Python can keep nothing there, in a sentence, or null. */
  readonly obstacle: string | null;
  /** Files that set a cache by a block of pyshed's, and which: this one or another. */
  readonly setBy: readonly { readonly file: AbsolutePath; readonly cache: string }[];
  /** What runs `gc` again and again, or null. */
  readonly scheduled: { readonly scheduler: Scheduler; readonly rhythm: Rhythm } | null;
  /** Null where nothing is there. */
  readonly contents: CentralContents | null;
}

const PARTS_SHOWN = 20;
const NEXT = "pyshed bytecode gc takes what nothing can use, --older-than 30d and --max-size 1GiB take more";

/** For people; every line ends in a newline. */
export function renderCentral(view: CentralView, look: Look): string {
  const paint = paintOf(look);
  const { done, warning } = glyphsOf(look);
  const { contents, obstacle } = view;
  const setBy = view.setBy.filter(({ cache }) => cache === view.path);
  const others = view.setBy.filter(({ cache }) => cache !== view.path);
  const isOn = setBy.length > 0 || view.isInEffect;
  const lines = [
    paint.strong(`${done} One cache for all bytecode: ${isOn ? "on" : "off"}, ${escapeForTerminal(view.path)}`),
    ...setBy.map(({ file }) => `  set in ${escapeForTerminal(file)}`),
    ...others.map(({ file, cache }) => escapeForTerminal(`  ${file} sets another one: ${cache}`)),
  ];
  if (setBy.length > 0 && !view.isInEffect) lines.push(`${warning} this shell does not have it yet: start a new one`);
  if (view.isInEffect && setBy.length === 0) lines.push("  set by PYTHONPYCACHEPREFIX in this shell, not by pyshed");
  if (obstacle !== null) lines.push(`${warning} Python can keep nothing there: ${escapeForTerminal(obstacle)}`);
  if (view.scheduled) lines.push(`  gc runs ${view.scheduled.rhythm}, started by ${view.scheduled.scheduler}`);
  if (contents && contents.files > 0) {
    lines.push(
      "",
      `${plural(contents.files, "file")}, ${formatBytes(contents.allocated)} with directories; ${useOf(contents)}`,
      "",
      ...partLines(contents.byOwner, look),
      "",
      ...partLines(contents.byInterpreter, look),
      "",
      ...hang(NEXT, look.columns).map(paint.faint),
    );
  } else if (obstacle === null) lines.push("Nothing is in it.");
  return lines.map((line) => `${line}\n`).join("");
}

function useOf({ useless }: CentralContents): string {
  return useless === 0 ? "all of it may be of use" : `nothing can use ${plural(useless, "file")} of it`;
}

function partLines(parts: readonly CentralPart[], look: Look): string[] {
  const { ellipsis } = glyphsOf(look);
  const shown = parts.slice(0, PARTS_SHOWN);
  const room = Math.max(10, look.columns - 30);
  const columns = Math.min(room, Math.max(...shown.map(({ name }) => displayWidth(escapeForTerminal(name)))));
  const lines = shown.map(({ name, files, allocated }) => {
    const label = pad(truncateMiddle(escapeForTerminal(name), columns, ellipsis), columns);
    return `  ${label} ${pad(formatCount(files), 9, "left")} ${pad(formatBytes(allocated), 10, "left")}`;
  });
  const hidden = parts.length - shown.length;
  return hidden > 0 ? [...lines, `  ${ellipsis} and ${formatCount(hidden)} more (--json lists them)`] : lines;
}
