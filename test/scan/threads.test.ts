import { once } from "node:events";
import { expect, test } from "vitest";
import { runPool } from "../../src/scan/pool.ts";
import { workerSettings } from "../../src/scan/settings.ts";
import type { SearchTask, WorkerSettings } from "../../src/scan/tasks.ts";
import { Threads } from "../../src/scan/threads.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";

const nobody = {
  onMeasured: () => {},
  onSource: () => {},
  onLink: () => {},
  onProblem: () => {},
  onProgress: () => {},
  signal: undefined,
};

test("threads that no walk has taken end by themselves", async () => {
  const threads = new Threads("scan");
  const workers = Array.from({ length: threads.ready }, () => threads.take());
  expect(workers.length).toBeGreaterThan(0);
  const ended = Promise.all(workers.map((worker) => once(worker, "exit")));
  threads.dismiss();
  expect((await ended).map(([code]) => code as number)).toEqual(workers.map(() => 0));
});

test("threads that were started before the walk do its work, and a thread that fails ends it with its error", async () => {
  const tree = temporaryTree();
  tree.file("a/b/c.py", "");
  const task: SearchTask = {
    type: "search",
    directory: tree.path,
    depth: 0,
    device: 0,
    project: null,
    surroundings: "anything",
  };
  const settings = (): WorkerSettings =>
    workerSettings(hostIn(tree.home), { depth: null, oneFileSystem: false }, [tree.path]);
  expect(await runPool([task], settings(), { ...nobody, threads: new Threads("scan") })).toBeGreaterThanOrEqual(3);
  const broken = { ...settings(), neverProjects: 7 } as unknown as WorkerSettings;
  await expect(runPool([task], broken, { ...nobody, threads: new Threads("scan") })).rejects.toThrow(TypeError);
});
