import { followed, textOf } from "../execute/edit-files.ts";
import { join, nameOf, parentOf, type AbsolutePath } from "../model/path.ts";
import type { TextEdit } from "../model/text-edit.ts";
import { statusOrNothing } from "../system/files.ts";
import { variable, type Host } from "../system/host.ts";
import { stateDirectories } from "../system/state-directories.ts";
import { VARIABLE } from "./central-place.ts";

/** Where a user's programs get their environment from, and what has to stand there. */
export interface Setting {
  readonly file: AbsolutePath;
  /** What reads it. */
  readonly readBy: string;
  /** Marked at its beginning and end, so that it is found again. */
  readonly block: string;
  /** The file is there for the block alone. */
  readonly isWholeFile: boolean;
  /** Nobody has tried it on that system. */
  readonly isUntried: boolean;
}

export interface CentralSettings {
  readonly settings: readonly Setting[];
  /** What only its user can do, as a command; none on most systems. */
  readonly byHand: readonly string[];
}

const BEGIN = "# >>> pyshed: one cache for all bytecode >>>";
const END = "# <<< pyshed: one cache for all bytecode <<<";
const MARKED = /# >>> pyshed: one cache for all bytecode >>>\n[^]*?\n# <<< pyshed: one cache for all bytecode <<<\n/;

/** Every place that has to name the cache, by platform and shell. `prefix` holds no character that a shell reads. */
export function centralSettings(host: Host, prefix: AbsolutePath): CentralSettings {
  if (host.platform === "win32") {
    // Untried: the registry is changed by its user, not by pyshed.
    return { settings: [], byHand: [`setx ${VARIABLE} "${prefix.replaceAll("/", "\\")}"`] };
  }
  return { settings: [...shellSettings(host, prefix), sessionSetting(host, prefix)], byHand: [] };
}

/** What a session gets that no shell starts: systemd's user environment (environment.d(5)), launchd's agents. */
function sessionSetting(host: Host, prefix: AbsolutePath): Setting {
  if (host.platform === "darwin") {
    const file = `${host.home}/Library/LaunchAgents/pyshed.pycache-prefix.plist` as AbsolutePath;
    return { file, readBy: "launchd", block: agentText(prefix), isWholeFile: true, isUntried: true };
  }
  return {
    file: join(parentOf(stateDirectories(host).configuration), "environment.d/60-pyshed-pycache.conf") as AbsolutePath,
    readBy: "systemd's user sessions",
    block: `${BEGIN}\n${VARIABLE}=${prefix}\n${END}\n`,
    isWholeFile: true,
    isUntried: false,
  };
}

function shellSettings(host: Host, prefix: AbsolutePath): Setting[] {
  const home = (name: string): AbsolutePath => `${host.home}/${name}` as AbsolutePath;
  const shell = nameOf(variable(host, "SHELL") ?? "sh");
  const sh = `${BEGIN}\nexport ${VARIABLE}=${prefix}\n${END}\n`;
  const of = (file: AbsolutePath, block = sh): Setting => {
    const isWholeFile = statusOrNothing(file) === undefined;
    return { file, readBy: shell, block, isWholeFile, isUntried: false };
  };
  if (shell === "fish") {
    const file = join(
      parentOf(stateDirectories(host).configuration),
      "fish/conf.d/pyshed-pycache.fish",
    ) as AbsolutePath;
    return [of(file, `${BEGIN}\nset -gx ${VARIABLE} ${prefix}\n${END}\n`)];
  }
  if (shell === "zsh") {
    const directory = variable(host, "ZDOTDIR");
    return [of(directory?.startsWith("/") ? join(directory as AbsolutePath, ".zshenv") : home(".zshenv"))];
  }
  const ofBash = [".bash_profile", ".bash_login"].map(home).find((file) => statusOrNothing(file));
  const login = (shell === "bash" ? ofBash : undefined) ?? home(".profile");
  return shell === "bash" ? [of(login), of(home(".bashrc"))] : [of(login)];
}

function agentText(prefix: AbsolutePath): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<!--",
    BEGIN,
    "-->",
    '<plist version="1.0"><dict>',
    "<key>Label</key><string>pyshed.pycache-prefix</string>",
    "<key>ProgramArguments</key>",
    `<array><string>/bin/launchctl</string><string>setenv</string><string>${VARIABLE}</string><string>${prefix}</string></array>`,
    "<key>RunAtLoad</key><true/>",
    "</dict></plist>",
    "<!--",
    END,
    "-->",
    "",
  ].join("\n");
}

/** The block of ours that a file holds, with the mark's own line ends. */
export function blockIn(file: AbsolutePath): string | undefined {
  const text = textOf(followed(file));
  if (text === null) return undefined;
  if (text.startsWith("<?xml") && text.includes(BEGIN)) return text;
  return MARKED.exec(text)?.[0];
}

/** What `--on` does to a file: nothing where the block stands already. */
export function editOn({ file, block, isWholeFile }: Setting): TextEdit | null {
  const text = textOf(followed(file));
  if (blockIn(file) === block) return null;
  const isNew = isWholeFile && statusOrNothing(file) === undefined;
  const gap = text === null || text === "" || text.endsWith("\n") ? "" : "\n";
  return { kind: "insert", text: `${gap}${block}`, at: null, isWholeFile: isNew };
}

/** What `--off` does to a file: nothing where no block of ours stands. */
export function editOff({ file }: Pick<Setting, "file">): TextEdit | null {
  const block = blockIn(file);
  return block === undefined
    ? null
    : { kind: "cut", text: block, at: null, isWholeFile: textOf(followed(file)) === block };
}
