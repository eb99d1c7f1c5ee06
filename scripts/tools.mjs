// Sets up the real Python tools that the tests use, below `.tools/` of the work tree: one virtual environment per group
// of `scripts/tools.json`, made with the machine's own python3 and pip. Everything that is written stays in `.tools/`.
// Run again, it only looks at the stamps. A tool that cannot be had ends the run with its name and pip's last lines.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const AT_ONCE = 2;
const here = dirname(fileURLToPath(import.meta.url));
const tools = resolve(here, "..", ".tools");
const listed = JSON.parse(readFileSync(join(here, "tools.json"), "utf8"));
const started = performance.now();

const python = findPython();
const leftOut = Object.fromEntries(Object.entries(listed).flatMap(([name, group]) => reasonsAgainst(name, group)));
const groups = Object.fromEntries(Object.entries(listed).filter(([name]) => !leftOut[name]));
const waiting = Object.entries(groups).filter(([name, group]) => !isDone(name, group));
for (const [name, reason] of Object.entries(leftOut)) say(`${name} is left out: ${reason}`);
if (waiting.length > 0) {
  for (const folder of ["bin", "home", "tmp", "pip-cache", "venvs"])
    mkdirSync(join(tools, folder), { recursive: true });
  say(`setting up ${waiting.map(([name]) => name).join(", ")} in .tools with ${python.executable}`);
  const failures = (await inTurns(waiting, AT_ONCE, ([name, group]) => setUp(name, group))).filter(Boolean);
  rmSync(join(tools, "tmp"), { recursive: true, force: true });
  if (failures.length > 0) fail(failures.join("\n"));
}
linkPrograms();
writeFileSync(join(tools, "left-out.json"), `${JSON.stringify(leftOut)}\n`);
writeFileSync(join(tools, "python"), `${python.executable}\n`);
if (waiting.length > 0) say(`ready after ${Math.round((performance.now() - started) / 1000)} s`);

/** A tool that this machine is not made for, or has no compiler for, is left out by name; its tests say so too. */
function reasonsAgainst(name, { needs = {} }) {
  const machine = `${process.platform}-${process.arch}`;
  const minor = (version) => Number(version.split(".")[1]);
  if (needs.machines && !needs.machines.includes(machine)) return [[name, `it is not made for ${machine}`]];
  if (needs.pythonBelow && minor(python.version) >= minor(needs.pythonBelow)) {
    return [[name, `it needs a Python below ${needs.pythonBelow}`]];
  }
  const missing = (needs.programs ?? []).filter((program) => spawnSync(program, ["--version"]).error);
  if (missing.length > 0) return [[name, `it needs ${missing.join(" and ")}`]];
  return [];
}

/** The interpreter behind `python3`: never a virtual environment's own, nor a version manager's stand-in. */
function findPython() {
  const question = "import sys; print(sys._base_executable); print(sys.version.split()[0])";
  const answer = spawnSync("python3", ["-I", "-c", question], { encoding: "utf8" });
  if (answer.status !== 0) fail(`python3: not found or not working\n${answer.stderr ?? answer.error}`);
  const [executable, version] = answer.stdout.trim().split("\n");
  const [major, minor] = version.split(".").map(Number);
  if (major !== 3 || minor < 11) fail(`python3: the tools need Python 3.11 or newer, this one is ${version}`);
  return { executable, version };
}

function stampOf(group) {
  return JSON.stringify({ python, packages: group.packages });
}

function isDone(name, group) {
  const stamp = join(tools, "venvs", name, "pyshed-stamp.json");
  return existsSync(stamp) && readFileSync(stamp, "utf8") === stampOf(group);
}

/** Makes one group's environment. Returns what went wrong, or nothing. */
async function setUp(name, group) {
  const venv = join(tools, "venvs", name);
  rmSync(venv, { recursive: true, force: true });
  const made = await run(python.executable, ["-m", "venv", venv]);
  if (made.code !== 0) {
    const hint = /ensurepip/.test(made.output) ? "\nOn Debian and Ubuntu: apt-get install python3-venv" : "";
    return `python3 -m venv failed for ${name}:\n${lastLines(made.output)}${hint}`;
  }
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--no-compile", "--disable-pip-version-check"];
  // A group without dependencies lists all that it needs.
  const only = group.withoutDependencies ? ["--no-deps"] : [];
  const installed = await run(join(venv, "bin", "python"), [...pip, ...only, ...group.packages]);
  if (installed.code !== 0) return `cannot install ${group.packages.join(", ")}:\n${lastLines(installed.output)}`;
  const missing = group.programs.filter((program) => !existsSync(join(venv, "bin", program)));
  if (missing.length > 0) return `${name}: installed, but ${missing.join(", ")} is not there`;
  writeFileSync(join(venv, "pyshed-stamp.json"), stampOf(group));
}

function linkPrograms() {
  const wanted = new Map();
  for (const [name, group] of Object.entries(groups)) {
    for (const program of group.programs) wanted.set(program, join("..", "venvs", name, "bin", program));
  }
  const bin = join(tools, "bin");
  const there = new Set(readdirSync(bin));
  for (const program of there) if (!wanted.has(program)) rmSync(join(bin, program));
  for (const [program, target] of wanted) if (!there.has(program)) symlinkSync(target, join(bin, program));
}

function run(command, args) {
  const home = join(tools, "home");
  const environment = {
    ...process.env,
    HOME: home,
    PIP_CACHE_DIR: join(tools, "pip-cache"),
    TMPDIR: join(tools, "tmp"),
  };
  for (const name of ["VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_USER"]) {
    delete environment[name];
  }
  return new Promise((done) => {
    const child = spawn(command, args, { env: environment, cwd: tools, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => done({ code: -1, output: String(error) }));
    child.on("close", (code) => done({ code, output }));
  });
}

async function inTurns(items, atOnce, work) {
  const results = [];
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item; item = queue.shift()) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

function lastLines(text) {
  return text.trim().split("\n").slice(-12).join("\n");
}

function say(text) {
  process.stderr.write(`tools: ${text}\n`);
}

function fail(text) {
  process.stderr.write(`tools: ${text}\n`);
  process.exit(1);
}
