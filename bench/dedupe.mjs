// `npm run bench:dedupe`: finding what is the same in many environments, and linking it, beside jdupes, rmlint and fclones
// where they are installed, in turn, on copies of one environment. Also checks that ours misses nothing of theirs among
// the files that a RECORD names.
// `-- --environment DIR` takes another environment; `--count N` copies are looked through (20), `--linked N` are linked (4),
// `--rounds N` changes the number of counted rounds (5); `--root DIR` takes a tree of yours for the first part; `--cold`
// adds a round of finding with the system's caches dropped before each run.
// `-- --large DIR` does nothing of that: it runs ours alone on a large tree, for time and peak memory.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { countEntries, makeCorpus } from "./corpus.mjs";
import {
  dropCaches,
  inTurn,
  isInstalled,
  machine,
  measure,
  median,
  project,
  surroundings,
  versionOf,
  writeJson,
} from "./in-turn.mjs";

const work = join(project, ".bench");
const number = (text) => ({ type: "string", default: text });
const { values: options } = parseArgs({
  options: {
    environment: { type: "string" },
    root: { type: "string" },
    large: { type: "string" },
    count: number("20"),
    linked: number("4"),
    rounds: number("5"),
    cold: { type: "boolean", default: false },
  },
});
const rounds = Number(options.rounds);
const home = join(work, "dedupe-home");
mkdirSync(home, { recursive: true });
const settings = {
  ...surroundings,
  HOME: home,
  XDG_STATE_HOME: join(home, "state"),
  XDG_CACHE_HOME: join(home, "cache"),
};
delete settings.VIRTUAL_ENV;
delete settings.UV_CACHE_DIR;

// A copy of its own, so that a build meanwhile changes nothing.
rmSync(join(work, "dist"), { recursive: true, force: true });
cpSync(join(project, "dist"), join(work, "dist"), { recursive: true });
const pyshed = [process.execPath, join(work, "dist", "pyshed.js"), "dedupe"];
const shell = (script) => ["sh", "-c", script, "sh"];

if (options.large) {
  const tree = resolve(options.large);
  const argv = [...pyshed, "--json", tree];
  const { totals } = JSON.parse(
    execFileSync(argv[0], argv.slice(1), { env: settings, encoding: "utf8", maxBuffer: 2 ** 30 }),
  );
  const [cost] = inTurn([{ name: "pyshed", argv, environment: settings }], { rounds, reference: "pyshed" });
  const { seconds, peakMemory } = cost;
  const large = {
    files: totals.files,
    environments: totals.environments,
    rounds,
    machine: machine(),
    seconds,
    peakMemory,
  };
  console.log(
    `${large.files.toLocaleString("en-US")} files in ${large.environments} environments: ${seconds.toFixed(2)} s, peak ${(peakMemory / 1e6).toFixed(0)} MB`,
  );
  writeJson(join(work, "dedupe-large.json"), large);
  process.exit(0);
}

const environment = options.environment
  ? resolve(options.environment)
  : join(makeCorpus(work, join(project, ".tools", "bin")), "projects", "with-pip", "venv");
const contestants = [
  { name: "pyshed", finds: [...pyshed, "--json"], links: [...pyshed, "--json", "--apply", "--yes"] },
  { name: "jdupes", finds: ["jdupes", "-r", "-q"], links: ["jdupes", "-r", "-q", "-L"] },
  // What rmlint links with is a script that starts several programs for each file: minutes where the others take seconds.
  { name: "rmlint", finds: ["rmlint", "--hidden", "-T", "df", "-o", "json:stdout"] },
  {
    name: "fclones",
    finds: ["fclones", "group", "--no-ignore", "--hidden"],
    links: shell('fclones group --no-ignore --hidden "$1" | fclones link'),
  },
].filter(({ name }) => name === "pyshed" || isInstalled(name));

/** Copies of another environment are not taken for those of this one. */
function nameFor(path) {
  return createHash("sha256").update(path).digest("hex").slice(0, 8);
}

function copies(name, count) {
  const root = join(work, name);
  mkdirSync(root, { recursive: true });
  for (let index = 1; index <= count; index++) {
    const copy = join(root, `project-${index}`, "venv");
    if (existsSync(copy)) continue;
    mkdirSync(dirname(copy), { recursive: true });
    execFileSync("cp", ["-a", "--reflink=never", environment, copy]);
  }
  execFileSync("sync", ["-f", root]);
  return root;
}

/** By contestant: median seconds, and the most memory. */
function summary(runs) {
  return Object.fromEntries(
    [...runs].map(([name, costs]) => [
      name,
      { seconds: median(costs.map(({ wall }) => wall)), peakMemory: Math.max(...costs.map((cost) => cost.peakMemory)) },
    ]),
  );
}

