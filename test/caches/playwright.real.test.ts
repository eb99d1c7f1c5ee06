import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { cleanCaches } from "../../src/app/clean-caches.ts";
import { serveFiles } from "../support/file-server.ts";
import { mustRun } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { machinePython, tool } from "../support/tools.ts";
import { diskUsage, hostIn } from "../support/trees.ts";
import { contentsOf, theCache } from "./store-place.ts";

/** Archives for the addresses that `playwright install --dry-run` prints, each with one program. `argv` is the server's directory. */
const MAKE_BROWSERS = `
import os, re, sys, urllib.parse, zipfile
os.chdir(sys.argv[1])
programs = {"ffmpeg": "ffmpeg-linux", "headless-shell": "chrome-headless-shell-linux64/chrome-headless-shell"}
for address in re.findall(r"Download url: +(\\S+)", sys.stdin.read()):
    path = re.search(r"builds/.*", urllib.parse.urlparse(address).path).group()
    os.makedirs(os.path.dirname(path), exist_ok=True)
    program = zipfile.ZipInfo(next(name for part, name in programs.items() if part in path))
    program.external_attr = 0o755 << 16
    with zipfile.ZipFile(path, "w") as archive: archive.writestr(program, "#!/bin/sh\\n" + "#" * 50_000)
`;

const yes = { confirm: () => Promise.resolve(true), isMeasured: false };
const request = { names: ["playwright"], chosen: null, named: [], permanent: true };

test.runIf(process.platform === "linux")(
  "what playwright installs is told by who wants it, goes by its own command, and is installed again",
  async () => {
    const tree = temporaryTree();
    const address = await serveFiles(tree.directory("server"));
    const environment = {
      ...tree.environment,
      PATH: `${dirname(tool("playwright"))}:${tree.environment["PATH"]}`,
      PLAYWRIGHT_DOWNLOAD_HOST: address,
      NO_PROXY: "127.0.0.1",
      no_proxy: "127.0.0.1",
    };
    const options = { cwd: tree.path, environment };
    const playwright = (...args: string[]): Promise<string> => mustRun(tool("playwright"), args, options);
    const wanted = ["chromium", "--only-shell"];
    const input = await playwright("install", "--dry-run", ...wanted);
    await mustRun(machinePython(), ["-c", MAKE_BROWSERS, tree.at("server")], { ...options, input });
    await playwright("install", ...wanted);

    const host = { ...hostIn(tree.home, environment), currentDirectory: tree.path };
    const place = join(tree.home, ".cache/ms-playwright");
    const installed = readdirSync(place).filter((name) => name !== ".links");
    expect(installed.map((name) => name.replace(/-\d+$/, ""))).toEqual(["chromium_headless_shell", "ffmpeg"]);
    const [link] = readdirSync(join(place, ".links"));
    const told = () => contentsOf(host, "playwright").entries.map(({ name, isUsed, usedBy }) => [name, isUsed, usedBy]);
    const user = /[^]*playwright\/driver\/package$/;
    expect(told().toSorted()).toEqual(installed.map((name) => [name, "yes", [expect.stringMatching(user)]]));
    // A browser of an installation that is gone, and one that may lie on a disk that is not there.
    mkdirSync(join(place, "firefox-1400"));
    writeFileSync(join(place, "firefox-1400/INSTALLATION_COMPLETE"), "");
    writeFileSync(join(place, ".links/gone"), tree.at("gone/driver/package"));
    expect(told()).toContainEqual(["firefox-1400", "no", []]);
    writeFileSync(join(place, ".links/hidden"), "/mnt/elsewhere/driver/package");
    expect(told()).toContainEqual(["firefox-1400", "unknown", []]);

    const before = theCache(host, "playwright");
    expect([before.path, before.isCurrent, before.obstacles, before.command]).toEqual([
      place,
      true,
      [],
      "playwright uninstall --all",
    ]);
    const { report } = await cleanCaches(host, request, yes);
    expect(report?.outcomes.map(({ act, result, path }) => [act, result, path])).toEqual([["owner", "done", place]]);
    expect(before.bytes.allocated - diskUsage(place)).toBe(before.removable.frees);
    expect([readdirSync(place), readdirSync(join(place, ".links"))]).toEqual([[".links"], []]);
    await playwright("install", ...wanted);
    expect(readdirSync(place).toSorted()).toEqual([".links", ...installed]);
    expect(existsSync(join(place, ".links", link!))).toBe(true);
  },
);
