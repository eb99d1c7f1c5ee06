// `npm run bench`: ours and the disk tools that are installed, in turn, on one tree; medians, ratios, peak memory.
// `-- --root DIR` takes a tree of yours, `--rounds N` changes the number of counted rounds (7), `--cold` adds rounds
// after the system's caches were dropped (as root), `--growth` adds trees of growing size, up to a million entries.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { countEntries, makeCorpus } from "./corpus.mjs";
import {
  dropCaches,
  inTurn,
  isInstalled,
  machine,
  project,
  surroundings,
  table,
  versionOf,
  writeJson,
} from "./in-turn.mjs";

const { values: options } = parseArgs({
  options: {
    root: { type: "string" },
    rounds: { type: "string", default: "7" },
    cold: { type: "boolean", default: false },
    growth: { type: "boolean", default: false },
  },
});
const rounds = Number(options.rounds);
const work = join(project, ".bench");
const root = options.root ? resolve(options.root) : makeCorpus(work, join(project, ".tools", "bin"));
const cache = join(work, "cache");
mkdirSync(work, { recursive: true });
rmSync(cache, { recursive: true, force: true });

const pyshed = [process.execPath, join(project, "dist", "pyshed.js"), "scan", "--json"];
const environment = { XDG_CACHE_HOME: cache };
const ours = (...roots) => [
  { name: "pyshed --fresh", argv: [...pyshed, "--fresh", ...roots], environment },
  { name: "pyshed", argv: [...pyshed, ...roots], environment },
];
const du = { name: "du -s", argv: ["du", "-s", root] };
const peers = [
  { name: "pdu", argv: ["pdu", "--deduplicate-hardlinks", "--quantity=block-size", "--max-depth=1", root] },
  { name: "dust", argv: ["dust", "-d", "0", root] },
  { name: "diskus", argv: ["diskus", root] },
  { name: "dua", argv: ["dua", "aggregate", root] },
  { name: "gdu", argv: ["gdu", "--non-interactive", "--summarize", root] },
  { name: "null-e", argv: ["null-e", "--json", root] },
].filter(({ argv }) => isInstalled(argv[0]));

const report = {
  entries: countEntries(root),
  rounds,
  machine: machine(),
  versions: Object.fromEntries(["du", ...peers.map(({ argv }) => argv[0])].map((name) => [name, versionOf(name)])),
};
console.log(
  `${report.entries.toLocaleString("en-US")} entries, ${rounds} rounds in turn, ${report.machine.cores} cores\n`,
);

// The second look is measured when the index is there and nothing has changed.
execFileSync(pyshed[0], [...pyshed.slice(1), root], { env: { ...surroundings, ...environment }, stdio: "ignore" });
const all = [...ours(root), du, ...floor(), ...peers];
report.warm = inTurn(all, { rounds, reference: du.name });
show("Warm", report.warm);
if (options.cold) {
  report.cold = inTurn(all, {
    rounds: Math.min(rounds, 3),
    reference: du.name,
    before: dropCaches,
    warmUp: false,
  });
  show("Cold: the system's caches dropped before each run", report.cold);
}
if (options.growth) report.growth = growth();
writeJson(join(work, "scan.json"), report);

function show(title, results) {
  console.log(`${title}\n${table(results, du.name)}\n`);
}

/** A walk that only lists and looks, where there is a compiler. */
function floor() {
  const program = join(work, "floor");
  const { status } = spawnSync("cc", ["-O2", "-pthread", "-o", program, join(project, "bench", "floor.c")]);
  if (status !== 0) return [];
  return [1, availableParallelism()].map((threads) => ({
    name: `bare walk, ${threads} thread${threads > 1 ? "s" : ""}`,
    argv: [program, root, String(threads)],
  }));
}

/** The scan of the first project, then of more and more of them together, up to a million entries. */
function growth() {
  const projects = millionOf(readdirSync(join(root, "projects")).map((name) => join(root, "projects", name)));
  const steps = [];
  for (let count = 1; ; count = Math.min(count * 3, projects.length)) {
    const roots = projects.slice(0, count);
    const [fresh] = inTurn([{ ...ours(...roots)[0] }, { ...du, argv: ["du", "-s", ...roots] }], {
      rounds: 3,
      reference: du.name,
    });
    const entries = roots.reduce((sum, directory) => sum + countEntries(directory), 0);
    steps.push({ entries, ...fresh });
    const { seconds, peakMemory, ratio } = fresh;
    console.log(
      `${entries} entries: ${seconds.toFixed(2)} s, ${(peakMemory / 2 ** 20).toFixed(0)} MiB, ${ratio.toFixed(2)} of du`,
    );
    if (count === projects.length) return steps;
  }
}

/** The projects, and copies of them until there are a million entries. */
function millionOf(projects) {
  const million = [...projects];
  let entries = million.reduce((sum, directory) => sum + countEntries(directory), 0);
  for (let index = 0; entries < 1_000_000; index++) {
    const copy = join(work, "more", String(index));
    mkdirSync(dirname(copy), { recursive: true });
    if (!existsSync(copy)) execFileSync("cp", ["-a", projects[index % projects.length], copy]);
    entries += countEntries(copy);
    million.push(copy);
  }
  return million;
}
