import { linkSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { expect, it } from "vitest";
import { centralDocument } from "../../src/report/schema/central.ts";
import { settingsDocument } from "../../src/report/schema/settings.ts";
import { namesIn } from "../app/workspace.ts";
import { byTime, oldFile, plantEveryClass, withInterpreter } from "../bytecode/planted.ts";
import { run, unwrapped, type Outcome } from "../support/run.ts";
import { snapshot, type Snapshot } from "../support/snapshot.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";

interface Planted {
  readonly tree: TemporaryTree;
  readonly pyshed: (...args: readonly string[]) => Promise<Outcome>;
}

function planted(shell = "/bin/bash", more: Readonly<Record<string, string>> = {}): Planted {
  const tree = temporaryTree();
  const environment = { ...withInterpreter(tree), SHELL: shell, LC_ALL: "C.UTF-8", ...more };
  return { tree, pyshed: (...args) => run(["bytecode", ...args], { cwd: tree.path, environment }) };
}

/** The home without pyshed's own records, and without the times of what is rewritten. */
function homeOf({ home }: TemporaryTree): Snapshot {
  const all = Object.entries(snapshot(home, { timesOf: () => false }));
  return Object.fromEntries(
    all.filter(([name]) => !/^(?:\.|\.local.*|\.config|\.config\/environment\.d|tmp)$/.test(name)),
  );
}

const EXPORT = (tree: TemporaryTree): string =>
  `# >>> pyshed: one cache for all bytecode >>>\nexport PYTHONPYCACHEPREFIX=${tree.home}/.cache/pycache\n# <<< pyshed: one cache for all bytecode <<<\n`;

it("is set in the shell's profile and the session's environment, and undo takes it back byte for byte", async () => {
  const { tree, pyshed } = planted();
  writeFileSync(join(tree.home, ".bashrc"), "alias ll='ls -l'", { mode: 0o600 });
  const before = homeOf(tree);
  const shown = await pyshed("central", "--on", "--dry-run");
  expect([shown.code, shown.stderr]).toEqual([
    0,
    expect.stringContaining(`Would put into ${tree.home}/.bashrc (read by bash)`),
  ]);
  expect(homeOf(tree)).toEqual(before);
  expect((await pyshed("central", "--on")).code).toBe(3);
  expect(homeOf(tree)).toEqual(before);

  expect((await pyshed("central", "--on", "--yes")).stdout).toMatch(
    /^✓ Changed 3 files; 'pyshed undo' takes it back\n/,
  );
  expect(readFileSync(join(tree.home, ".bashrc"), "utf8")).toBe(`alias ll='ls -l'\n${EXPORT(tree)}`);
  expect(statSync(join(tree.home, ".bashrc")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(tree.home, ".profile"), "utf8")).toBe(EXPORT(tree));
  expect(readFileSync(join(tree.home, ".config/environment.d/60-pyshed-pycache.conf"), "utf8")).toBe(
    EXPORT(tree).replace("export ", ""),
  );
  expect((await pyshed("central", "--on", "--yes")).stdout).toBe("Nothing to change.\n");
  const status = v.parse(centralDocument, JSON.parse((await pyshed("central", "--json")).stdout));
  expect(status).toMatchObject({ inEffect: false, contents: null, path: `${tree.home}/.cache/pycache` });
  expect(status.setBy).toHaveLength(3);

  const undone = await run(["undo"], { cwd: tree.path, environment: tree.environment });
  expect([undone.code, undone.stdout]).toEqual([0, "✓ Took back what was changed in 3 files\n"]);
  expect(homeOf(tree)).toEqual(before);
  const history = await run(["history"], { cwd: tree.path, environment: tree.environment });
  expect(history.stdout).toMatch(/edit, .* 3 items\n(?: +\/\d +0 B {2}restored .*\n){3}/);
});

it("is taken out by --off and leaves what its user wrote meanwhile", async () => {
  const { tree, pyshed } = planted();
  await pyshed("central", "--on", "--yes");
  const bashrc = join(tree.home, ".bashrc");
  writeFileSync(bashrc, `first\n${readFileSync(bashrc, "utf8")}last\n`);
  const off = await pyshed("central", "--off", "--yes");
  expect(off.code).toBe(0);
  expect(readFileSync(bashrc, "utf8")).toBe("first\nlast\n");
  expect(readFileSync(join(tree.home, ".profile"), "utf8")).toBe("");
  expect(namesIn(tree.home, ".config/environment.d")).toEqual([]);
  expect((await run(["undo"], { cwd: tree.path, environment: tree.environment })).code).toBe(0);
  expect(readFileSync(bashrc, "utf8")).toBe(`first\n${EXPORT(tree)}last\n`);
});

it.each(["/usr/bin/zsh", "/usr/bin/fish", "/bin/sh", "/opt/nu"])(
  "is seen and taken out from every file after its user moved from bash to %s",
  async (shell) => {
    const { tree, pyshed } = planted();
    const login = join(tree.home, ".bash_login");
    writeFileSync(login, "mine\n");
    expect((await pyshed("central", "--on", "--yes")).code).toBe(0);
    writeFileSync(join(tree.home, ".bash_profile"), "");
    const later = (...words: readonly string[]): Promise<Outcome> =>
      run(["bytecode", "central", ...words], { cwd: tree.path, environment: { ...tree.environment, SHELL: shell } });
    const status = v.parse(centralDocument, JSON.parse((await later("--json")).stdout));
    const files = [".bash_login", ".bashrc", ".config/environment.d/60-pyshed-pycache.conf"];
    expect(status.setBy.toSorted()).toEqual(files.map((name) => join(tree.home, name)));
    expect((await later("--off", "--yes")).stdout).toMatch(/^✓ Changed 3 files/);
    expect([login, join(tree.home, ".bashrc")].map((file) => readFileSync(file, "utf8"))).toEqual(["mine\n", ""]);
  },
);

it("leaves what its user wrote below a mark without an end, and says so", async () => {
  const { tree, pyshed } = planted("/usr/bin/zsh");
  const zshenv = join(tree.home, ".zshenv");
  const cut = "# >>> pyshed: one cache for all bytecode >>>\nexport PYTHONPYCACHEPREFIX=/old\nalias important=1\n";
  writeFileSync(zshenv, cut);
  for (const [flag, after] of [
    ["--on", cut + EXPORT(tree)],
    ["--on", cut + EXPORT(tree)],
    ["--off", cut],
    ["--off", cut],
  ] as const) {
    const { code, stdout } = await pyshed("central", flag, "--yes");
    expect([code, readFileSync(zshenv, "utf8")]).toEqual([1, after]);
    expect(unwrapped(stdout)).toContain(".zshenv: a block that pyshed began there has no end\n");
  }
  symlinkSync(".zshenv", join(tree.home, ".profile"));
  expect((await pyshed("central", "--off", "--yes")).stdout).toContain("\nLeft 1:\n");
  const moving = await pyshed("central", "--on", "--yes", tree.path);
  expect([moving.code, moving.stdout]).toEqual([
    1,
    expect.stringMatching(/\nNo bytecode was moved, since a setting was left\.\n$/),
  ]);
});

it.each([
  ["lines that end as on Windows", (block: string) => block.replaceAll("\n", "\r\n"), ""],
  ["a last line without its end", (block: string) => block.trimEnd(), ""],
  ["a second one behind", (block: string) => `${block}mine\n${block}`, "mine\n"],
])("takes a block out and puts one in its place: %s", async (_, made, mine) => {
  const { tree, pyshed } = planted("/usr/bin/zsh");
  const zshenv = join(tree.home, ".zshenv");
  const before = `first\n${made(EXPORT(tree).replace(/=.*/, "=/old"))}`;
  const undo = (): Promise<Outcome> => run(["undo"], { cwd: tree.path, environment: tree.environment });
  writeFileSync(zshenv, before);
  expect((await pyshed("central", "--off", "--yes")).code).toBe(0);
  expect(readFileSync(zshenv, "utf8")).toBe(`first\n${mine}`);
  expect([(await undo()).code, readFileSync(zshenv, "utf8")]).toEqual([0, before]);
  const shown = (await pyshed("central", "--on", "--dry-run")).stderr;
  expect(shown).toMatch(/^Would write anew in .*\n( {4}.*\n)+ {2}in the place of:\n( {4}.*[^\r]\n)+Would put into /);
  expect((await pyshed("central", "--on", "--yes")).code).toBe(0);
  expect(readFileSync(zshenv, "utf8").trimEnd()).toBe(`first\n${mine}${EXPORT(tree)}`.trimEnd());
  expect((await pyshed("central", "--on", "--yes")).stdout).toBe("Nothing to change.\n");
  expect([(await undo()).code, readFileSync(zshenv, "utf8")]).toEqual([0, before]);
});

it("leaves a profile that was empty before, also below a link, and undo takes away only what pyshed made", async () => {
  const { tree, pyshed } = planted();
  const real = tree.file("dotfiles/bashrc");
  const own = tree.file("dotfiles/session");
  const unit = join(tree.home, ".config/environment.d/60-pyshed-pycache.conf");
  mkdirSync(dirname(unit), { recursive: true });
  symlinkSync(real, join(tree.home, ".bashrc"));
  symlinkSync(own, unit);
  const before = homeOf(tree);
  const undo = (...words: readonly string[]): Promise<Outcome> =>
    run(["undo", ...words], { cwd: tree.path, environment: tree.environment });
  expect((await pyshed("central", "--on", "--yes")).code).toBe(0);
  expect((await pyshed("central", "--off", "--yes")).code).toBe(0);
  expect([real, own].map((file) => readFileSync(file, "utf8"))).toEqual(["", ""]);
  expect((await undo()).code).toBe(0);
  expect(readFileSync(real, "utf8")).toBe(EXPORT(tree));
  const { runs } = JSON.parse(
    (await run(["history", "--json"], { cwd: tree.path, environment: tree.environment })).stdout,
  );
  expect((await undo(runs.at(-1).run)).code).toBe(0);
  expect([homeOf(tree), readFileSync(real, "utf8")]).toEqual([before, ""]);
});

it("says which file sets another cache than the one that this shell has, and which", async () => {
  const { tree, pyshed } = planted("/usr/bin/zsh");
  const zshenv = join(tree.home, ".zshenv");
  const session = join(tree.home, ".config/environment.d/60-pyshed-pycache.conf");
  expect((await pyshed("central", "--on", "--yes")).code).toBe(0);
  writeFileSync(zshenv, EXPORT(tree).replace(/=.*/, "=/old"));
  const cache = `${tree.home}/.cache/pycache`;
  expect((await pyshed("central")).stdout).toMatch(
    `✓ One cache for all bytecode: on, ${cache}\n  set in ${session}\n  ${zshenv} sets another one: /old\n`,
  );
  expect(v.parse(centralDocument, JSON.parse((await pyshed("central", "--json")).stdout))).toMatchObject({
    setBy: [session],
    setsAnother: [{ path: zshenv, cache: "/old" }],
  });
  const environment = { ...tree.environment, LC_ALL: "C.UTF-8", PYTHONPYCACHEPREFIX: tree.at("mine") };
  const elsewhere = await run(["bytecode", "central"], { cwd: tree.path, environment });
  expect(elsewhere.stdout).toBe(
    `✓ One cache for all bytecode: on, ${tree.at("mine")}\n  ${zshenv} sets another one: /old\n` +
      `  ${session} sets another one: ${cache}\n` +
      "  set by PYTHONPYCACHEPREFIX in this shell, not by pyshed\nNothing is in it.\n",
  );
  rmSync(session);
  expect((await pyshed("central")).stdout).toBe(
    `✓ One cache for all bytecode: off, ${cache}\n  ${zshenv} sets another one: /old\nNothing is in it.\n`,
  );
});

it("is turned off also where this shell names a cache that could not be turned on", async () => {
  const { tree, pyshed } = planted();
  await pyshed("central", "--on", "--yes");
  const environment = { ...tree.environment, SHELL: "/bin/bash", PYTHONPYCACHEPREFIX: `${tree.path}/a cache` };
  const central = (flag: string): Promise<Outcome> =>
    run(["bytecode", "central", flag, "--yes"], { cwd: tree.path, environment });
  expect((await central("--on")).code).toBe(2);
  expect((await central("--off")).stdout).toMatch(/^✓ Changed 3 files/);
});

it("follows a link to a profile, and leaves one that has another name or is no text", async () => {
  const { tree, pyshed } = planted("/usr/bin/zsh");
  const real = tree.file("dotfiles/zshenv", "mine\n");
  symlinkSync(real, join(tree.home, ".zshenv"));
  expect((await pyshed("central", "--on", "--yes")).code).toBe(0);
  expect(readFileSync(real, "utf8")).toBe(`mine\n${EXPORT(tree)}`);
  const other = planted();
  writeFileSync(join(other.tree.home, ".bashrc"), Buffer.from([0x61, 0xff, 0x0a]));
  writeFileSync(join(other.tree.home, ".profile"), "mine\n");
  linkSync(join(other.tree.home, ".profile"), join(other.tree.home, "second"));
  const { code, stdout } = await other.pyshed("central", "--on", "--yes");
  expect(code).toBe(1);
  expect(unwrapped(stdout)).toContain(".profile: it has further names, which would not be changed");
  expect(unwrapped(stdout)).toContain(".bashrc: it could not be read as text");
  expect(readFileSync(join(other.tree.home, ".profile"), "utf8")).toBe("mine\n");
});

it.each([
  ["/usr/bin/fish", ".config/fish/conf.d/pyshed-pycache.fish", "set -gx PYTHONPYCACHEPREFIX "],
  ["/bin/sh", ".profile", "export PYTHONPYCACHEPREFIX="],
])("writes for %s what that shell reads", async (shell, file, line) => {
  const { tree, pyshed } = planted(shell);
  expect((await pyshed("central", "--on", "--yes")).code).toBe(0);
  expect(readFileSync(join(tree.home, file), "utf8")).toContain(`\n${line}${tree.home}/.cache/pycache\n`);
});

it("moves what is of use in projects that are named, as one command to undo", async () => {
  const { tree, pyshed } = planted();
  plantEveryClass(tree);
  const before = [homeOf(tree), namesIn(tree.at("app/__pycache__"))];
  const shown = await pyshed("central", "--on", "--dry-run", "app");
  expect([shown.code, shown.stdout]).toEqual([
    0,
    expect.stringMatching(/^Would move 3 items into the one cache for all\n/),
  ]);
  expect([homeOf(tree), namesIn(tree.at("app/__pycache__"))]).toEqual(before);
  const on = await pyshed("central", "--on", "--yes", "--json", "app");
  const document = v.parse(settingsDocument, JSON.parse(on.stdout));
  expect([on.code, document.status, document.edits.map(({ change }) => change)]).toEqual([
    0,
    "done",
    ["insert", "insert", "insert"],
  ]);
  expect(document.moved?.items.map(({ act, result, files }) => [act, result, files])).toEqual(
    Array.from({ length: 3 }, () => ["move", "done", 1]),
  );
  expect(namesIn(tree.home, ".cache/pycache", tree.at("app"))).toEqual([
    "a.cpython-399.opt-1.pyc",
    "a.cpython-399.pyc",
    "mixed",
  ]);
  expect((await pyshed("central", "--on", "--yes", "app")).stdout).toBe(
    "Nothing to change.\nNothing to move, nothing was done.\n",
  );
  const undone = await run(["undo"], { cwd: tree.path, environment: tree.environment });
  expect([undone.code, undone.stdout]).toEqual([0, "✓ Moved 3 files back\n✓ Took back what was changed in 3 files\n"]);
  expect([homeOf(tree), namesIn(tree.at("app/__pycache__"))]).toEqual(before);
});

it.each([["gone"], ["a.py"], ["app", "gone"], ["--json", "gone"]])(
  "changes nothing where a root is none: %s",
  async (...roots) => {
    const { tree, pyshed } = planted();
    plantEveryClass(tree);
    tree.file("a.py");
    const before = homeOf(tree);
    const { code, stdout, stderr } = await pyshed("central", "--on", "--yes", ...roots);
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringMatching(/^error: .*: (no such|not a) directory \(/)]);
    expect(homeOf(tree)).toEqual(before);
  },
);

