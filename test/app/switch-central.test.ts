import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { changeSettings } from "../../src/app/change-settings.ts";
import { planCentral, setBy } from "../../src/app/switch-central.ts";
import type { SettingsChange } from "../../src/model/settings.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";

it("writes an agent on macOS, reads from it which cache it sets, and takes it out again as it was written", async () => {
  const tree = temporaryTree();
  const mac = { ...hostIn(tree.home, { ...tree.environment, SHELL: "/bin/zsh" }), platform: "darwin" } as const;
  const agent = join(tree.home, "Library/LaunchAgents/pyshed.pycache-prefix.plist");
  const cache = join(tree.home, ".cache/pycache");
  await changeSettings(mac, planCentral(mac, true) as SettingsChange);
  expect(setBy(mac)).toEqual([
    { file: join(tree.home, ".zshenv"), cache },
    { file: agent, cache },
  ]);
  const written = readFileSync(agent, "utf8");
  writeFileSync(agent, `${written}<!-- mine -->\n`);
  expect(planCentral(mac, false)).toMatchObject({
    edits: [{ path: join(tree.home, ".zshenv") }],
    obstacles: [{ path: agent, reasons: [expect.stringContaining("is not what pyshed wrote")] }],
  });
  writeFileSync(agent, written.replaceAll("\n", "\r\n"));
  await changeSettings(mac, planCentral(mac, false) as SettingsChange);
  expect([existsSync(agent), setBy(mac)]).toEqual([false, []]);
});
