import { markedBlock } from "../model/marked-block.ts";
import { describeJob, HOUR, MINUTE, type Job, type Rhythm } from "../model/schedule.ts";

/** Day of the month, month, day of the week: crontab(5). */
const DAYS: Readonly<Record<Rhythm, string>> = { daily: "* * *", weekly: "* * 1", monthly: "1 * *" };

/** Debian's cron takes commands of 998 bytes at most, others more. */
const LONGEST_COMMAND = 990;

/** The lines for a crontab; a string under `why` says why no cron can run that. */
export function cronBlock({ title, rhythm, words }: Job): { readonly block: string } | { readonly why: string } {
  if (words.some((word) => word.includes("\\"))) {
    return { why: "a path has a backslash in it, which not every cron reads the same" };
  }
  const command = `${words.map(quoted).join(" ")} >/dev/null`;
  if (Buffer.byteLength(command) > LONGEST_COMMAND) return { why: "the command is longer than cron takes" };
  return { block: markedBlock(title, `# ${describeJob({ rhythm })}\n${MINUTE} ${HOUR} ${DAYS[rhythm]} ${command}`) };
}

/** For the shell, and a `%` for cron, which makes a line break of it otherwise. */
function quoted(word: string): string {
  const plain = /^[\w/.:=,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
  return plain.replaceAll("%", "\\%");
}