it.each([
  ["is a file", (tree: TemporaryTree) => writeFileSync(join(tree.home, ".cache/pycache"), "mine\n"), "is no directory"],
  [
    "is a link to nothing",
    (tree: TemporaryTree) => symlinkSync(tree.at("gone"), join(tree.home, ".cache/pycache")),
    "is a link that cannot be followed",
  ],
])("refuses a cache that %s, and its status says so", async (_, plant, why) => {
  const { tree, pyshed } = planted();
  mkdirSync(join(tree.home, ".cache"));
  plant(tree);
  const before = homeOf(tree);
  const on = await pyshed("central", "--on", "--yes");
  expect([on.code, on.stderr]).toEqual([2, expect.stringContaining(`${tree.home}/.cache/pycache ${why}\n`)]);
  expect(homeOf(tree)).toEqual(before);
  expect((await pyshed("central")).stdout).toMatch(
    new RegExp(`: off, .*\n⚠ Python can keep nothing there: .* ${why}\n$`),
  );
  const status = v.parse(centralDocument, JSON.parse((await pyshed("central", "--json")).stdout));
  expect(status.obstacle).toBe(`${tree.home}/.cache/pycache ${why}`);
  expect((await pyshed("central", "--off", "--yes")).stdout).toBe("Nothing to change.\n");
});

