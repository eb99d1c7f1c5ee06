import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmdirSync, symlinkSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { reliances } from "../../src/evidence/reliances.ts";
import { reliedOn, type Reliance } from "../../src/evidence/relied-on.ts";
import type { AbsolutePath } from "../../src/model/path.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { hostIn, plant } from "../support/trees.ts";
import { IS_ROOT } from "../support/expectation.ts";

/** Two environments with names that begin alike; only `site/.venv` is ever needed. */
function machine(): TemporaryTree {
  const tree = temporaryTree();
  for (const name of [".venv", ".venv-2"]) plant(tree.at("site", name), { "bin/python": "", "bin/tool": "" });
  return tree;
}

function answers(tree: TemporaryTree, more: readonly Reliance[] = [], environment = {}): [string, string] {
  const host = hostIn(tree.home, { ...tree.environment, ...environment });
  const findings = [tree.at("site/.venv"), tree.at("site/.venv-2")];
  const said = reliedOn(host, findings, [...reliances(host, tree.at("machine")), ...more]);
  const [needed, other] = findings.map((finding) => said.get(finding)!.reason);
  return [needed!, other!];
}

const NOBODY = "nothing that was looked at needs it";

describe("what somebody may start later", () => {
  test("nobody needs an environment by itself", () => {
    expect(answers(machine())).toEqual([NOBODY, NOBODY]);
  });

  test.each([".local/share/jupyter", ".ipython"])("a Jupyter kernel in ~/%s", (directory) => {
    const tree = machine();
    const argv = [tree.at("site/.venv/bin/python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"];
    plant(tree.home, {
      [`${directory}/kernels/demo/kernel.json`]: JSON.stringify({ argv, display_name: "Demo" }),
      [`${directory}/kernels/broken/kernel.json`]: "{",
      [`${directory}/kernels/other/kernel.json`]: JSON.stringify({ argv: ["python3", "-m", "bash_kernel"] }),
    });
    expect(answers(tree)).toEqual([`the Jupyter kernel ${tree.home}/${directory}/kernels/demo runs from it`, NOBODY]);
  });

  test("a Jupyter kernel of the machine's, and one along JUPYTER_PATH", () => {
    const tree = machine();
    const kernel = JSON.stringify({ argv: [tree.at("site/.venv/bin/python")] });
    plant(tree.at("machine/usr/local/share/jupyter/kernels/all"), { "kernel.json": kernel });
    plant(tree.at("mine/kernels/own"), { "kernel.json": kernel });
    expect(answers(tree, [], { JUPYTER_PATH: `/nowhere:${tree.at("mine")}` })[0]).toMatch(
      /kernels\/own runs from it, and 1 more$/,
    );
    expect(answers(tree, [], { JUPYTER_PATH: "" })[0]).toMatch(/kernels\/all runs from it$/);
  });

  test("a command that is a link into it, or a script that it runs", () => {
    for (const name of [".local/bin", "bin"]) {
      const tree = machine();
      mkdirSync(`${tree.home}/${name}`, { recursive: true });
      symlinkSync(tree.at("site/.venv/bin/tool"), `${tree.home}/${name}/tool`);
      symlinkSync("/usr/bin/env", `${tree.home}/${name}/env`);
      expect(answers(tree)).toEqual([`the command ${tree.home}/${name}/tool runs from it`, NOBODY]);
    }
    for (const text of ["#!@/bin/python\nimport demo\n", '#!/bin/sh\nexec "@/bin/python" -m demo "$@"\n']) {
      const tree = machine();
      plant(`${tree.home}/bin`, {
        demo: text.replace("@", tree.at("site/.venv")),
        notes: `#!/bin/sh\n# ${tree.at("site/.venv-2/bin/python")}\ntrue\n`,
        data: tree.at("site/.venv-2/bin/python"),
      });
      expect(answers(tree), text).toEqual([`the command ${tree.home}/bin/demo runs from it`, NOBODY]);
    }
  });

  test("what a shell reads when it starts, and an entry of the menu", () => {
    const shell = machine();
    plant(shell.home, { ".bashrc": `alias a='cd ~ && . ${shell.at("site/.venv")}/bin/activate'\n` });
    expect(answers(shell)).toEqual([`${shell.home}/.bashrc names it`, NOBODY]);
    const menu = machine();
    const entry = ".local/share/applications/demo.desktop";
    plant(menu.home, { [entry]: `[Desktop Entry]\nExec=${menu.at("site/.venv/bin/tool")} %f\n` });
    expect(answers(menu)).toEqual([`${menu.home}/${entry} names it`, NOBODY]);
    const relative = machine();
    plant(relative.home, { ".bashrc": `alias a='. .venv/bin/activate'\nexport SITE=${relative.at("site")}\n` });
    expect(answers(relative)).toEqual([NOBODY, NOBODY]);
  });

  test("what cannot be read is passed over", () => {
    const tree = machine();
    plant(tree.home, { ".bashrc": tree.at("site/.venv"), "bin/closed": "#!/bin/sh\n" });
    chmodSync(`${tree.home}/bin/closed`, 0);
    rmdirSync(tree.directory("empty"));
    expect(answers(tree)[1]).toBe(NOBODY);
  });
});

describe("what the scan saw", () => {
  test("a link from elsewhere, not one that lies beside it", () => {
    const tree = machine();
    const link = (by: AbsolutePath): Reliance => ({ kind: "link", by, place: tree.at("site/.venv") });
    expect(answers(tree, [link(tree.at("other/.venv"))])[0]).toBe(`the link ${tree.at("other/.venv")} leads to it`);
    expect(answers(tree, [link(tree.at("site/env")), link(tree.at("site/sub/.venv"))])[0]).toBe(NOBODY);
  });

  test("an environment made from its interpreter, not itself", () => {
    const tree = machine();
    const from = (by: AbsolutePath): Reliance => ({ kind: "environment", by, place: tree.at("site/.venv/bin") });
    expect(answers(tree, [from(tree.at("site/.venv-3"))])[0]).toBe(
      `the environment ${tree.at("site/.venv-3")} is made from its interpreter`,
    );
    expect(answers(tree, [from(tree.at("site/.venv")), from(tree.at("site/.venv/nested"))])[0]).toBe(NOBODY);
  });
});

test.runIf(IS_ROOT)("a second mount of it (as root)", () => {
  const tree = machine();
  const shown = tree.directory("srv/venv");
  execFileSync("mount", ["--bind", tree.at("site/.venv"), shown]);
  onTestFinished(() => void execFileSync("umount", [shown]));
  expect(answers(tree)).toEqual([`it is also mounted at ${shown}`, NOBODY]);
});
