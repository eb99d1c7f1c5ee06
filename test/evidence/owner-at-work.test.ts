import { copyFileSync, chmodSync, readFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test, vi } from "vitest";
import { ownerAtWork } from "../../src/evidence/owner-at-work.ts";
import { thisHost } from "../../src/system/host.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test.runIf(process.platform === "linux")(
  "a tool at work is seen by its name, and told apart by its settings",
  async () => {
    const tree = temporaryTree();
    const program = tree.at("owner-of-a-store");
    copyFileSync("/bin/sleep", program);
    chmodSync(program, 0o755);
    // Started by another process, for our own children are what we let clean.
    const child = spawn("/bin/sh", ["-c", `${program} 60 & echo $!; wait`], {
      detached: true,
      env: { HOME: tree.home, OWNER_CACHE_DIR: "/here" },
    });
    onTestFinished(() => void process.kill(-child.pid!, "SIGKILL"));
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    // Until then it is still the shell that becomes it.
    await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/comm`, "utf8")).toBe("owner-of-a-stor\n"), 60_000);
    const ask = (name: string, mayUse: (settings: ReadonlyMap<string, string>) => boolean) =>
      ownerAtWork(thisHost(), [name], mayUse);
    const seen: (string | undefined)[] = [];
    const here = await ask("owner-of-a-store", (settings) => {
      seen.push(settings.get("OWNER_CACHE_DIR"), settings.get("HOME"), settings.get("PATH"));
      return true;
    });
    expect(here).toEqual({ answer: "yes", reason: `owner-of-a-stor (pid ${pid}) is at work` });
    expect(seen).toEqual(["/here", tree.home, undefined]);
    expect((await ask("owner-of-a-store", () => false)).answer).toBe("no");
    expect((await ask("owner-of-a", () => true)).answer).toBe("no");
  },
);