it("follows a link to the cache, as Python does", async () => {
  const { tree, pyshed } = planted();
  plantEveryClass(tree);
  const scratch = tree.directory("scratch");
  mkdirSync(join(tree.home, ".cache"));
  symlinkSync("../../tree/scratch", join(tree.home, ".cache/pycache"));
  const on = await pyshed("central", "--on", "--yes", "app");
  expect(on.stdout).toContain("Moved 3 files into the one cache for all");
  expect((await pyshed("central")).stdout).toContain("\n3 files, ");
  rmSync(tree.at("app/a.py"));
  const gc = await pyshed("gc", "--yes", "--permanent");
  expect([gc.code, gc.stdout]).toEqual([0, expect.stringContaining("Cleaned 2 items")]);
  expect(namesIn(scratch, tree.at("app"))).toEqual(["mixed"]);
  expect((await pyshed("gc", "--yes", "--permanent", "--max-size", "0B")).code).toBe(0);
  expect([namesIn(scratch), lstatSync(join(tree.home, ".cache/pycache")).isSymbolicLink()]).toEqual([[], true]);
});

it("keeps to the width of the terminal in what it says besides paths", async () => {
  const { tree, pyshed } = planted();
  plantEveryClass(tree);
  const said = [
    await pyshed("central", "--on", "--yes"),
    await pyshed("central", "--off", "--yes"),
    await pyshed("central", "--on", "--yes", "app"),
  ].map(({ code, stdout }) => ({ code, lines: stdout.split("\n") }));
  expect(said.map(({ code, lines }) => [code, lines.filter((line) => line.length > 80)])).toEqual([
    [0, []],
    [0, []],
    [0, []],
  ]);
  expect(said[0]!.lines.slice(1).join(" ").replace(/ +/g, " ")).toBe(
    "New shells and sessions have it; running ones do not. What lies in projects stays there: " +
      "'pyshed bytecode central --on DIRECTORY' moves it. ",
  );
});

