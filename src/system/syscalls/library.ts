import { createRequire } from "node:module";
import { NativeMemory } from "./memory.ts";
import { NUMBERS, type CallNumbers } from "./numbers.ts";

/**
 * The one native function that everything here goes through: libc's `syscall(2)`, which glibc and musl both have.
 * Loaded when it is first asked for (about 25 ms), once per thread.
 */
export interface Library {
  readonly numbers: CallNumbers;
  /** Calls the kernel. A result below zero is a negated errno. */
  call(number: number, a?: number, b?: number, c?: number, d?: number, e?: number): number;
  /** Where the bytes lie in memory. They must stay referenced while the kernel may use them. */
  addressOf(bytes: Uint8Array): number;
}

let library: Library | null | undefined;

/** Undefined where the platform or koffi's binary for it is missing. */
export function loadLibrary(): Library | undefined {
  library ??= load() ?? null;
  return library ?? undefined;
}

interface Koffi {
  load(path: null): { func(name: string, result: string, parameters: string[]): (...values: number[]) => unknown };
  errno(): number;
  address(bytes: Uint8Array): bigint;
}

function load(): Library | undefined {
  const numbers = process.platform === "linux" ? NUMBERS[process.arch] : undefined;
  if (!numbers) return undefined;
  try {
    const koffi: Koffi = createRequire(import.meta.url)("koffi");
    const raw = koffi.load(null).func("syscall", "long", ["long", "long", "long", "long", "long", "long"]);
    const bound: Library = {
      numbers,
      call(number, a = 0, b = 0, c = 0, d = 0, e = 0) {
        const result = Number(raw(number, a, b, c, d, e));
        return result === -1 ? -koffi.errno() : result;
      },
      addressOf: (bytes) => Number(koffi.address(bytes)),
    };
    return knowsStatx(bound) ? bound : undefined;
  } catch {
    // No binary for this libc or architecture, or it was left out at install: callers fall back and say so.
    return undefined;
  }
}

/** Old kernels (before 4.11) and some sandboxes have no `statx`: then nothing here can be relied on. */
function knowsStatx(bound: Library): boolean {
  const memory = new NativeMemory(512, bound);
  memory.bytes.write("/\0", 256, "latin1");
  return bound.call(bound.numbers.statx, -100, memory.address + 256, 0, 0x7ff, memory.address) === 0;
}
