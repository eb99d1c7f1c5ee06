import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { AbsolutePath } from "../../src/model/path.ts";

/** A real directory of its own, with a home and an environment in which programs touch nothing outside it. */
export interface TemporaryTree {
  readonly path: AbsolutePath;
  readonly home: AbsolutePath;
  readonly environment: Readonly<Record<string, string>>;
  /** The absolute path of something in the tree. */
  at(...parts: string[]): AbsolutePath;
  /** Makes a directory and those above it. */
  directory(name: string): AbsolutePath;
  /** Writes a file and makes the directories above it. */
  file(name: string, content?: string | Uint8Array): AbsolutePath;
  remove(): void;
}

/** A tree that is removed when the running test ends; below `base`, which is the temporary directory if not told. */
export function temporaryTree(base?: string): TemporaryTree {
  const tree = lastingTree(base);
  onTestFinished(() => tree.remove());
  return tree;
}

/** A tree that several tests share; call `remove` in `afterAll`. */
export function lastingTree(base = tmpdir()): TemporaryTree {
  const top = realpathSync(mkdtempSync(join(base, "pyshed-test-")));
  const path = join(top, "tree") as AbsolutePath;
  const home = join(top, "home") as AbsolutePath;
  const at = (...parts: string[]) => join(path, ...parts) as AbsolutePath;
  const directory = (name: string) => {
    mkdirSync(at(name), { recursive: true });
    return at(name);
  };
  directory(".");
  mkdirSync(join(home, "tmp"), { recursive: true });
  return {
    path,
    home,
    environment: environmentWith(home),
    at,
    directory,
    file(name, content = "") {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content);
      return at(name);
    },
    remove: () => removeAll(top),
  };
}

/** Settings of the machine that programs need to reach a package index. */
const KEPT =
  /^(PATH|LANG|TERM|(https?|no|all)_proxy|SSL_CERT_\w+|NODE_EXTRA_CA_CERTS|\w+_CA_BUNDLE|(PIP|UV)_\w*(INDEX|CERT|FIND_LINKS|TRUSTED|TIMEOUT)\w*)$/i;

function environmentWith(home: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name, value]) => KEPT.test(name) && value);
  return {
    ...Object.fromEntries(kept as [string, string][]),
    HOME: home,
    XDG_CACHE_HOME: join(home, ".cache"),
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_DATA_HOME: join(home, ".local/share"),
    XDG_STATE_HOME: join(home, ".local/state"),
    XDG_RUNTIME_DIR: join(home, "tmp"),
    TMPDIR: join(home, "tmp"),
    UV_CACHE_DIR: join(home, ".cache/uv"),
    UV_PYTHON_DOWNLOADS: "never",
    PIP_CACHE_DIR: join(home, ".cache/pip"),
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "pyshed",
    GIT_AUTHOR_EMAIL: "pyshed@example.invalid",
    GIT_COMMITTER_NAME: "pyshed",
    GIT_COMMITTER_EMAIL: "pyshed@example.invalid",
  };
}

/** Also removes what a test made unreadable. */
function removeAll(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Some directory refuses: open all of them, then try once more and let that error out.
    openUp(path);
    rmSync(path, { recursive: true, force: true });
  }
}

function openUp(directory: string): void {
  chmodSync(directory, 0o700);
  for (const name of readdirSync(directory)) {
    if (lstatSync(join(directory, name)).isDirectory()) openUp(join(directory, name));
  }
}