it("says as JSON what it would change, and what it cannot", async () => {
  const { tree, pyshed } = planted();
  writeFileSync(join(tree.home, ".bashrc"), Buffer.from([0x61, 0xff, 0x0a]));
  const { code, stdout } = await pyshed("central", "--on", "--dry-run", "--json");
  const document = v.parse(settingsDocument, JSON.parse(stdout));
  expect([code, document.status, document.edits.length, document.left.map(({ path }) => path)]).toEqual([
    0,
    "planned",
    2,
    [join(tree.home, ".bashrc")],
  ]);
});

it("collects garbage where the variable says, and refuses what makes no sense", async () => {
  const tree = temporaryTree();
  const cache = tree.directory("cache");
  const environment = { ...withInterpreter(tree), PYTHONPYCACHEPREFIX: cache };
  const pyshed = (...args: string[]) => run(["bytecode", ...args], { cwd: tree.path, environment });
  const source = oldFile(tree, "src/a.py", "A = 1\n");
  tree.file(`cache${tree.at("src/a")}.cpython-399.pyc`, byTime(source));
  tree.file(`cache${tree.at("src/gone")}.cpython-399.pyc`, byTime(source));
  const dry = await pyshed("gc", "--dry-run");
  expect([dry.code, dry.stdout]).toEqual([0, expect.stringMatching(/^Would move 1 item to the trash/)]);
  const status = await pyshed("central");
  expect(status.stdout).toMatch(
    /on, .*\n {2}set by PYTHONPYCACHEPREFIX in this shell, not by pyshed\n\n2 files, .* 1 file of it\n/,
  );
  expect((await pyshed("gc", "--yes", "--permanent")).code).toBe(0);
  expect(namesIn(cache, tree.at("src"))).toEqual(["a.cpython-399.pyc"]);
  for (const args of [
    ["central", "--on", "--off"],
    ["central", "--off", "app"],
    ["gc", "--stale"],
    ["gc", "--gitignore"],
    ["gc", "--schedule", "off", "--max-size", "1GB"],
    ["gc", "--schedule", "daily", "--plan", "-"],
    ["central", "--on", "--plan", "plan.json", "app"],
  ]) {
    expect([args, (await pyshed(...args)).code]).toEqual([args, 2]);
  }
});
