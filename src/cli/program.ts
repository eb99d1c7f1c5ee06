import { isAbsolute } from "node:path";
import { Command, Help, type Option } from "commander";
import { escapeForTerminal } from "../report/escape.ts";
import { registerApply } from "./commands/apply.ts";
import { registerBytecode } from "./commands/bytecode.ts";
import { registerCaches } from "./commands/caches.ts";
import { registerClean } from "./commands/clean.ts";
import { registerDedupe } from "./commands/dedupe.ts";
import { registerHistory } from "./commands/history.ts";
import { registerPurge } from "./commands/purge.ts";
import { registerScan } from "./commands/scan.ts";
import { registerStale } from "./commands/stale.ts";
import { registerSweep } from "./commands/sweep.ts";
import { registerUndo } from "./commands/undo.ts";
import { registerWhy } from "./commands/why.ts";
import { EXIT_CODES } from "./exit-code.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usage-error.ts";

/** Each registers one command. A new command is one file under `commands/` and one line here. */
const COMMANDS: readonly ((program: Command, session: Session) => void)[] = [
  registerScan,
  registerStale,
  registerSweep,
  registerClean,
  registerCaches,
  registerBytecode,
  registerDedupe,
  registerApply,
  registerHistory,
  registerUndo,
  registerPurge,
  registerWhy,
];

const DEFAULT_COMMAND = "scan";

export const EXAMPLES: readonly { readonly command: string; readonly does: string }[] = [
  { command: "pyshed", does: "what can go below the current directory" },
  { command: "pyshed ~/projects ~/work --min-size 100MB", does: "the big ones below two directories" },
  { command: "pyshed ~/projects --only venv --sort age", does: "environments, longest idle first" },
  { command: "pyshed stale ~/projects --days 365", does: "projects idle for a year" },
  { command: "pyshed ~/projects --clean", does: "choose what is cleaned from numbered rows" },
  { command: "pyshed clean ~/projects --dry-run", does: "what cleaning would do, without doing it" },
  { command: "pyshed clean ~/projects --only mypy --yes", does: "for scripts: no question" },
  { command: "pyshed caches", does: "pip's and uv's caches, and what cleaning them gives back" },
  { command: "pyshed caches pip", does: "what is inside, by package and age" },
  { command: "pyshed bytecode ~/projects", does: "which bytecode is of use to nobody, and what it costs" },
  { command: "pyshed dedupe ~/projects", does: "what is the same in several environments" },
  { command: "pyshed undo", does: "bring back what the last cleaning took" },
  { command: "pyshed history --growth", does: "what has grown since last week" },
  { command: "pyshed why ~/projects/api/.venv", does: "why it may go, and how old it is" },
  { command: "pyshed ~/projects --json | jq .totals", does: "the numbers for a script" },
];

/** The whole command line; parsing it throws a `CommanderError` for wrong usage, help and version. */
export function createProgram(session: Session): Command {
  const { output, talk } = session.terminal;
  const program = new Command("pyshed")
    .description("Gives Python developers their disk back, truthfully and reversibly.")
    .usage("[command] [options] [root...]")
    .version(session.version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show this help")
    .option("--no-color", "no colours (as with NO_COLOR)")
    .option("--no-emoji", "ASCII instead of symbols")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.write(text),
      writeErr: (text) => talk.write(text),
      getOutHelpWidth: () => output.columns ?? 80,
      getErrHelpWidth: () => talk.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .hook("preAction", () => refuseStrangeHome(session));
  for (const register of COMMANDS) register(program, session);
  return program
    .configureHelp({ ...program.configureHelp(), formatHelp: (command, help) => formatHelp(command, help, program) })
    .addHelpText("after", `\n${examplesText()}\n\n${exitCodesText()}`);
}

/** Without a home nobody knows what must never go, nor where state and trash belong. */
function refuseStrangeHome({ host }: Session): void {
  if (isAbsolute(host.home)) return;
  const said = escapeForTerminal(host.home);
  throw new UsageError(`the home directory is not an absolute path: '${said}'`, "set HOME to where your home is");
}

/** The program's own help shows the options of its default command too; suggestions after an error do not. */
function formatHelp(command: Command, help: Help, program: Command): string {
  const usual = new Help();
  const scan = program.commands.find((known) => known.name() === DEFAULT_COMMAND);
  const more = command === program && scan ? scan.options : [];
  help.visibleOptions = (shown: Command): Option[] => [...more, ...usual.visibleOptions(shown)];
  return usual.formatHelp.call(help, command, help);
}

function examplesText(): string {
  const width = Math.max(...EXAMPLES.map(({ command }) => command.length));
  return ["Examples:", ...EXAMPLES.map(({ command, does }) => `  ${command.padEnd(width)}  ${does}`)].join("\n");
}

function exitCodesText(): string {
  return ["Exit codes:", ...EXIT_CODES.map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`)].join("\n");
}
