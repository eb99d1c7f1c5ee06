import { expect, it } from "vitest";
import { runsHere } from "../../src/evidence/runs-here.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import type { Process, Use } from "../../src/system/processes.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";

const process = (pid: number, name: string, uses: readonly Use[]): Process => {
  return { pid, parent: 1, name, uses, view: "", readable: true };
};

it("tells a program and a service that run from a tree from a shell that stands in it", async () => {
  const tree = temporaryTree();
  const [site, idle, tool] = ["site", "idle", "tool"].map((name) => tree.directory(name));
  const python = { hold: "executable", path: "/usr/bin/python3.11" as AbsolutePath } as const;
  const processes = [
    process(11, "gunicorn", [python, { hold: "working-directory", path: site! }]),
    process(12, "gunicorn", [python, { hold: "script", path: tree.at("site/.venv/bin/gunicorn") }]),
    process(13, "bash", [
      { hold: "executable", path: "/bin/bash" as AbsolutePath },
      { hold: "working-directory", path: idle! },
    ]),
    process(hostIn(tree.home).processId, "python", [python, { hold: "working-directory", path: idle! }]),
  ];
  const services = [{ name: "tool.service", places: [tree.at("tool/bin/run")], runsProjects: false }];
  const answers = await runsHere(hostIn(tree.home), [site!, idle!, tool!], {
    processes: { processes, hidden: 0, trouble: null },
    services,
  });
  expect([site!, idle!, tool!].map((path) => [answers.get(path)?.answer, answers.get(path)?.reason])).toEqual([
    ["yes", "gunicorn (pid 11) runs from this tree, and 1 more"],
    ["no", "nothing that can be seen runs from this tree"],
    ["yes", "the service tool.service runs from this tree"],
  ]);
});
