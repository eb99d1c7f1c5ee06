import { followed, textOf } from "../execute/edit-files.ts";
import { blockIn, doubtIn, markedBlock, markedXml, puttingIn, takingOut } from "../model/marked-block.ts";
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
  /** The name is pyshed's, so the file goes with its block. Any other one stays, if need be empty. */
  readonly isOwnFile: boolean;
  /** Nobody has tried it on that system. */
  readonly isUntried: boolean;
}

export interface CentralSettings {
  readonly settings: readonly Setting[];
  /** What only its user can do, as a command; none on most systems. */
  readonly byHand: readonly string[];
}

const TITLE = "one cache for all bytecode";
/** One line, in the words of any shell. */
const MARKED = { title: TITLE, body: new RegExp(`^(?:export |set -gx )?${VARIABLE}[= ].+$`) };

/** Every place that has to name the cache, by platform and shell. `prefix` holds no character that a shell reads. */
export function centralSettings(host: Host, prefix: AbsolutePath): CentralSettings {
  if (host.platform === "win32") {
    // Untried: the registry is changed by its user, not by pyshed.
    return { settings: [], byHand: [`setx ${VARIABLE} "${prefix.replaceAll("/", "\\")}"`] };
  }
  return { settings: [...shellSettings(host, prefix, shellOf(host)), sessionSetting(host, prefix)], byHand: [] };
}

/** Every place where a block of ours may stand: by now its user may have another shell, or none, as in a job of cron. */
export function possibleSettings(host: Host, prefix: AbsolutePath): readonly Setting[] {
  if (host.platform === "win32") return [];
  const ofShells = ["sh", "bash", "zsh", "fish", shellOf(host)].flatMap((shell) => shellSettings(host, prefix, shell));
  // bash no longer reads it when .bash_profile has come since.
  const login = { ...ofShells[0]!, file: `${host.home}/.bash_login` as AbsolutePath, readBy: "bash" };
  const all = [...ofShells, login, sessionSetting(host, prefix)];
  return [...new Map(all.map((setting) => [setting.file, setting])).values()];
}

/** What a session gets that no shell starts: systemd's user environment (environment.d(5)), launchd's agents. */
function sessionSetting(host: Host, prefix: AbsolutePath): Setting {
  if (host.platform === "darwin") {
    const file = `${host.home}/Library/LaunchAgents/pyshed.pycache-prefix.plist` as AbsolutePath;
    return { file, readBy: "launchd", block: agentText(prefix), isOwnFile: true, isUntried: true };
  }
  return {
    file: join(parentOf(stateDirectories(host).configuration), "environment.d/60-pyshed-pycache.conf") as AbsolutePath,
    readBy: "systemd's user sessions",
    block: markedBlock(TITLE, `${VARIABLE}=${prefix}`),
    isOwnFile: true,
    isUntried: false,
  };
}

function shellOf(host: Host): string {
  return nameOf(variable(host, "SHELL") ?? "sh");
}

/** What a shell reads at its start: `.profile`, where pyshed does not know it. */
function shellSettings(host: Host, prefix: AbsolutePath, shell: string): Setting[] {
  const home = (name: string): AbsolutePath => `${host.home}/${name}` as AbsolutePath;
  const sh = markedBlock(TITLE, `export ${VARIABLE}=${prefix}`);
  const of = (file: AbsolutePath): Setting => {
    return { file, readBy: shell, block: sh, isOwnFile: false, isUntried: false };
  };
  if (shell === "fish") {
    const file = join(
      parentOf(stateDirectories(host).configuration),
      "fish/conf.d/pyshed-pycache.fish",
    ) as AbsolutePath;
    return [{ ...of(file), block: markedBlock(TITLE, `set -gx ${VARIABLE} ${prefix}`), isOwnFile: true }];
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
  return markedXml(
    TITLE,
    [
      '<plist version="1.0"><dict>',
      "<key>Label</key><string>pyshed.pycache-prefix</string>",
      "<key>ProgramArguments</key>",
      `<array><string>/bin/launchctl</string><string>setenv</string><string>${VARIABLE}</string><string>${prefix}</string></array>`,
      "<key>RunAtLoad</key><true/>",
      "</dict></plist>",
    ].join("\n"),
  );
}

const NAMED = new RegExp(`${VARIABLE}(?:[= ]|</string><string>)([^<\\r\\n]+)`);

/** The cache that our block in a file names; undefined where none stands. */
export function cacheNamedIn({ file }: Pick<Setting, "file">): string | undefined {
  return NAMED.exec(blockIn(textOf(followed(file)), MARKED) ?? "")?.[1];
}

/** What `--on` does to a file: nothing where the block stands already. */
export function editOn({ file, block }: Pick<Setting, "file" | "block">): TextEdit | null {
  return puttingIn(textOf(followed(file)), statusOrNothing(file) !== undefined, MARKED, block);
}

/** What `--off` does to a file: nothing where no block of ours stands. A link keeps what it leads to. */
export function editOff({ file, isOwnFile }: Pick<Setting, "file" | "isOwnFile">): TextEdit | null {
  const withFile = isOwnFile && statusOrNothing(file)?.kind === "file";
  return takingOut(textOf(followed(file)), MARKED, withFile);
}

/** Why something that bears our marks is left in a file whatever else is done to it, or null. */
export function doubtAbout({ file }: Pick<Setting, "file">): string | null {
  return doubtIn(textOf(followed(file)), MARKED);
}
