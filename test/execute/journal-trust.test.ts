import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { history } from "../../src/app/history.ts";
import { beginJournal } from "../../src/execute/journal.ts";
import type { IntentRecord, RunRecord } from "../../src/execute/journal-records.ts";
import { recoverNow } from "../../src/execute/recover-now.ts";
import { trashFor } from "../../src/execute/trash/trash-for.ts";
import { nameOf, parentOf, type AbsolutePath } from "../../src/model/path.ts";
import { NO_BYTES } from "../../src/model/plan.ts";
import { machineOf } from "../../src/system/machine.ts";
import { ownMark } from "../../src/system/own-process.ts";
import { identityAt } from "../../src/system/place-identity.ts";
import { snapshot } from "../support/snapshot.ts";
import { plant } from "../support/trees.ts";
import { namesIn, workspace, type Workspace } from "../app/workspace.ts";
import { IS_ROOT } from "../support/expectation.ts";

interface Trap extends Workspace {
  /** Where a journal lies when the state directory is full. */
  readonly place: string;
  readonly sentinel: AbsolutePath;
}

function setTrap(): Trap {
  const work = workspace();
  const sentinel = work.tree.directory("thesis");
  plant(sentinel, { "chapter-1.tex": "the only copy" });
  const host = { ...work.host, environment: { ...work.host.environment, XDG_RUNTIME_DIR: "" } };
  return { ...work, host, sentinel, place: join(work.tree.home, "tmp", `pyshed-${host.userId}`) };
}

/** The journal of a run that was killed while it deleted the sentinel. */
function lines({ host, sentinel }: Trap, changes: Partial<IntentRecord> = {}): string {
  const run: RunRecord = {
    type: "run",
    schema: "pyshed.journal/1",
    run: "20260101-000000-0badcafe",
    kind: "clean",
    at: "2026-01-01T00:00:00.000Z",
    machine: machineOf(host),
    process: { ...ownMark(host), pid: 4_000_000, start: "long gone" },
    items: 1,
    forecast: NO_BYTES,
    later: NO_BYTES,
    partOf: null,
  };
  const intent: IntentRecord = {
    type: "intent",
    step: "1",
    at: run.at,
    act: "delete",
    path: `${parentOf(sentinel)}/.venv` as AbsolutePath,
    identity: identityAt(sentinel)!,
    artifact: "venv",
    project: null,
    safety: "low",
    bytes: NO_BYTES,
    aside: nameOf(sentinel),
    origin: null,
    ...changes,
  };
  return `${JSON.stringify(run)}\n${JSON.stringify(intent)}\n`;
}

function plantJournal(trap: Trap, directory: string, changes: Partial<IntentRecord> = {}): string {
  const file = join(directory, "runs/20260101-000000-0badcafe.ndjson");
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, lines(trap, changes), { mode: 0o600 });
  return file;
}

async function expectUntouched(trap: Trap): Promise<void> {
  const before = snapshot(trap.sentinel);
  await recoverNow(trap.host, trashFor(trap.host), {});
  expect(existsSync(trap.sentinel)).toBe(true);
  expect(snapshot(trap.sentinel)).toEqual(before);
}

/** What pyshed itself calls a thing while it deletes it. */
function asItsOwn(trap: Trap): Trap {
  const own = `${parentOf(trap.sentinel)}/.pyshed-20260101-000000-0badcafe-1` as AbsolutePath;
  renameSync(trap.sentinel, own);
  return { ...trap, sentinel: own };
}

