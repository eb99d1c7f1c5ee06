// `npm run bench`: ours and the disk tools that are installed, in turn, on one tree; medians, ratios, peak memory.
// `npm run bench -- --root DIR` takes a tree of yours, `--rounds N` changes the number of counted rounds (7).
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { countEntries, makeCorpus } from "./corpus.mjs";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: { root: { type: "string" }, rounds: { type: "string", default: "7" } },
});
const rounds = Number(options.rounds);
const root = options.root ? resolve(options.root) : makeCorpus(join(project, ".bench"), join(project, ".tools", "bin"));

const contestants = [
  { name: "pyshed scan", argv: [process.execPath, join(project, "dist", "pyshed.js"), "scan", "--json", root] },
  { name: "du -s", argv: ["du", "-s", root] },
  { name: "pdu", argv: ["pdu", "--deduplicate-hardlinks", "--quantity=block-size", "--max-depth=1", root] },
  { name: "dust", argv: ["dust", "-d", "0", root] },
  { name: "diskus", argv: ["diskus", root] },
  { name: "dua", argv: ["dua", "aggregate", root] },
  { name: "gdu", argv: ["gdu", "--non-interactive", "--summarize", root] },
  { name: "null-e", argv: ["null-e", "--json", root] },
].filter(({ argv }) => spawnSync("which", [argv[0]]).status === 0);

function measure(argv) {
  const printed = execFileSync("python3", [join(project, "bench", "measure.py"), ...argv], { encoding: "utf8" });
  const cost = JSON.parse(printed);
  if (cost.exitCode !== 0) throw new Error(`${argv.join(" ")} ended with ${cost.exitCode}`);
  return cost;
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

const runs = new Map(contestants.map(({ name }) => [name, []]));
for (let round = 0; round <= rounds; round++) {
  for (const { name, argv } of contestants) {
    const cost = measure(argv);
    if (round > 0) runs.get(name).push(cost);
  }
}

const reference = runs.get("du -s");
const results = [...runs].map(([name, costs]) => ({
  name,
  seconds: median(costs.map(({ wall }) => wall)),
  processorSeconds: median(costs.map(({ user, system }) => user + system)),
  peakMemory: Math.max(...costs.map(({ peakMemory }) => peakMemory)),
  toDu: median(costs.map(({ wall }, index) => wall / reference[index].wall)),
}));
const report = {
  entries: countEntries(root),
  rounds,
  machine: {
    processor: cpus()[0]?.model,
    cores: cpus().length,
    memory: totalmem(),
    kernel: release(),
    node: process.version,
  },
  commit: spawnSync("git", ["-C", project, "rev-parse", "--short", "HEAD"], { encoding: "utf8" }).stdout.trim(),
  results,
};

console.log(
  `${report.entries.toLocaleString("en-US")} entries, warm, ${rounds} rounds in turn, ${report.machine.cores} cores\n`,
);
console.log("tool           seconds   cpu s   peak MiB   to du -s");
for (const { name, seconds, processorSeconds, peakMemory, toDu } of results.toSorted((a, b) => a.seconds - b.seconds)) {
  const columns = [seconds.toFixed(2), processorSeconds.toFixed(2), (peakMemory / 2 ** 20).toFixed(0), toDu.toFixed(2)];
  const [wall, processor, memory, ratio] = columns;
  console.log(
    `${name.padEnd(14)} ${wall.padStart(7)} ${processor.padStart(7)} ${memory.padStart(10)} ${ratio.padStart(10)}`,
  );
}
mkdirSync(join(project, ".bench"), { recursive: true });
writeFileSync(join(project, ".bench", "scan.json"), `${JSON.stringify(report, null, 2)}\n`);
