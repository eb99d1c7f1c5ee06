// Runs commands in turn, several rounds, and says what each cost.
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const project = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * What runs with: without what makes Node itself start otherwise than it does on most machines. Certificates that a
 * network asks for (`NODE_EXTRA_CA_CERTS`) take 0.04 s at each start.
 */
export const surroundings = { ...process.env };
delete surroundings.NODE_EXTRA_CA_CERTS;
delete surroundings.NODE_OPTIONS;

/** What one run cost: seconds, and bytes of peak memory. Throws when the command ends with more than `success`. */
export function measure(argv, environment = {}, success = 0) {
  const printed = execFileSync("python3", [join(project, "bench", "measure.py"), ...argv], {
    encoding: "utf8",
    env: { ...surroundings, ...environment },
  });
  const cost = JSON.parse(printed);
  if (cost.exitCode < 0 || cost.exitCode > success) throw new Error(`${argv.join(" ")} ended with ${cost.exitCode}`);
  return cost;
}

/**
 * Every contestant once a round, one after the other, and the other way round in the next, for who comes after a program
 * that filled the memory is slower; the first round only warms up. `before` is called before each run. Returns for each
 * its median seconds, peak memory, and the median of its ratios to the reference of its round.
 */
export function inTurn(contestants, { rounds, reference, before = () => {}, warmUp = true }) {
  const runs = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = warmUp ? 0 : 1; round <= rounds; round++) {
    for (const { name, argv, environment } of round % 2 === 0 ? contestants : contestants.toReversed()) {
      before();
      const cost = measure(argv, environment);
      if (round > 0) runs.get(name).push(cost);
    }
  }
  const theirs = runs.get(reference);
  return [...runs].map(([name, costs]) => ({
    name,
    seconds: median(costs.map(({ wall }) => wall)),
    processorSeconds: median(costs.map(({ user, system }) => user + system)),
    peakMemory: Math.max(...costs.map(({ peakMemory }) => peakMemory)),
    ratio: median(costs.map(({ wall }, round) => wall / theirs[round].wall)),
  }));
}

/** Lets the system forget all files, so that the next command has to read them from the disk. Needs root. */
export function dropCaches() {
  execFileSync("sync");
  writeFileSync("/proc/sys/vm/drop_caches", "3");
}

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

export function isInstalled(program) {
  return spawnSync("which", [program]).status === 0;
}

export function machine() {
  return {
    processor: cpus()[0]?.model,
    cores: cpus().length,
    memory: totalmem(),
    kernel: release(),
    node: process.version,
    commit: spawnSync("git", ["-C", project, "rev-parse", "--short", "HEAD"], { encoding: "utf8" }).stdout.trim(),
  };
}

/** Programs and their versions, as they name themselves. */
export function versionOf(program) {
  const { stdout, stderr } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return /\d+(?:\.\d+)+/.exec(`${stdout}${stderr}`)?.[0] ?? "unknown";
}

/** A table of results, fastest first, for a terminal and for Markdown alike. */
export function table(results, reference) {
  const rows = results
    .toSorted((a, b) => a.seconds - b.seconds)
    .map(({ name, seconds, processorSeconds, peakMemory, ratio }) => [
      name,
      seconds.toFixed(2),
      processorSeconds.toFixed(2),
      (peakMemory / 2 ** 20).toFixed(0),
      ratio.toFixed(2),
    ]);
  const all = [["command", "seconds", "cpu s", "peak MiB", `to ${reference}`], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, at) => (at ? cell.padStart(widths[at]) : cell.padEnd(widths[0]))).join(" | ")} |`;
  const rule = `| ${widths.map((width, at) => (at ? `${"-".repeat(width - 1)}:` : "-".repeat(width))).join(" | ")} |`;
  return [line(all[0]), rule, ...all.slice(1).map(line)].join("\n");
}

export function writeJson(path, value) {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
