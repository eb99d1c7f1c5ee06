import { markedXml } from "../model/marked-block.ts";
import { join, type AbsolutePath } from "../model/path.ts";
import { describeJob, HOUR, MINUTE, type Job, type Rhythm } from "../model/schedule.ts";

const DAYS: Readonly<Record<Rhythm, string>> = {
  daily: "",
  weekly: "<key>Weekday</key><integer>1</integer>",
  monthly: "<key>Day</key><integer>1</integer>",
};

export function agentPath(home: AbsolutePath, name: string): AbsolutePath {
  return join(home, `Library/LaunchAgents/${name}.plist`);
}

/** An agent for launchd (launchd.plist(5)); a run that was missed in sleep comes at waking. Untried on macOS. */
export function agentText({ name, title, rhythm, words }: Job): string {
  return markedXml(
    title,
    [
      `<!-- ${describeJob({ rhythm })} -->`,
      '<plist version="1.0"><dict>',
      `<key>Label</key><string>${escaped(name)}</string>`,
      "<key>ProgramArguments</key>",
      `<array>${words.map((word) => `<string>${escaped(word)}</string>`).join("")}</array>`,
      "<key>StartCalendarInterval</key>",
      `<dict><key>Hour</key><integer>${HOUR}</integer><key>Minute</key><integer>${MINUTE}</integer>${DAYS[rhythm]}</dict>`,
      "<key>LowPriorityIO</key><true/>",
      "<key>Nice</key><integer>19</integer>",
      "</dict></plist>",
    ].join("\n"),
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
