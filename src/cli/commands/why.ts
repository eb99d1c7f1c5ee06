import type { Command } from "commander";
import { lookFor, type AppearanceFlags } from "../appearance.ts";
import { ExitCode } from "../exit-code.ts";
import type { Session } from "../session.ts";

interface WhyFlags extends AppearanceFlags {
  readonly json?: true;
}

export function registerWhy(program: Command, session: Session): void {
  program
    .command("why")
    .summary("explain one path")
    .description("Says what a path is, which proof held or failed, and what its age was judged by.")
    .argument("<path>", "a finding, a project, or anything else")
    .option("--json", "write one JSON document")
    .action(async (path: string, _: WhyFlags, self: Command) => {
      session.exitCode = await runWhy(session, path, self.optsWithGlobals<WhyFlags>());
    });
}

async function runWhy(session: Session, path: string, flags: WhyFlags): Promise<ExitCode> {
  const { explainPath } = await import("../explain-path.ts");
  const { host, terminal } = session;
  const look = lookFor(terminal.output, host.environment, flags);
  terminal.output.write(await explainPath(host, path, flags.json ? null : look));
  return ExitCode.done;
}
