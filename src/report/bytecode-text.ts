import { formatCount, plural } from "../model/count.ts";
import { REMOVABLE, type BytecodeClass, type BytecodeOwner, type CompileTime } from "../model/bytecode.ts";
import { inNaturalOrder } from "../model/natural-order.ts";
import { nameOf, relativeTo, type AbsolutePath } from "../model/path.ts";
import { formatBytes } from "../model/size.ts";
import { bytecodeTotals, type BytecodeView } from "./bytecode-view.ts";
import { formatDuration } from "./duration.ts";
import { escapeForTerminal } from "./escape.ts";
import { glyphsOf, paintOf, type Look } from "./look.ts";
import { displayWidth, hang, pad, truncateMiddle, wrap } from "./width.ts";

const MEANINGS: Readonly<Record<BytecodeClass, string>> = {
  current: "of use: compiled again when it goes",
  stale: "no interpreter here can use it",
  orphan: "its source is gone",
  outdated: "its source has changed since",
  temporary: "a write that never ended",
  "unchecked-hash": "somebody's build: kept unless named",
  sourceless: "the program itself: never removed",
  unknown: "not understood: kept",
};

/** Bytecode by project and by class, for people; every line ends in a newline. `top` 0 shows all rows. */
export function renderBytecode(
  view: BytecodeView,
  { look, top }: { readonly look: Look; readonly top: number },
): string {
  const paint = paintOf(look);
  const { done, warning } = glyphsOf(look);
  const said = (text: string): string[] =>
    wrap(escapeForTerminal(text), look.columns - 2, null).map(
      (line, index) => `${index === 0 ? warning : " "} ${line}`,
    );
  const totals = bytecodeTotals(view.owners);
  const elsewhere = view.central === null ? [] : hang(escapeForTerminal(aboutCentral(view.central)), look.columns);
  if (totals.files === 0)
    return [paint.strong(`${done} No bytecode`), ...elsewhere].map((line) => `${line}\n`).join("");
  const lines = [
    paint.strong(
      `${done} ${plural(totals.files, "bytecode file")}, ${formatBytes(totals.allocated)}, of which ${formatBytes(view.frees)} can go`,
    ),
    ...hang(escapeForTerminal(costOf(view.compileTime)), look.columns - 2).map((line) => `  ${line}`),
    "",
    ...rowsOf(view, top, look),
    "",
    ...totals.classes.map(({ class: one, files, allocated }) => {
      const count = pad(formatCount(files), COUNT_COLUMNS, "left");
      const size = pad(formatBytes(allocated), SIZE_COLUMNS, "left");
      const mark = REMOVABLE.has(one) ? "safe" : one === "unchecked-hash" ? "medium" : "data";
      return `  ${paint.by(mark, pad(one, 14))} ${count} ${size}   ${MEANINGS[one]}`;
    }),
    "",
    ...hang(interpretersLine(view), look.columns).map(paint.faint),
    ...elsewhere.map(paint.faint),
    ...view.doubts.flatMap(said),
    ...view.advice.flatMap(({ path, text, remedy }) => said(`${path}: ${text}${remedy ? `; ${remedy}` : ""}`)),
    ...(view.result.interrupted ? ["Interrupted: this is what was seen up to then."] : []),
    ...(view.frees > 0 ? hang(NEXT, look.columns).map(paint.faint) : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

const NEXT = "pyshed bytecode --clean takes all that can go, --stale what no interpreter here can use";

const COUNT_COLUMNS = 9;
const SIZE_COLUMNS = 10;

function rowsOf({ owners, result: { roots } }: BytecodeView, top: number, look: Look): string[] {
  const paint = paintOf(look);
  const { ellipsis } = glyphsOf(look);
  const shown = top === 0 ? owners : owners.slice(0, top);
  const digits = String(owners.length).length;
  const labels = shown.map((owner) => escapeForTerminal(labelOf(owner.path, roots)));
  const room = look.columns - digits - 4 - COUNT_COLUMNS - SIZE_COLUMNS - 24;
  const columns = Math.max(10, Math.min(room, Math.max(...labels.map(displayWidth))));
  const rows = shown.flatMap((owner, index) => {
    const number = pad(`[${index + 1}]`, digits + 3, "left");
    const name = pad(truncateMiddle(labels[index]!, columns, ellipsis), columns);
    const count = pad(formatCount(owner.files), COUNT_COLUMNS, "left");
    const size = pad(formatBytes(owner.allocated), SIZE_COLUMNS, "left");
    const indent = " ".repeat(displayWidth(`${number} ${name} ${count} ${size}   `));
    const [remark = "", ...more] = wrap(remarkOn(owner), look.columns - indent.length, null).map(unbound);
    return [
      `${number} ${paint.strong(name)} ${count} ${size}   ${remark}`.trimEnd(),
      ...more.map((line) => indent + line),
    ];
  });
  const hidden = owners.length - shown.length;
  if (hidden > 0) rows.push(` ${ellipsis} and ${formatCount(hidden)} more (--top 0 shows all)`);
  return rows;
}

/** What a row has that is not simply current: `12 stale, 3 orphan`, no count apart from its class. */
function remarkOn({ classes, frees, allocated }: BytecodeOwner): string {
  const named = Object.entries(classes).filter(([one]) => one !== "current");
  const parts = named.map(([one, sum]) => `${formatCount(sum.files)} ${one}`);
  if (frees < allocated && parts.length === 0) parts.push(`${formatBytes(frees)} can go`);
  return parts.map((part) => part.replaceAll(" ", BOUND)).join(", ");
}

/** A space where no line may break. */
const BOUND = "\u{a0}";

function unbound(line: string): string {
  return line.replaceAll(BOUND, " ");
}

function labelOf(path: AbsolutePath, roots: readonly AbsolutePath[]): string {
  const root = roots.length === 1 ? roots[0]! : undefined;
  if (root === undefined) return path;
  return path === root ? nameOf(path) : relativeTo(path, root);
}

function aboutCentral(path: AbsolutePath): string {
  return `Without the one cache for all, ${path}: 'pyshed bytecode central' tells what it holds`;
}

function costOf({ milliseconds, basis, sourceBytes, sampled, interpreter }: CompileTime): string {
  if (sourceBytes === 0) return "nothing of it would be compiled again";
  const how =
    basis === "measured"
      ? `measured on ${plural(sampled, "source")} with ${interpreter ?? ""}`
      : "guessed from the size of the sources";
  return `compiling what is of use again takes ${milliseconds < 100 ? "under 0.1 s" : `about ${formatDuration(milliseconds)}`} of processor time, ${how}`;
}

function interpretersLine({ interpreters }: BytecodeView): string {
  const working = interpreters.filter(({ how }) => how !== "silent");
  const names = working.map(({ tag, version }) => tag ?? (version === null ? "unknown" : `Python ${version}`));
  const list = [...new Set(names)].map(escapeForTerminal).toSorted(byVersion).join(", ");
  return `Interpreters here: ${list === "" ? "none found" : list}`;
}

/** `cpython-39` before `cpython-310`. */
function byVersion(a: string, b: string): number {
  return inNaturalOrder(a.replace(/-3/, "-3."), b.replace(/-3/, "-3."));
}