describe("a journal in a place that somebody else prepared", () => {
  test("is followed where the place is ours alone: what a killed run had begun is finished", async () => {
    const ours = asItsOwn(setTrap());
    plantJournal(ours, ours.place);
    await recoverNow(ours.host, trashFor(ours.host), {});
    expect(existsSync(ours.sentinel)).toBe(false);
  });

  test("is not believed when others may write to the directory around it", async () => {
    const theirs = asItsOwn(setTrap());
    plantJournal(theirs, theirs.place);
    chmodSync(theirs.place, 0o777);
    await expectUntouched(theirs);
    expect(history(theirs.host)).toEqual([]);
  });

  test("is not believed when the place is a link", async () => {
    const theirs = asItsOwn(setTrap());
    plantJournal(theirs, join(theirs.tree.path, "bait"));
    symlinkSync(join(theirs.tree.path, "bait"), theirs.place);
    await expectUntouched(theirs);
    expect(history(theirs.host)).toEqual([]);
  });

  test("is not believed when others may write to the file, or it is a link", async () => {
    const theirs = asItsOwn(setTrap());
    const file = plantJournal(theirs, theirs.place);
    chmodSync(file, 0o666);
    await expectUntouched(theirs);
    renameSync(file, join(theirs.tree.path, "journal"));
    chmodSync(join(theirs.tree.path, "journal"), 0o600);
    symlinkSync(join(theirs.tree.path, "journal"), file);
    await expectUntouched(theirs);
    expect(history(theirs.host)).toEqual([]);
  });

  test.runIf(IS_ROOT)("is not believed when the place or the file belongs to another user (as root)", async () => {
    const theirs = asItsOwn(setTrap());
    const file = plantJournal(theirs, theirs.place);
    chownSync(file, 65534, 65534);
    await expectUntouched(theirs);
    chownSync(file, 0, 0);
    chownSync(theirs.place, 65534, 65534);
    await expectUntouched(theirs);
    expect(history(theirs.host)).toEqual([]);
  });

  test("no journal and no lock is put there, and nothing in it is taken away", async () => {
    const theirs = setTrap();
    const bait = theirs.tree.directory("bait");
    plant(bait, { lock: "", "lock.takeover": "" });
    symlinkSync(bait, theirs.place);
    const before = snapshot(bait);
    // No state directory: a file lies where it would be.
    mkdirSync(join(theirs.tree.home, ".local"), { recursive: true });
    writeFileSync(join(theirs.tree.home, ".local/state"), "");
    const run = JSON.parse(lines(theirs).split("\n")[0]!) as RunRecord;
    const nothing = { say: () => {}, onNotice: () => {}, onWait: () => {}, whenLocked: async () => {} };
    const options = { mayLieElsewhere: true, waitMs: 0, ...nothing };
    // A system without `/dev/shm`, so that this is the last place there is.
    const host = { ...theirs.host, platform: "freebsd" as const, now: () => Date.now() + 60_000 };
    const journal = await beginJournal(host, run, options);
    journal.close();
    expect(journal.directory).toBe(null);
    expect(snapshot(bait)).toEqual(before);
  });
});

describe("a journal that was edited", () => {
  const state = ({ tree }: Trap): string => join(tree.home, ".local/state/pyshed");

  test.each([
    ["names something else as what was set aside", {}],
    ["leads elsewhere by the name", { aside: "../tree/thesis" }],
    ["leads elsewhere by the path", { path: "/nowhere/../x/.venv" as AbsolutePath }],
    ["has a relative path", { path: ".venv" as AbsolutePath }],
  ])("%s: nothing is touched", async (_, changes) => {
    const theirs = setTrap();
    plantJournal(theirs, state(theirs), changes);
    await expectUntouched(theirs);
  });

  test.each(["purge", "restore"] as const)("calls a directory the trash that is none (%s)", async (act) => {
    const theirs = setTrap();
    const { tree } = theirs;
    plant(tree.path, { "files/work/a.txt": "the only copy", "info/work.trashinfo": "" });
    const identity = identityAt(tree.at("files/work"))!;
    const item = {
      trashDirectory: tree.path,
      name: "work",
      originalPath: tree.at("elsewhere"),
      device: Number(identity.device),
      inode: identity.inode,
      kind: "directory" as const,
      trashedAt: 0,
    };
    plantJournal(theirs, state(theirs), { act, aside: null, identity, origin: { run: "x", step: "1", item } });
    await recoverNow(theirs.host, trashFor(theirs.host), {});
    expect(readFileSync(tree.at("files/work/a.txt"), "utf8")).toBe("the only copy");
    expect(namesIn(tree.path, "info")).toEqual(["work.trashinfo"]);
    expect(readdirSync(tree.path)).not.toContain("elsewhere");
  });
});