/** No rounds to count: the first one, which only warms up else, is counted. */
function rootsInTurn(count, prepare, argvOf) {
  const able = contestants.filter(argvOf);
  const runs = new Map(able.map(({ name }) => [name, []]));
  for (let round = 0; round <= count; round++) {
    for (const contestant of round % 2 === 0 ? able : able.toReversed()) {
      const root = prepare();
      // rmlint and jdupes end with 1 for what others call success.
      const cost = measure([...argvOf(contestant), root], settings, 1);
      if (round > 0 || count === 0) runs.get(contestant.name).push(cost);
      console.error(
        `round ${round} of ${count}: ${contestant.name} ${cost.wall.toFixed(2)} s, ${(cost.peakMemory / 2 ** 20).toFixed(0)} MiB`,
      );
    }
  }
  return summary(runs);
}

/** Files below the root that some RECORD gives a hash for. */
function namedFiles(root) {
  const named = new Set();
  for (const path of readdirSync(root, { recursive: true })) {
    if (!path.endsWith(".dist-info/RECORD")) continue;
    const site = join(root, dirname(dirname(path)));
    for (const line of readFileSync(join(root, path), "utf8").split("\n")) {
      const hash = line.indexOf(",sha256=");
      if (hash > 0) named.add(resolve(site, line.slice(0, hash).replace(/^"|"$/g, "").replaceAll('""', '"')));
    }
  }
  return named;
}

/** Contents that fclones still finds in two inodes after ours has linked, both of them named by a RECORD. */
function missed(root) {
  execFileSync(pyshed[0], [...pyshed.slice(1), "--json", "--apply", "--yes", root], { env: settings, stdio: "ignore" });
  const found = spawnSync("fclones", ["group", "--no-ignore", "--hidden", "-f", "json", root], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  const named = namedFiles(root);
  const isConfiguration = (path) => /\/venv\/etc\/|\.pth$/.test(path);
  // fclones also shows further names of an inode that has a twin.
  const inodesOf = (files) =>
    new Set(files.filter((path) => named.has(path) && !isConfiguration(path)).map((path) => statSync(path).ino));
  return JSON.parse(found.stdout).groups.filter(({ files }) => inodesOf(files).size > 1).length;
}

const root = options.root ? resolve(options.root) : copies(`dedupe-of-${nameFor(environment)}`, Number(options.count));
const finding = rootsInTurn(
  rounds,
  () => root,
  ({ finds }) => finds,
);
const coldRoot = () => {
  dropCaches();
  return root;
};
const cold = options.cold ? rootsInTurn(0, coldRoot, ({ finds }) => finds) : null;
const fresh = () => {
  rmSync(join(work, "dedupe-fresh"), { recursive: true, force: true });
  return copies("dedupe-fresh", Number(options.linked));
};
const linking = rootsInTurn(Math.min(rounds, 3), fresh, ({ links }) => links);
/** As the fastest other one. */
function timesAsFast({ pyshed: ours, ...others }) {
  return Math.min(...Object.values(others).map(({ seconds }) => seconds)) / ours.seconds;
}

const report = {
  entries: countEntries(root),
  environments: options.root ? null : Number(options.count),
  linked: Number(options.linked),
  rounds,
  versions: Object.fromEntries(
    contestants.filter(({ name }) => name !== "pyshed").map(({ name }) => [name, versionOf(name)]),
  ),
  machine: machine(),
  finding,
  cold,
  linking,
  findingRatio: timesAsFast(finding),
  coldRatio: cold && timesAsFast(cold),
  linkingRatio: timesAsFast(linking),
  missed: contestants.some(({ name }) => name === "fclones") ? missed(fresh()) : null,
};
rmSync(join(work, "dedupe-fresh"), { recursive: true, force: true });

console.log(
  `${report.entries.toLocaleString("en-US")} entries, ${rounds} rounds in turn, ${report.machine.cores} cores\n`,
);
console.log("tool        find s   MiB    cold s   MiB   find and link s   MiB");
const columns = (cost, width) =>
  cost
    ? `${cost.seconds.toFixed(2).padStart(width)} ${(cost.peakMemory / 2 ** 20).toFixed(0).padStart(5)}`
    : " ".repeat(width + 6);
for (const [name, found] of Object.entries(finding)) {
  console.log(
    `${name.padEnd(9)} ${columns(found, 8)} ${columns(cold?.[name], 9)} ${columns(linking[name], 17)}`.trimEnd(),
  );
}
console.log(
  `\nfinding: ${report.findingRatio.toFixed(1)} times as fast as the fastest other; linking: ${report.linkingRatio.toFixed(1)} times`,
);
if (report.coldRatio) console.log(`finding, from the disk: ${report.coldRatio.toFixed(1)} times`);
console.log(`missed among files that a RECORD names: ${report.missed ?? "not checked, fclones is not installed"}`);
writeJson(join(work, "dedupe.json"), report);
