import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GitAnswers } from "../../src/model/evidence.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { gitEvidence, type GitQuestions } from "../../src/evidence/git.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";

export interface GitTree extends TemporaryTree {
  /** Runs git in a directory of the tree, with a clean configuration. */
  git(directory: string, ...args: string[]): string;
  /** Makes a repository with one commit that holds `README` and `.gitignore`. */
  repository(directory: string, ignored?: string): AbsolutePath;
  ask(finding: string, questions?: Asking): Promise<GitAnswers>;
}

interface Asking extends GitQuestions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly project?: AbsolutePath;
}

export function gitTree(): GitTree {
  const tree = temporaryTree();
  const git = (directory: string, ...args: string[]): string =>
    execFileSync("git", ["-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main", ...args], {
      cwd: join(tree.path, directory),
      env: tree.environment,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  return {
    ...tree,
    git,
    repository(directory, ignored = ".venv/\n") {
      tree.file(`${directory}/README`, "read me\n");
      tree.file(`${directory}/.gitignore`, ignored);
      git(directory, "init", "-q");
      git(directory, "add", ".");
      git(directory, "commit", "-qm", "first");
      return tree.at(directory);
    },
    async ask(finding, { environment = {}, project, ...questions } = {}) {
      const path = (finding.startsWith("/") ? finding : tree.at(finding)) as AbsolutePath;
      const host = hostIn(tree.home, { HOME: tree.home, ...environment });
      return (await gitEvidence(host, [{ path, project: project ?? null }], questions)).get(path)!;
    },
  };
}

/** A program called `git` that runs some shell before the real one; returns the PATH that finds it. */
export function wrappedGit(tree: TemporaryTree, before: string): string {
  const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
  chmodSync(tree.file("wrapped/git", `#!/bin/sh\n${before}\nexec ${real} "$@"\n`), 0o755);
  return `${tree.at("wrapped")}:${process.env["PATH"]}`;
}

/** Names, kinds, modes, contents and times (to the nanosecond) of everything below a directory. */
export function snapshot(directory: string): Map<string, string> {
  const seen = new Map<string, string>();
  for (const name of ["", ...(readdirSync(directory, { recursive: true }) as string[]).toSorted()]) {
    const path = join(directory, name);
    const { mode, mtimeNs, ctimeNs, ino } = lstatSync(path, { bigint: true });
    const content = lstatSync(path).isFile() ? readFileSync(path).toString("base64") : "";
    seen.set(name, [mode, mtimeNs, ctimeNs, ino, content].join(" "));
  }
  return seen;
}
