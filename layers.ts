/**
 * The rooms of `src/`: what lives in each, what it may import and what it may use.
 * Read by the architecture test, by the generator of `.oxlintrc.json` and by the generator of `docs/architecture.md`.
 */
export interface Room {
  readonly purpose: string;
  /** Other rooms. A room may always import from itself. */
  readonly mayImport: readonly string[];
  /** Modules of Node without the `node:` prefix. */
  readonly node: "any" | readonly string[];
  readonly packages: readonly string[];
}

const BELOW_APP = [
  "model",
  "system",
  "catalog",
  "proof",
  "scan",
  "caches",
  "environments",
  "evidence",
  "plan",
  "execute",
  "bytecode",
  "dedupe",
  "schedule",
  "report",
];

/** Modules of Node that neither touch the machine nor depend on it. */
const PURE = ["buffer", "crypto", "events", "path", "string_decoder", "timers/promises", "url", "util"];

/** In the order of the data's way through them. */
export const rooms: Readonly<Record<string, Room>> = {
  model: {
    purpose: "The words of the domain as types, and pure functions on them",
    mayImport: [],
    node: [],
    packages: [],
  },
  system: {
    purpose:
      "The only code that knows the operating system: host (environment, home, clock and platform, injected and " +
      "never global), files (the read side), mutate (the write side), own files, system calls, commands (argument " +
      "lists, never a shell string), processes, mounts, state directories",
    mayImport: ["model"],
    node: "any",
    packages: ["koffi"],
  },
  catalog: {
    purpose:
      "One small file per artifact: what a tool leaves, how it is proven, its safety, what must never go, and the " +
      "source of each fact with its date. Data, no input or output",
    mayImport: ["model"],
    node: [],
    packages: [],
  },
  proof: {
    purpose: "The pure test that a place is an artifact, and the check of it on disk",
    mayImport: ["model", "system", "catalog"],
    node: PURE,
    packages: [],
  },
  scan: {
    purpose: "Walk, tally and index: roots become findings with sizes",
    mayImport: ["model", "system", "catalog", "proof", "environments"],
    node: [...PURE, "os", "worker_threads"],
    packages: [],
  },
  caches: {
    purpose: "Where each tool keeps its store, how big it is, and what is inside: one inspector per format",
    mayImport: ["model", "system", "catalog", "proof", "scan", "environments"],
    node: [...PURE, "zlib"],
    packages: ["smol-toml"],
  },
  environments: {
    purpose: "What is inside an environment: interpreter, packages, lock files, recipe; who uses which interpreter",
    mayImport: ["model", "system"],
    node: PURE,
    packages: ["smol-toml"],
  },
  evidence: {
    purpose:
      "One file per question: tracked by git? in use? how old? can it be rebuilt? who else uses it? Answers are yes, " +
      "no or unknown",
    mayImport: ["model", "system", "catalog", "proof", "environments"],
    node: PURE,
    packages: [],
  },
  plan: {
    purpose: "Pure: configuration, findings and evidence become decisions and a plan; budgets; the plan file",
    mayImport: ["model"],
    node: [],
    packages: ["valibot"],
  },
  execute: {
    purpose:
      "The only road to the disk: recheck proof and evidence, journal the intent, act, journal the outcome. One file " +
      "per kind of step. Undo and purge",
    mayImport: ["model", "system", "proof", "evidence"],
    node: [...PURE, "os", "worker_threads"],
    packages: ["valibot"],
  },
  bytecode: {
    purpose: "Stale and orphaned bytecode",
    mayImport: ["model", "system", "scan", "environments"],
    node: PURE,
    packages: [],
  },
  dedupe: {
    purpose: "Identical files across environments",
    mayImport: ["model", "system", "scan", "environments"],
    node: [...PURE, "os", "worker_threads"],
    packages: [],
  },
  schedule: {
    purpose: "Scheduled runs: systemd timer, cron, launchd, Task Scheduler",
    mayImport: ["model", "system"],
    node: PURE,
    packages: [],
  },
  report: {
    purpose: "Pure: results become text, JSON and HTML",
    mayImport: ["model"],
    node: [],
    packages: ["d3-hierarchy", "picocolors", "valibot"],
  },
  app: {
    purpose: "The use cases, one per file: they join the rooms and emit progress as data",
    mayImport: BELOW_APP,
    node: [...PURE, "os"],
    packages: ["valibot"],
  },
  cli: {
    purpose:
      "`start.ts` and `main.ts`, one file per command, options, exit codes; the only `console` and `process.exit`",
    mayImport: ["app", "report", "model"],
    node: [...PURE, "process", "readline", "readline/promises", "stream", "tty"],
    packages: ["commander", "picocolors"],
  },
  tui: {
    purpose: "The terminal interface: a pure reducer, a key table, views",
    mayImport: ["app", "report", "model"],
    node: PURE,
    packages: ["ink", "react"],
  },
};

/** `src/index.ts`, the library: what it may hand out. */
export const libraryMayImport: readonly string[] = ["app", "model", "report", "system"];

/** Files outside `src/` that a room may import: the version stands in one place. */
export const outsideMayImport: readonly { readonly room: string; readonly file: string }[] = [
  { room: "cli", file: "package.json" },
];

/** Files that may consist of re-exports. */
export const barrels: readonly string[] = ["src/index.ts", "src/catalog/index.ts"];

export const forbiddenFolders: readonly string[] = ["utils", "util", "helpers", "helper", "common", "services", "misc"];

export const maximumLines = 250;

/** Parts of a room that only some rooms may import. A pattern is a path below `src/` where `*` is any run of characters. */
export const guardedParts: readonly { readonly part: string; readonly mayBeImportedBy: readonly string[] }[] = [
  { part: "system/mutate*", mayBeImportedBy: ["execute", "schedule"] },
  { part: "system/syscalls/*", mayBeImportedBy: ["system", "execute"] },
];

/** Where a power over the machine may be used. */
export const powers = {
  /** Writing with Node's own file calls. */
  write: ["system/mutate*", "system/own-files*"],
  /** `node:child_process`. */
  startPrograms: ["system/commands.ts"],
  /** `process.env`, `process.cwd`, `Date.now`, `new Date()`, `os.homedir`, `os.tmpdir`. */
  readTheSurroundings: ["system/host.ts"],
  /** `console`, `process.exit`. */
  speakAndLeave: ["cli/main.ts"],
} as const;
