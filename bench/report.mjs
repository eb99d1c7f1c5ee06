// `npm run bench:report`: writes docs/performance.md from what the other benchmarks have left in .bench/.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { project, table } from "./in-turn.mjs";

const work = join(project, ".bench");
const read = (name) => {
  const path = join(work, `${name}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
};
const scan = read("scan");
const remove = read("remove");
const dedupe = read("dedupe");
const large = read("dedupe-large");
if (!scan) throw new Error("run `npm run bench -- --cold --growth` first");

function inRounds(count) {
  return count === 1 ? "one round" : `${count} rounds in turn`;
}

const grouped = (number) => number.toLocaleString("en-US");
const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(0);
const described = ({ processor, cores, memory, kernel, node, commit }) =>
  `${processor}, ${cores} cores, ${(memory / 2 ** 30).toFixed(0)} GiB, Linux ${kernel}, Node ${node}, commit ${commit}`;

const parts = [
  `# Performance

Made by \`npm run bench:report\` from measurements; don't edit the figures. Every contestant runs once a round, one after
the other, as a whole process from start to end; the figures are medians, and a ratio is the median of the ratios within
the rounds. Wherever pyshed is shown it also proves what each thing is, counts hard links exactly, reads what is
installed in every environment and finds the owner of every file.

## Scan

${grouped(scan.entries)} entries, ${inRounds(scan.rounds)}. ${described(scan.machine)}.
${versions(scan.versions)}.

\`pyshed --fresh\` counts everything; \`pyshed\` takes what the scan before has counted where nothing has changed. The bare
walk ([bench/floor.c](../bench/floor.c)) lists every directory and asks for the status of every entry and does nothing else:
what the kernel needs for it is the floor.

${table(scan.warm, "du -s")}
`,
];
if (scan.cold) {
  parts.push(`The same with the system's caches dropped before each run (${Math.min(scan.rounds, 3)} rounds). Threads that wait for the disk
are joined by others, up to eight.

${table(scan.cold, "du -s")}
`);
}
if (scan.growth) {
  parts.push(`### Growth

The scan of more and more projects together, everything counted, warm.

| entries | seconds | peak MiB | to du -s |
| ------: | ------: | -------: | -------: |
${scan.growth.map((step) => `| ${grouped(step.entries)} | ${step.seconds.toFixed(2)} | ${mebibytes(step.peakMemory)} | ${step.ratio.toFixed(2)} |`).join("\n")}
`);
}
if (remove) {
  parts.push(`## Removal

Permanent removal of one environment of ${grouped(remove.entries)} entries, ${remove.rounds} rounds on fresh copies: ${remove.pyshed.toFixed(2)} s, \`rm -rf\`
${remove.rm.toFixed(2)} s, ratio ${remove.ratio.toFixed(2)}, peak ${mebibytes(remove.peakMemory)} MiB. Moving it to the trash is one rename, whatever its size.
`);
}
if (dedupe) {
  const rows = Object.entries(dedupe.finding).map(
    ([name, { seconds, peakMemory }]) =>
      `| ${name} | ${seconds.toFixed(2)} | ${mebibytes(peakMemory)} | ${dedupe.cold?.[name]?.seconds.toFixed(2) ?? "not timed"} | ${dedupe.linking[name]?.seconds.toFixed(2) ?? "not timed"} |`,
  );
  parts.push(`## Duplicates

Finding what is the same in ${dedupe.environments ?? "several"} environments of ${grouped(dedupe.entries)} entries together, and finding and linking it in
fresh copies of ${dedupe.linked}; ${inRounds(dedupe.rounds)}. ${described(dedupe.machine)}.
${versions(dedupe.versions)}.

Finding: ${dedupe.findingRatio.toFixed(1)} times as fast as the fastest other${dedupe.coldRatio ? `, ${dedupe.coldRatio.toFixed(1)} times when nothing of the files is in memory (one round, "cold")` : ""};
finding and linking: ${dedupe.linkingRatio.toFixed(1)} times. Contents missed that another tool finds in files that a RECORD names: ${dedupe.missed ?? "not checked"}.

| tool | find, seconds | peak MiB | find cold, seconds | find and link, seconds |
| --- | ------: | -------: | -------: | -------: |
${rows.join("\n")}
`);
  if (large) {
    parts.push(`${grouped(large.files)} files in ${large.environments} environments, ours alone, ${large.rounds} rounds: ${large.seconds.toFixed(2)} s, peak ${mebibytes(large.peakMemory)} MiB (${(large.peakMemory / 1e6).toFixed(0)} MB).
`);
  }
}
parts.push(readFileSync(join(project, "bench", "where-the-time-goes.md"), "utf8"));
writeFileSync(join(project, "docs", "performance.md"), parts.join("\n"));

function versions(known) {
  return Object.entries(known)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
}
