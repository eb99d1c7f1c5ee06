import type { CompileTime, Interpreter } from "../model/bytecode.ts";
import { hasRawBytes, type AbsolutePath } from "../model/path.ts";
import { run } from "../system/commands.ts";
import type { Host } from "../system/host.ts";
import type { BytecodeFile } from "./places.ts";

/** Sources whose bytecode would be made again, gathered on the way: their bytes, and some of them to try. */
export class Sources {
  #bytes = 0;
  #count = 0;
  #stride = 1;
  #kept: Sample[] = [];
  readonly #byMagic = new Map<string, number>();

  /** Only what is current is compiled again because it went. */
  add({ class: what, source, name }: BytecodeFile): void {
    if (what !== "current" || !source) return;
    this.#bytes += source.size;
    const tag = name.tag ?? "";
    this.#byMagic.set(tag, (this.#byMagic.get(tag) ?? 0) + 1);
    if (this.#count++ % this.#stride !== 0 || hasRawBytes(source.path) || source.path.includes("\n")) return;
    this.#kept.push({ path: source.path, tag });
    if (this.#kept.length <= KEPT) return;
    this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
    this.#stride *= 2;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** By tag, the one that most of them have first. */
  samples(): readonly { readonly tag: string; readonly paths: readonly AbsolutePath[] }[] {
    const tags = [...this.#byMagic].toSorted(([, a], [, b]) => b - a).map(([tag]) => tag);
    return tags.map((tag) => ({ tag, paths: this.#kept.filter((one) => one.tag === tag).map(({ path }) => path) }));
  }
}

interface Sample {
  readonly path: AbsolutePath;
  readonly tag: string;
}

const KEPT = 256;
const TIME_LIMIT_MS = 15_000;
/** The program stops by itself after so long, in seconds, or after so many bytes. */
const SAMPLED_SECONDS = 1.5;
const SAMPLED_BYTES = 4_000_000;

/**
 * Bytes of source compiled in a second where nothing could be measured. On one 2-core machine (2026-11-21) CPython 3.6
 * to 3.13 compiled 2.6 to 4.0 million of their own library, and 3.11 compiled 1.9 million of installed packages.
 */
const BYTES_A_SECOND = 2_000_000;

/** Compiles sources that it is told line by line, as an import would but for running them. */
const PROGRAM = `
import marshal, sys, time
limit, most = ${SAMPLED_SECONDS}, ${SAMPLED_BYTES}
total = count = spent = 0
began = time.time()
for line in sys.stdin.buffer:
    try:
        with open(line[:-1], 'rb') as file:
            source = file.read(most)
        start = time.process_time()
        marshal.dumps(compile(source, 'sample', 'exec', dont_inherit=True))
        spent += time.process_time() - start
    except Exception:
        continue
    total += len(source)
    count += 1
    if total > most or time.time() - began > limit:
        break
sys.stdout.write('%d %d %d' % (total, count, spent * 1000000))
`;

/** Says how long compiling again takes in processor time, measured with an interpreter that was asked before, else from sizes alone. */
export async function estimateCompileTime(
  host: Host,
  sources: Sources,
  interpreters: readonly Interpreter[],
): Promise<CompileTime> {
  const bySize: CompileTime = {
    milliseconds: Math.round((sources.bytes / BYTES_A_SECOND) * 1000),
    basis: "from-size",
    sourceBytes: sources.bytes,
    sampled: 0,
    interpreter: null,
  };
  const able = sources.samples().flatMap(({ tag, paths }) => {
    const interpreter = interpreters.find((one) => one.how === "asked" && one.tag === tag);
    return interpreter && paths.length > 0 ? [{ paths, interpreter }] : [];
  });
  const [sample] = able;
  if (!sample) return bySize;
  const { interpreter } = sample;
  const result = await run(host, interpreter.path, ["-I", "-S", "-B", "-W", "ignore", "-c", PROGRAM], {
    input: Buffer.from(sample.paths.map((path) => `${path}\n`).join("")),
    timeLimitMs: TIME_LIMIT_MS,
    outputLimit: 65_536,
  });
  const answer = result.kind === "ended" && result.code === 0 ? result.stdout.toString("latin1") : "";
  const [bytes = 0, count = 0, microseconds = 0] = /^\d+ \d+ \d+$/.test(answer) ? answer.split(" ").map(Number) : [];
  if (bytes === 0 || microseconds === 0) return bySize;
  return {
    milliseconds: Math.round(((microseconds / bytes) * sources.bytes) / 1000),
    basis: "measured",
    sourceBytes: sources.bytes,
    sampled: count,
    interpreter: interpreter.path,
  };
}
