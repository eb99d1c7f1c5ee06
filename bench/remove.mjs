// `npm run bench:remove`: permanent removal of one environment beside `rm -rf`, in turn, on copies of the same tree.
// `-- --environment DIR` takes another environment, `--rounds N` changes the number of counted rounds (7).
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { countEntries, makeCorpus } from "./corpus.mjs";
import { machine, measure, median, project, writeJson } from "./in-turn.mjs";

const work = join(project, ".bench");
const { values: options } = parseArgs({
  options: { environment: { type: "string" }, rounds: { type: "string", default: "7" } },
});
const environment = options.environment
  ? resolve(options.environment)
  : join(makeCorpus(work, join(project, ".tools", "bin")), "projects", "with-pip", "venv");
const bundle = join(work, "bundle");
mkdirSync(bundle, { recursive: true });
await build({
  absWorkingDir: project,
  entryPoints: ["bench/remove-one.ts"],
  outdir: bundle,
  bundle: true,
  format: "esm",
  platform: "node",
  packages: "external",
});
// Its threads are those of the built program.
cpSync(join(project, "dist", "remove-worker.cjs"), join(bundle, "remove-worker.cjs"));
const contestants = [
  { name: "pyshed", argv: [process.execPath, join(bundle, "remove-one.js"), String(allocatedBytes(environment))] },
  { name: "rm -rf", argv: ["rm", "-rf"] },
];

/** Seconds of the whole process. The copy is warm and written out before the clock starts. */
function removal(argv) {
  const copy = join(work, "copy");
  execFileSync("cp", ["-a", environment, copy]);
  execFileSync("sync", ["-f", copy]);
  return measure([...argv, copy]);
}

function allocatedBytes(directory) {
  return Number(execFileSync("du", ["-s", "--block-size=1", directory], { encoding: "utf8" }).split("\t")[0]);
}

rmSync(join(work, "copy"), { recursive: true, force: true });
const runs = new Map(contestants.map(({ name }) => [name, []]));
for (let round = 0; round <= Number(options.rounds); round++) {
  const order = round % 2 === 0 ? contestants : contestants.toReversed();
  for (const { name, argv } of order) {
    const cost = removal(argv);
    if (round > 0) runs.get(name).push(cost);
  }
}
const [ours, theirs] = contestants.map(({ name }) => runs.get(name));
const report = {
  entries: countEntries(environment),
  rounds: Number(options.rounds),
  machine: machine(),
  pyshed: median(ours.map(({ wall }) => wall)),
  rm: median(theirs.map(({ wall }) => wall)),
  ratio: median(ours.map(({ wall }, index) => wall / theirs[index].wall)),
  peakMemory: Math.max(...ours.map(({ peakMemory }) => peakMemory)),
};
console.log(`${report.entries.toLocaleString("en-US")} entries, ${report.rounds} rounds in turn`);
console.log(`pyshed ${report.pyshed.toFixed(2)} s, rm -rf ${report.rm.toFixed(2)} s, ratio ${report.ratio.toFixed(2)}`);
writeJson(join(work, "remove.json"), report);
