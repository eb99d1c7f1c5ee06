import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { history } from "../../src/app/history.ts";
import { undo } from "../../src/app/undo.ts";
import { beginJournal } from "../../src/execute/journal.ts";
import { inFullOf, isRunKnown, readRuns } from "../../src/execute/run-logs.ts";
import type { IntentRecord, RunRecord } from "../../src/execute/journal-records.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { NO_BYTES } from "../../src/model/plan.ts";
import { machineOf } from "../../src/system/machine.ts";
import { ownMark } from "../../src/system/own-process.ts";
import { dedupeAll } from "../app/dedupe-workspace.ts";
import { workspace, type Workspace } from "../app/workspace.ts";
import { contentsOf, plantTwo } from "./two-alike.ts";

const RUN = "20260101-000000-0badcafe";

function headOf({ host }: Workspace): RunRecord {
  return {
    type: "run",
    schema: "pyshed.journal/1",
    run: RUN,
    kind: "dedupe",
    at: "2026-01-01T00:00:00.000Z",
    machine: machineOf(host),
    process: ownMark(host),
    items: 1,
    forecast: NO_BYTES,
    later: NO_BYTES,
    partOf: null,
  };
}

function intentOf(path: AbsolutePath, step: number): IntentRecord {
  return {
    type: "intent",
    step: String(step),
    at: "2026-01-01T00:00:00.000Z",
    act: "delete",
    path,
    identity: { device: "1", inode: "1", type: "file", modified: "1" },
    artifact: "x".repeat(100_000),
    project: null,
    safety: "safe",
    bytes: NO_BYTES,
    aside: null,
    origin: null,
  };
}

const options = {
  mayLieElsewhere: false,
  waitMs: 0,
  onWait: () => {},
  say: () => {},
  onNotice: () => {},
  whenLocked: async () => {},
};

test("a journal is read without the lists of files, and a list when it is asked for", async () => {
  const work = plantTwo();
  const { plan } = await dedupeAll(work);
  const [log] = readRuns(work.host);
  const [intent] = log!.intents;
  expect(log!.intents).toHaveLength(plan.steps.length);
  expect(intent).not.toHaveProperty("links");
  expect(inFullOf(log!, intent!)).toEqual({ ...intent, links: plan.steps[0]!.links() });
});

test("a list that can't be read any more undoes nothing, and says so", async () => {
  const work = plantTwo();
  const { plan } = await dedupeAll(work);
  const contents = contentsOf(work);
  const { file } = readRuns(work.host)[0]!;
  const lines = readFileSync(file, "utf8");
  const report = await undo(work.host, null, {
    onPoint: (point) => {
      if (point === "begun") writeFileSync(file, lines.replaceAll("links", "lonks"));
    },
  });
  const said = report.outcomes.map(({ result, reason }) => [result, reason]);
  expect(said).toEqual(plan.steps.map(() => ["failed", "the journal does not say which files it is about"]));
  expect(contentsOf(work)).toEqual(contents);
  writeFileSync(file, lines);
  const again = await undo(work.host, null);
  expect(again.outcomes.every(({ result }) => result === "done")).toBe(true);
  expect(history(work.host)).toHaveLength(3);
});

test("intents are written while further ones are still to be made", async () => {
  const work = workspace();
  const journal = await beginJournal(work.host, headOf(work), options);
  const file = join(journal.directory!, `${RUN}.ndjson`);
  const sizes: number[] = [];
  journal.intend({
    *[Symbol.iterator]() {
      for (let step = 1; step <= 20; step++) {
        yield intentOf(work.tree.at("x"), step);
        sizes.push(statSync(file).size);
      }
    },
  });
  journal.close();
  expect(sizes.every((size, index) => size > (index - 2) * 100_000)).toBe(true);
  expect(readRuns(work.host)[0]!.intents.map(({ step }) => step)).toEqual(
    Array.from({ length: 20 }, (_, index) => String(index + 1)),
  );
});

test("of an earlier run's journal the head is enough to know its name, however long it is", async () => {
  const work = workspace();
  const journal = await beginJournal(work.host, headOf(work), options);
  journal.close();
  const file = join(journal.directory!, `${RUN}.ndjson`);
  // Longer than any text may be: whoever reads all of it knows nothing.
  truncateSync(file, 2 ** 30);
  appendFileSync(file, "\n");
  expect(isRunKnown(work.host, RUN)).toBe(true);
  expect(isRunKnown(work.host, `${RUN}0`)).toBe(false);
});
