import { Option, type Command } from "commander";
import { RHYTHMS } from "../../model/schedule.ts";
import { addCleaningOptions } from "../cleaning-options.ts";
import type { BytecodeFlags } from "../run-bytecode.ts";
import type { CentralFlags } from "../run-central.ts";
import type { GcFlags } from "../run-bytecode-gc.ts";
import type { Session } from "../session.ts";
import { byteSize, timeSpan, wholeNumber } from "../values.ts";

export function registerBytecode(program: Command, session: Session): void {
  const command = program
    .command("bytecode")
    .summary("show what bytecode is good for, file by file, and clean it")
    .description(
      "Reads the name and header of every bytecode file and says what it is good for: whether an interpreter of this " +
        "machine can use it, and whether its source is there and unchanged.",
    )
    .argument("[root...]", "directories to look through (default: the current directory)")
    .option("--clean", "clean all that comes back by itself")
    .option("--stale", "clean only what no interpreter of this machine can use")
    .option("--gitignore", "add __pycache__/ to the .gitignore of repositories that would take the bytecode in")
    .option("--top <n>", "show at most this many rows; 0 shows all (default: 20 in the table)", wholeNumber);
  addCleaningOptions(command)
    .option("--depth <n>", "look this many directories below a root (default: any)", wholeNumber)
    .addOption(new Option("--one-file-system", "stay on each root's file system").default(true, "on"))
    .option("--no-one-file-system", "go on into other file systems")
    .option("--json", "write one JSON document")
    .action(async (roots: string[], _: BytecodeFlags, self: Command) => {
      const { runBytecode } = await import("../run-bytecode.ts");
      session.exitCode = await runBytecode(session, self, roots, self.optsWithGlobals<BytecodeFlags>());
    });
  registerGc(command, session);
  registerCentral(command, session);
  // What is said of bytecode in general is no option of theirs.
  for (const one of command.commands) {
    one.configureHelp({ ...one.configureHelp(), visibleGlobalOptions: () => [...program.options] });
  }
}

function registerCentral(command: Command, session: Session): void {
  command
    .command("central")
    .summary("one cache for all bytecode, out of the projects")
    .description(
      "Lets Python keep the bytecode of everything in one cache (PYTHONPYCACHEPREFIX), set by a marked block in the " +
        "shell's profile and in the session's environment. Bytecode below directories that are named moves there. " +
        "`pyshed undo` takes all of it back; `gc` keeps the cache small.",
    )
    .argument("[root...]", "with --on: move what is of use in the __pycache__ below these into the cache")
    .option("--on", "set it")
    .option("--off", "take it back")
    .option("--status", "show it, by project and interpreter (the default)")
    .option("--dry-run", "show what would be done, and do nothing")
    .option("-y, --yes", "answer every question with yes")
    .option("--json", "write one JSON document")
    .action(async (roots: string[], _: CentralFlags, self: Command) => {
      const { runCentral } = await import("../run-central.ts");
      session.exitCode = await runCentral(session, self, roots, self.optsWithGlobals<CentralFlags>());
    });
}

function registerGc(command: Command, session: Session): void {
  const gc = command
    .command("gc")
    .summary("keep the one cache for all bytecode from growing")
    .description(
      "Takes from the cache that PYTHONPYCACHEPREFIX names what nothing can use: its source is gone, or its " +
        "interpreter. Python itself never takes anything from it.",
    )
    .option("--older-than <span>", "also what was unused for so long, such as 30d or 8w", timeSpan)
    .option("--max-size <size>", "then the least recently used, down to this size, such as 1GiB", byteSize)
    .addOption(
      new Option(
        "--schedule <when>",
        "let systemd, cron or launchd run this again and again with these limits, past the trash; `off` ends it",
      ).choices([...RHYTHMS, "off"]),
    );
  addCleaningOptions(gc)
    .option("--json", "write one JSON document")
    .action(async (_: GcFlags, self: Command) => {
      const { runBytecodeGc } = await import("../run-bytecode-gc.ts");
      session.exitCode = await runBytecodeGc(session, self, self.optsWithGlobals<GcFlags>());
    });
}
