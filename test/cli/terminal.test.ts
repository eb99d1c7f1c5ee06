import { describe, expect, it } from "vitest";
import { heldAt } from "../support/hold.ts";
import { runOnTerminal, openTerminal } from "../support/terminal.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { plantMypyCache } from "./mypy-cache.ts";

function plantProject(tree: TemporaryTree): void {
  tree.file("work/api/requirements.txt");
  plantMypyCache(tree, "work/api");
}

describe("on a terminal", () => {
  it("colours the table, unless told not to", async () => {
    const tree = temporaryTree();
    plantProject(tree);
    const options = { cwd: tree.path, environment: tree.environment };
    expect((await runOnTerminal(["work"], options)).screen).toMatch(/\u001B\[32m✓/);
    expect((await runOnTerminal(["work", "--no-color"], options)).screen).not.toMatch(/\u001B\[\d+m/);
    const noColour = { ...options, environment: { ...tree.environment, NO_COLOR: "1" } };
    expect((await runOnTerminal(["work"], noColour)).screen).not.toMatch(/\u001B\[\d+m/);
    const dumb = { ...options, environment: { ...tree.environment, TERM: "dumb" } };
    expect((await runOnTerminal(["work"], dumb)).screen).not.toContain("\u001B");
  });

  it("stops at the first Ctrl-C, also when it arrives twice, shows what was found so far and ends with 130", async () => {
    const tree = temporaryTree();
    plantProject(tree);
    const { environment } = heldAt(tree, "end of the walk");
    const terminal = openTerminal(["work"], { cwd: tree.path, environment });
    // The walk has told what it found, and waits before it says that it is over.
    await terminal.waitFor(/\d entries, 1 findings?, /);
    terminal.type("\u0003\u0003");
    expect(await terminal.end()).toBe(130);
    expect(terminal.screen()).toContain("Interrupted: these are the findings up to then.");
    expect(terminal.screen()).toContain(".mypy_cache/");
    expect(terminal.screen()).toMatch(/entr(y|ies) in \d+\.\d s/);
  });
});
