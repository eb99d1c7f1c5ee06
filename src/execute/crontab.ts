import type { AbsolutePath } from "../model/path.ts";
import { applyEdit, type TextEdit } from "../model/text-edit.ts";
import { run } from "../system/commands.ts";
import type { Host } from "../system/host.ts";
import { DONE, type Acted } from "./task.ts";

/**
 * The user's crontab, which only the program `crontab` may read and write. It replaces the whole of it at once, so it is
 * read right before and looked at again right after.
 */
const TIME_LIMIT_MS = 30_000;
const LONGEST = 1024 * 1024;

/** What the user's crontab holds, null where there is none; a string under `why` where it cannot be read. */
export async function crontabText(
  host: Host,
  program: AbsolutePath,
): Promise<{ readonly text: string | null } | { readonly why: string }> {
  // Without a translation: what it says is compared.
  const environment = { LC_ALL: "C" };
  const result = await run(host, program, ["-l"], { environment, timeLimitMs: TIME_LIMIT_MS, outputLimit: LONGEST });
  if (result.kind !== "ended") return { why: "crontab gave no answer" };
  if (result.code !== 0) {
    const said = result.stderr.toString("latin1");
    return /no crontab for /.test(said) ? { text: null } : { why: `crontab -l said: ${said.trim().slice(0, 200)}` };
  }
  const text = result.stdout.toString("utf8");
  return Buffer.from(text).equals(result.stdout) ? { text } : { why: "the crontab could not be read as text" };
}

/** Puts a piece into the crontab or takes it out; an empty one is removed. */
export async function editCrontab(host: Host, program: AbsolutePath, edit: TextEdit): Promise<Acted> {
  const before = await crontabText(host, program);
  if ("why" in before) return { result: "skipped", reason: before.why };
  const edited = applyEdit(before.text, edit);
  if ("why" in edited) return { result: "skipped", reason: edited.why };
  const { content } = edited;
  const result = await run(host, program, [content === null ? "-r" : "-"], {
    ...(content === null ? {} : { input: Buffer.from(content) }),
    timeLimitMs: TIME_LIMIT_MS,
    outputLimit: LONGEST,
  });
  const after = await crontabText(host, program);
  if ("text" in after && after.text === content) return DONE;
  const said = result.kind === "ended" ? result.stderr.toString("latin1").trim().slice(0, 200) : result.kind;
  return { result: "failed", reason: `crontab did not take it: ${said}` };
}

/** What became of such an edit whose run was killed; undefined when it cannot be told now. */
export async function settleCrontab(host: Host, program: AbsolutePath, back: TextEdit): Promise<Acted | undefined> {
  const now = await crontabText(host, program);
  if ("why" in now) return undefined;
  const isDone = !("why" in applyEdit(now.text, back));
  return isDone ? DONE : { result: "skipped", reason: "pyshed was stopped before it was touched" };
}
